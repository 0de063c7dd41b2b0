import { heldFiles } from './portal';
import type { UploadSlot } from './slot';

/** What the portal says of a file that is here, in the page's language; `html` is its own, from the same page. */
export type FileCheck = { state: string; mark: string; word: string; say: string; html: string };

const AFTER_MS = [600, 900, 1500, 2500, 4000, 6000, 10_000, 15_000, 30_000, 60_000];

/** Asks after the checks of files that are here until all have ended, ever more seldom, two minutes at most. */
export function followChecks(slots: readonly UploadSlot[], draft: () => Promise<string>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  let asking = new AbortController();

  const ask = async () => {
    asking = new AbortController();
    const held = await heldFiles(await draft(), { giving: asking }).catch(() => undefined);
    for (const document of held?.documents ?? []) {
      const slot = slots.find((one) => one.name === document.slot);
      if (document.check) slot?.checked(document.check);
    }
    if (slots.some((slot) => slot.isBeingChecked)) later();
  };
  const later = () => {
    clearTimeout(timer);
    const wait = AFTER_MS[round];
    round += 1;
    if (wait !== undefined) timer = setTimeout(() => void ask(), wait);
  };
  const begin = () => {
    round = 0;
    later();
  };
  // An answer that comes while the form is being sent is about a draft that is none any more.
  addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    asking.abort();
  });
  document.addEventListener('leaving', () => {
    round = AFTER_MS.length;
    clearTimeout(timer);
    asking.abort();
  });
  if (slots.some((slot) => slot.isBeingChecked)) begin();
  return begin;
}
