/** Brings what became of the form into view and under the cursor; its links then lead into the fields themselves. */
export function showOutcome(): void {
  const outcome = document.getElementById('outcome');
  outcome?.focus();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#outcome a[href^="#"], .missing a[href^="#"]')) {
    link.addEventListener('click', (event) => {
      const target = document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      link.closest('details')?.removeAttribute('open');
      goTo(target);
    });
  }
}

function goTo(target: HTMLElement): void {
  target.closest('details')?.setAttribute('open', '');
  const field = target.matches('input, textarea')
    ? target
    : target.querySelector<HTMLElement>('input:not([type=hidden]), textarea');
  target.scrollIntoView({ block: 'start' });
  (field ?? target).focus({ preventScroll: true });
}
