import { type Locale, translator } from '@/locales';
import { dateFormat } from './formats';

const DAY = 24 * 60 * 60 * 1000;

/** Moments as the desk writes them: in the call's time zone, which the desk names once. */
export function times(locale: Locale, timeZone: string, now: Date) {
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = dateFormat(locale, { timeZone, ...options });
    return (at: Date) => format.format(at);
  };
  const day = write({ day: 'numeric', month: 'long' });
  const clock = write({ hour: '2-digit', minute: '2-digit', hour12: false });
  const shortDay = write({ day: 'numeric', month: 'short' });
  const dayAndYear = write({ day: 'numeric', month: 'long', year: 'numeric' });
  const whole = write({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  });
  const daysOf = calendarDays(timeZone);
  const isThisYear = (at: Date) => at.getUTCFullYear() === now.getUTCFullYear();
  return {
    /** 1 Dec 18:20 */
    short: (at: Date) => `${isThisYear(at) ? shortDay(at) : dayAndYear(at)} ${clock(at)}`,
    /** 15 January */
    day: (at: Date) => (isThisYear(at) ? day(at) : dayAndYear(at)),
    whole,
    /** Whole days from `at` to now; negative in the future. */
    daysSince: (at: Date) => Math.floor((now.getTime() - at.getTime()) / DAY),
    /** How often it becomes midnight there before `at`: 0 today, 1 tomorrow, -1 yesterday, whatever the hour. */
    daysUntil: (at: Date) => daysOf(at) - daysOf(now),
    hoursSince: (at: Date) => Math.floor((now.getTime() - at.getTime()) / (60 * 60 * 1000)),
  };
}

/** Days of the calendar, on the clock of `timeZone`, as numbers in a row. */
function calendarDays(timeZone: string): (at: Date) => number {
  const format = dateFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => {
    const [day, month, year] = format.format(at).split('/').map(Number);
    return Date.UTC(year ?? 0, (month ?? 0) - 1, day) / DAY;
  };
}

export type Times = ReturnType<typeof times>;

/** Sizes as people count them: 84 KB, 1.2 MB. */
export function sizeText(bytes: number, locale: Locale): string {
  const t = translator(locale, 'documents');
  if (bytes < 1_000_000) return t('kilobytes', { count: Math.max(1, Math.round(bytes / 1000)) });
  return t('megabytes', { count: Math.round(bytes / 100_000) / 10 });
}
