import type { Chance } from './chance';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Nothing happens in the last minutes: the demo itself takes its time. */
export const UNTIL_NOW = 10 * MINUTE;
const DAYS_TOLD = 40;

export type Span = { from: Date; to: Date };

/** Between seven in the morning and eleven at night in Tbilisi, rather lately than long ago. */
export function arrival(chance: Chance, now: Date): Date {
  const midnight = Math.floor((now.getTime() + 4 * HOUR) / DAY) * DAY - 4 * HOUR;
  const daysAgo = Math.floor(DAYS_TOLD * chance.next() ** 1.5);
  const sentAt = midnight - daysAgo * DAY + 7 * HOUR + chance.between(0, 16 * 60 - 1) * MINUTE;
  return new Date(sentAt > now.getTime() - UNTIL_NOW ? sentAt - DAY : sentAt);
}

/**
 * So long ago that the portal's patience with a deferring server ends before the next attempt is due: such a mail looks
 * as if it still waited, and can never leave.
 */
export function almostGivenUp(chance: Chance, now: Date): Date {
  return new Date(now.getTime() - 5 * DAY + chance.between(25, 50) * MINUTE);
}

/** `count` rising moments after `from`: within a fortnight, and never past `to`. */
export function moments(chance: Chance, count: number, { from, to }: Span): Date[] {
  const end = Math.min(to.getTime(), from.getTime() + chance.between(3, 14) * DAY);
  const gaps = Array.from({ length: count + 1 }, () => 0.15 + chance.next());
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  return gaps.slice(0, count).map((_, index) => {
    const passed = gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0);
    return new Date(from.getTime() + Math.floor(((end - from.getTime()) * passed) / whole));
  });
}

/** The same, but the last moment lies in the last two days. */
export function lastLately(chance: Chance, count: number, span: Span): Date[] {
  const earlier = moments(chance, count, span).slice(0, -1);
  const before = (earlier.at(-1) ?? span.from).getTime();
  const lately = span.to.getTime() - chance.between(20, 48 * 60) * MINUTE;
  return [...earlier, new Date(Math.max(lately, Math.floor((before + span.to.getTime()) / 2)))];
}
