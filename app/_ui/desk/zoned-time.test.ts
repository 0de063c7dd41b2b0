import { describe, expect, it } from 'vitest';
import { fromLocalTime, toLocalTime } from './zoned-time';

describe('times typed on the clock of a call', () => {
  it('reads the last minute of a day in Tbilisi as the evening before in Greenwich', () => {
    expect(fromLocalTime('2027-01-15T23:59', 'Asia/Tbilisi')).toEqual(new Date('2027-01-15T19:59:00Z'));
  });

  it('writes what it reads, in summer and in winter', () => {
    for (const local of ['2026-07-01T12:00', '2026-12-01T00:30', '2026-10-25T03:30', '2026-03-29T01:59']) {
      expect(toLocalTime(fromLocalTime(local, 'Europe/Berlin') ?? new Date(0), 'Europe/Berlin')).toBe(local);
    }
  });

  it('takes an hour that comes twice the first time', () => {
    expect(fromLocalTime('2026-10-25T02:30', 'Europe/Berlin')).toEqual(new Date('2026-10-25T00:30:00Z'));
  });

  it('counts an hour that is left out from before the change', () => {
    expect(fromLocalTime('2026-03-29T02:30', 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('refuses what is no date', () => {
    for (const local of ['', 'soon', '2027-02-31', '2027-13-01T00:00', '2027-01-15T23:59:00Z'])
      expect(fromLocalTime(local, 'UTC')).toBeNull();
  });

  it.each(['0027-01-15T23:59', '0206-01-15T23:59', '0000-01-01T00:00', '9999-12-31T23:59'])(
    'refuses %s, whose year is a slip',
    (local) => {
      expect(fromLocalTime(local, 'Asia/Tbilisi')).toBeNull();
    },
  );

  it('reads the first and the last year it takes', () => {
    for (const local of ['1900-01-01T00:00', '2999-12-31T23:59'])
      expect(fromLocalTime(local, 'Asia/Tbilisi')).toBeInstanceOf(Date);
  });
});
