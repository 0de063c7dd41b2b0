/** How long a second press is taken for a slip of the finger. */
const IMPATIENCE_MS = 10_000;

/** A form on its way is not sent twice; nothing is disabled, and coming back to the page makes it ready again. */
export function guardAgainstDoubleSending(): void {
  for (const form of document.querySelectorAll('form')) guard(form);
}

function guard(form: HTMLFormElement): void {
  let sentAt = 0;
  form.addEventListener('submit', (event) => {
    const now = Date.now();
    if (now - sentAt < IMPATIENCE_MS) event.preventDefault();
    else sentAt = now;
    form.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => {
    sentAt = 0;
    form.removeAttribute('aria-busy');
  });
}
