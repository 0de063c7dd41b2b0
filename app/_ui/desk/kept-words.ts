import { carriesWords, dropCarriedWords } from './carried-words';
import { dropTicks } from './ticks';

/** What was written in one form, by the names of its fields. */
export type Written = Record<string, string>;

/**
 * What was written and not sent yet, in this page's own memory: nothing typed is stored in the browser. What is on its way
 * has with it how the page stood then.
 */
const kept = new Map<string, { written: Written; sent: { words: Written; at: string } | null }>();

export function keepWords(of: string, written: Written): void {
  kept.set(of, { written, sent: kept.get(of)?.sent ?? null });
}

/** @param until what the page shows differently once it has been taken */
export function sendWords(of: string, until: string): void {
  const words = kept.get(of);
  if (words) words.sent = { words: words.written, at: until };
}

/** What has been sent and taken is left out. Null where nothing else is kept. */
export function keptWords(of: string, until: string): Written | null {
  const { written = {}, sent = null } = kept.get(of) ?? {};
  const isTaken = sent !== null && sent.at !== until;
  const unsent = Object.entries(written).filter(([name, word]) => !isTaken || word !== sent.words[name]);
  kept.delete(of);
  if (unsent.length === 0) return null;
  const words = Object.fromEntries(unsent);
  kept.set(of, { written: words, sent: isTaken ? null : sent });
  return words;
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
    dropTicks();
  };
  addEventListener('submit', submitted);
  return () => removeEventListener('submit', submitted);
}
