/**
 * The key that was pressed, as the desk names it: small letters, digits, signs. On a layout that writes another script
 * the key that stands in its place on a Latin keyboard counts: J is where "о" is written.
 */
export function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  const isForeign = key.length === 1 && key > '~';
  if (!isForeign) return key.toLowerCase();
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? key.toLowerCase();
}

/** What the desk's keys work on: elements of the page that say in `data-key` which key presses them. */
export function keyedElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-key]')].filter(isShown);
}

export function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** What a key does, in the element's own words: the key caps in it are not read out. */
export function meaningOf(element: HTMLElement): string {
  const said = element.dataset.keyLabel ?? element.getAttribute('aria-label') ?? element.getAttribute('title');
  if (said) return said;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const cap of copy.querySelectorAll('kbd, [aria-hidden="true"]')) cap.remove();
  return (copy.textContent ?? '').trim().replace(/\s+/g, ' ');
}

/** A field is entered, a row of choices too; anything else is pressed. */
export function press(target: HTMLElement): void {
  if (target.getAttribute('role') === 'radiogroup') {
    target.querySelector<HTMLInputElement>('input:checked, input')?.focus();
    return;
  }
  if (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'submit') {
    target.focus();
    if (target.type === 'search' || target.type === 'text') target.select();
    return;
  }
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    target.focus();
    return;
  }
  if (target.tagName === 'SUMMARY' || target.tagName === 'BUTTON') target.focus();
  target.click();
}

/** Single keys are letters of a text there. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** The first of these that is on the page and shown takes the focus: what is open in the list, else what is read. */
export function takeFocus(): void {
  const places = ['.entry[aria-current]', '.queue .entry[href]', '.reader__body', '#view', 'main a[href]'];
  for (const place of places) {
    const found = [...document.querySelectorAll<HTMLElement>(place)].find(isShown);
    if (!found) continue;
    found.focus({ preventScroll: true });
    if (document.activeElement !== found) continue;
    found.scrollIntoView({ block: 'nearest' });
    return;
  }
}
