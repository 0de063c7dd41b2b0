import { isShown, isWriting, takeFocus } from './keyboard';

const EDGE = 'desk-list-edge';

/** Whoever comes to the desk begins where pages begin; from then on the focus is kept. */
let hasBegun = false;

/** Which end of the list the keyboard goes to once another page of it is there. */
export function atListEdge(edge: 'first' | 'last' | null): void {
  if (edge) sessionStorage.setItem(EDGE, edge);
  else sessionStorage.removeItem(EDGE);
}

/**
 * J and K where nothing is open: the next entry of the list, and at its end the next page of it. Answers false where an
 * application is open: there the keys press the links to its neighbours.
 */
export function stepThroughList(key: 'j' | 'k'): boolean {
  if (document.querySelector(`[data-key="${key}"]`) || document.querySelector('.desk--open')) return false;
  const entries = [...document.querySelectorAll<HTMLElement>('.queue .entry[href]')].filter(isShown);
  const here = entries.findIndex((entry) => entry.matches(':focus'));
  const above = here === -1 ? entries.length - 1 : here - 1;
  const next = entries[key === 'j' ? here + 1 : above];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
    return true;
  }
  const page = document.querySelector<HTMLElement>(`[data-page="${key === 'j' ? 'next' : 'previous'}"]`);
  if (!page) return entries.length > 0;
  atListEdge(key === 'j' ? 'first' : 'last');
  page.click();
  return true;
}

/**
 * After a page has come: back to where one was, when what had the focus is gone with the old page. The page's path is told,
 * because the browser's own may be ahead of it: somebody was quick to go back.
 */
export function keepFocus(path: string): void {
  const edge = sessionStorage.getItem(EDGE);
  if (edge) {
    atListEdge(null);
    const entries = document.querySelectorAll<HTMLElement>('.queue .entry[href]');
    const entry = edge === 'first' ? entries[0] : entries[entries.length - 1];
    entry?.focus();
    return;
  }
  if (returned(path)) return;
  const open = document.querySelector<HTMLElement>('.entry[aria-current]');
  open?.scrollIntoView({ block: 'nearest' });
  // One came along the list: the focus goes with what is open.
  if (open && document.activeElement?.matches('.queue .entry[href]')) open.focus({ preventScroll: true });
  const isLost = document.activeElement === null || document.activeElement === document.body;
  // On a phone nobody types their way: a frame around the page, scrolled to its middle, would only be in the way.
  const hasKeys = matchMedia('(hover: hover) and (pointer: fine)').matches;
  const begin = document.querySelector<HTMLElement>('[data-begin]');
  if (begin && hasKeys) {
    // The scripts came late: what one is typing elsewhere must not go on in here.
    if (!isWriting(document.activeElement)) begin.focus();
    return;
  }
  const isBusy = hasBegun || document.querySelector('.desk--open') !== null;
  hasBegun = true;
  if (isLost && isBusy && hasKeys) takeFocus();
}

/** What was open last, while nothing has been done in the list since. */
let lastOpen: string | null = null;

/** Back in the list: at the entry of what was open last, with the list scrolled as it was. */
function returned(path: string): boolean {
  const number = /^\/desk\/applications\/([^/]+)$/.exec(path)?.[1];
  if (number) {
    lastOpen = number;
    return false;
  }
  if (lastOpen === null || path !== '/desk') return false;
  const left = lastOpen;
  lastOpen = null;
  const entry = document.querySelector<HTMLElement>(`.queue .entry[href*="/applications/${CSS.escape(left)}"]`);
  if (!entry || !isShown(entry)) return false;
  const list = entry.closest('ol');
  if (list) list.scrollTop = heights.get(location.search) ?? list.scrollTop;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: 'nearest' });
  return true;
}

/** How far each list was scrolled when it was last seen without anything open. */
const heights = new Map<string, number>();

/** Watches how far the list is scrolled. Returns what ends the watch. */
export function watchList(): () => void {
  const scrolled = ({ target }: Event) => {
    const isList = target instanceof HTMLElement && target.matches('.queue > ol') && location.pathname === '/desk';
    if (isList) heights.set(location.search, target.scrollTop);
  };
  addEventListener('scroll', scrolled, { capture: true, passive: true });
  return () => removeEventListener('scroll', scrolled, { capture: true });
}
