/** A moment as `<input type="datetime-local">` writes it, on the clock of `timeZone`: 2027-01-15T23:59. */
export function toLocalTime(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(at).replace(' ', 'T');
}

/**
 * The moment at which the clock of `timeZone` shows `local`; null when it is no date, or not of the years from 1900 to 2999.
 * An hour that a change of clocks leaves out counts from before the change; one that comes twice is taken the first time.
 */
export function fromLocalTime(local: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${local}Z`);
  if (!/^(?:19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(wanted)) return null;
  const before = wanted - offsetAt(wanted - DAY, timeZone);
  if (shows(before, wanted, timeZone)) return new Date(before);
  const after = wanted - offsetAt(wanted + DAY, timeZone);
  return new Date(shows(after, wanted, timeZone) ? after : before);
}

const DAY = 24 * 60 * 60 * 1000;

function shows(at: number, wanted: number, timeZone: string): boolean {
  return at + offsetAt(at, timeZone) === wanted;
}

function offsetAt(at: number, timeZone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${toLocalTime(new Date(minute), timeZone)}Z`) - minute;
}
