/** Going back must not send the form again, and the receipt must survive a reload. */
export function keepReceipt(): void {
  const address = document.querySelector<HTMLElement>('[data-receipt]')?.dataset.receipt;
  if (address) history.replaceState(null, '', address);
  const print = document.querySelector<HTMLButtonElement>('[data-print]');
  if (print) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
  }
  const save = document.querySelector<HTMLAnchorElement>('[data-save]');
  save?.addEventListener('click', (event) => {
    event.preventDefault();
    saveAs(save.download, save.dataset.save ?? '');
  });
}

/** Made here from what the page shows, so that it works without a cookie and no request is needed. */
function saveAs(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
