import { describe, expect, it } from 'vitest';
import { times } from './times';
import { fromLocalTime } from './zoned-time';

const ZONE = 'Asia/Tbilisi';

function at(local: string): Date {
  return fromLocalTime(local, ZONE) ?? new Date(Number.NaN);
}

describe('the days until a promised one', () => {
  const promised = at('2027-01-15T23:59');

  it.each([
    ['2027-01-14T12:00', 1],
    ['2027-01-15T00:00', 0],
    ['2027-01-15T12:00', 0],
    ['2027-01-15T23:59', 0],
    ['2027-01-16T00:00', -1],
    ['2027-01-16T12:00', -1],
    ['2026-12-31T12:00', 15],
  ])('are counted by the calendar of the call: on %s there are %i', (now, days) => {
    expect(times('en', ZONE, at(now)).daysUntil(promised)).toBe(days);
  });

  it('are as many in every language, and over a change of clocks', () => {
    const noon = new Date('2027-03-27T12:00:00Z');
    for (const locale of ['en', 'de', 'ka', 'hy', 'az', 'ru'] as const)
      expect(times(locale, 'Europe/Berlin', noon).daysUntil(new Date('2027-03-28T21:59:00Z'))).toBe(1);
  });
});
