const KEY = 'redaktion-draft';

/** Of these the portal does not know yet that they have ended. */
const ENDED = 'redaktion-ended';

export type Ended = { url: string; draft: string };
type Kept = { call: string; draft: string };

let isOver = false;

/** Which draft this tab was writing, for the case that it is loaded anew; gone with the tab. */
export function rememberDraft(kept: Kept): void {
  if (!isOver) attempt(() => sessionStorage.setItem(KEY, JSON.stringify(kept)));
}

export function rememberedDraft(call: string): string | null {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null);
  return kept?.call === call ? kept.draft : null;
}

export function forgetDraft(): void {
  attempt(() => sessionStorage.removeItem(KEY));
}

/** For whoever leaves quickly: a page lives on until the next one has answered, and what it still does leaves no trace. */
export function rememberNothingMore(): void {
  forgetDraft();
  rememberEnded([]);
  isOver = true;
}

export function rememberEnded(uploads: readonly Ended[]): void {
  attempt(() =>
    uploads.length > 0 && !isOver
      ? sessionStorage.setItem(ENDED, JSON.stringify(uploads))
      : sessionStorage.removeItem(ENDED),
  );
}

export function endedUploads(): Ended[] {
  return attempt(() => JSON.parse(sessionStorage.getItem(ENDED) ?? '[]') as Ended[]) ?? [];
}

/** Browsers may forbid a page to keep anything; it works without. */
function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
