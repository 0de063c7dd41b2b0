/** Going back must not send the form again, and the receipt must survive a reload. */
export function keepReceipt(): void {
  const address = document.querySelector<HTMLElement>('[data-receipt]')?.dataset.receipt;
  if (address) history.replaceState(null, '', address);
  offerToKeep();
  // On the document: what was saved in place brings its buttons anew.
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-print]')) window.print();
    const copy = target?.closest<HTMLElement>('[data-copy]');
    if (copy) void navigator.clipboard.writeText(copy.dataset.copy ?? '').then(() => sayCopied(copy));
    const save = target?.closest<HTMLAnchorElement>('[data-save]');
    if (!save) return;
    event.preventDefault();
    saveAs(save.download, save.dataset.save ?? '');
  });
}

/** Shows the buttons that only work with a script. Copying needs a page that came over TLS. */
export function offerToKeep(): void {
  const canCopy = (navigator.clipboard as Clipboard | undefined) !== undefined;
  for (const button of document.querySelectorAll<HTMLElement>(canCopy ? '[data-print], [data-copy]' : '[data-print]')) {
    // Text browsers print what is hidden: until now the word stood in an attribute.
    if (button.hidden) button.textContent = button.dataset.word ?? '';
    button.hidden = false;
  }
}

function sayCopied(button: HTMLElement): void {
  button.textContent = button.dataset.copied ?? '';
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
