/** A comment can be changed or taken back by whoever wrote it for so long; afterwards others may have built on it. */
export const COMMENT_HOURS = 24;
export const COMMENTS_AT_HAND = 200;
export const TASKS_AT_HAND = 100;

/** Of a long talk the newest are at hand; what was said earlier opens on demand. */
export function commentsAtHand<One>(all: readonly One[]): { earlier: One[]; atHand: One[] } {
  const from = Math.max(0, all.length - COMMENTS_AT_HAND);
  return { earlier: all.slice(0, from), atHand: all.slice(from) };
}

/** Of a long list all that is still to be done is at hand, and as much of what was done last as has room beside it. */
export function tasksAtHand<One extends { doneAt: Date | null }>(
  all: readonly One[],
): { earlier: One[]; atHand: One[] } {
  const tooMany = Math.max(0, all.length - TASKS_AT_HAND);
  const earlier = all.filter(({ doneAt }) => doneAt !== null).slice(0, tooMany);
  return { earlier, atHand: all.filter((one) => !earlier.includes(one)) };
}

export function canChange(comment: { memberId: string; writtenAt: Date }, memberId: string, now: Date): boolean {
  return comment.memberId === memberId && now.getTime() - comment.writtenAt.getTime() < COMMENT_HOURS * 3_600_000;
}

/** The day it is in a zone, as tasks are due: YYYY-MM-DD. */
export function today(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}

export type Named = { memberId: string; name: string };

/**
 * Who is called in a text by @name: the longest name that fits wins, and calls all who bear it; a first name is enough where
 * only one bears it. An @ inside a word (an address) calls nobody.
 */
export function mentionedIn(text: string, members: readonly Named[]): string[] {
  const called = new Set<string>();
  const names = callableNames(members);
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_.])@/gu)) {
    const rest = fold(text.slice(index + 1, index + 201));
    const hit = names.find(({ name }) => rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)));
    for (const { memberId, name } of names) if (name === hit?.name) called.add(memberId);
  }
  return [...called];
}

function callableNames(members: readonly Named[]): Named[] {
  const whole = members.map(({ memberId, name }) => ({ memberId, name: fold(name) }));
  const first = whole.map(({ memberId, name }) => ({ memberId, name: name.split(' ')[0] ?? '' }));
  const single = first.filter(({ name }) => first.filter((other) => other.name === name).length === 1);
  return [...whole, ...single]
    .filter(({ name }) => name !== '')
    .toSorted((one, other) => other.name.length - one.name.length);
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ');
}
