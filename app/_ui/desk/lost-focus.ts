import { isShown, takeFocus } from './keyboard';

/** What one would want to stand at again, in the order it is looked for inside a part of the page. */
const CONTROLS = 'a[href], button, input:not([type="hidden"]), select, summary, textarea, [tabindex="0"]';

/**
 * An action can take away the very control it was started from: a tag that is removed, a button that has done its
 * work. The focus would fall to the page; it goes to what stands in the same place instead. Returns what ends the watch.
 */
export function guardFocus(): () => void {
  let last: HTMLElement | null = null;
  let parts: Element[] = [];
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    last = target;
    parts = [];
    for (let part = target.parentElement; part && part !== document.body; part = part.parentElement) parts.push(part);
  };
  const watch = new MutationObserver(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!last || last.isConnected || !isLost) return;
    const gone = last;
    last = null;
    const goal = standIn(gone, parts) ?? sameEntry(gone);
    if (goal) goal.focus({ preventScroll: true });
    else takeFocus();
  });
  addEventListener('focusin', remember);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    removeEventListener('focusin', remember);
    watch.disconnect();
  };
}

function standIn(gone: HTMLElement, parts: readonly Element[]): HTMLElement | undefined {
  const part = parts.find((one) => one.isConnected && one.tagName !== 'MAIN');
  if (!part) return undefined;
  const controls = [...part.querySelectorAll<HTMLElement>(CONTROLS)].filter(isShown);
  return (
    controls.find((one) => isSame(one, gone)) ?? controls[0] ?? part.closest<HTMLElement>('[tabindex="0"]') ?? undefined
  );
}

/** A list that came anew, with or without what was open, has its entries anew: the focus stays at the application it was at. */
function sameEntry(gone: HTMLElement): HTMLElement | undefined {
  const href = gone.matches('.entry') ? gone.getAttribute('href') : null;
  const entries = [...document.querySelectorAll<HTMLElement>('.queue .entry[href]')].filter(isShown);
  return href === null ? undefined : entries.find((one) => one.getAttribute('href') === href);
}

function isSame(one: HTMLElement, other: HTMLElement): boolean {
  if (one.tagName !== other.tagName) return false;
  if (other.dataset.key !== undefined && one.dataset.key === other.dataset.key) return true;
  const same = (attribute: string) => one.getAttribute(attribute) === other.getAttribute(attribute);
  return other.hasAttribute('name') && same('name') && (one.tagName !== 'BUTTON' || same('value'));
}
