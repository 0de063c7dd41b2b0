export const CALL_STATES = ['draft', 'open', 'closed'] as const;
export type CallState = (typeof CALL_STATES)[number];

/** The notice's words in one language. Plain text: paragraphs, never markup. */
export type CallText = {
  title: string;
  lead: string;
  season?: string;
  lookFor: string[];
  /** What we would especially like to read about, by region key. */
  regions?: Record<string, string>;
  offers: { name: string; text: string }[];
  documents: { cv: string; coverLetter: string; writingSample: string };
  afterwards: string[];
};

export type CallTexts = Partial<Record<string, CallText>>;

type Schedule = { state: CallState; closesAt: Date | null; answerBy: Date | null; timeZone: string };

/** What an administrator changes of a call that is there: state and days. */
export function scheduleOf({ state, closesAt, answerBy, timeZone }: Schedule): Schedule {
  return { state, closesAt, answerBy, timeZone };
}

type Deadline = { state: CallState; closesAt: Date | null };

/** A call takes applications until its closing minute has begun to pass; without one, until it is filled. */
export function isOpen(call: Deadline, now: Date): boolean {
  return call.state === 'open' && (call.closesAt === null || now.getTime() <= call.closesAt.getTime());
}

/** The text in the reader's language, or in the first language the call has one. */
export function callText(
  call: { texts: CallTexts; defaultLocale: string },
  locale: string,
): { text: CallText; locale: string } {
  for (const candidate of [locale, call.defaultLocale, ...Object.keys(call.texts)]) {
    const text = call.texts[candidate];
    if (text) return { text, locale: candidate };
  }
  throw new Error('a call without any text');
}

/** What a call is called in a list or a mail's subject: its title is a sentence for its own page. */
export function callName(call: { texts: CallTexts; defaultLocale: string }, locale: string): string {
  const { text } = callText(call, locale);
  return text.season ?? text.title;
}

const DAY_MS = 24 * 3_600_000;
const YEARS_AHEAD = 10;

/** Whether a day of a call can be meant: not before the call was there, nor so far away that only a slip of the hand explains it. */
export function canBeMeant(day: Date, { createdAt, now }: { createdAt: Date; now: Date }): boolean {
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + YEARS_AHEAD);
  return day.getTime() >= createdAt.getTime() - DAY_MS && day <= latest;
}
