import { carriesWords, dropCarriedWords } from './carried-words';

/** What was written in one form, by the names of its fields. */
export type Written = Record<string, string>;

/** Answers that were not sent yet, in this page's own memory: nothing typed is stored in the browser. */
const kept = new Map<string, Written>();

export function keepWords(of: string, written: Written): void {
  kept.set(of, written);
}

export function keptWords(of: string): Written | null {
  return kept.get(of) ?? null;
}

export function forgetWords(of: string): void {
  kept.delete(of);
}

/** A reload or another site would end what is kept: the browser asks first. Returns what ends the watch. */
export function askBeforeLeaving(): () => void {
  const leaving = (event: BeforeUnloadEvent) => (kept.size > 0 || carriesWords()) && event.preventDefault();
  addEventListener('beforeunload', leaving);
  return () => removeEventListener('beforeunload', leaving);
}

/** Whoever signs in next in this tab finds nothing. Returns what ends the watch. */
export function forgetAtSignOut(): () => void {
  const submitted = ({ target }: SubmitEvent) => {
    if (!(target instanceof HTMLFormElement && target.matches('.rail__me'))) return;
    kept.clear();
    dropCarriedWords();
  };
  addEventListener('submit', submitted);
  return () => removeEventListener('submit', submitted);
}
