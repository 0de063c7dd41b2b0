import { describe, expect, it } from 'vitest';
import { dayOf, elsewhereOf, momentOf, offsetOf, shortMomentOf, zoneName } from './dates';

const closing = { locale: 'en' as const, at: new Date('2026-12-20T19:59:00Z'), timeZone: 'Asia/Tbilisi' };

describe('a deadline', () => {
  it('is written out with its weekday and its zone', () => {
    expect(momentOf(closing)).toBe('Sunday, 20 December 2026, 23:59 Tbilisi time');
  });

  it('says what time it is elsewhere at that minute', () => {
    expect(elsewhereOf(closing)).toBe(
      'UTC+4: the same minute in Yerevan and Baku; 22:59 in Grozny and Makhachkala; 20:59 in Berlin.',
    );
  });

  it('joins those times as Armenian does, which has no semicolon', () => {
    expect(elsewhereOf({ ...closing, locale: 'hy' })).toBe(
      'UTC+4 – Երևանում և Բաքվում՝ նույն պահին, Գրոզնիում և Մախաչկալայում՝ 22:59, Բեռլինում՝ 20:59։',
    );
  });

  it('knows the hour that summer adds in Berlin', () => {
    const july = { ...closing, at: new Date('2027-07-01T10:00:00Z'), timeZone: 'Europe/Berlin' };
    expect(offsetOf(july)).toBe('UTC+2');
    expect(elsewhereOf(july)).toContain('14:00 in Tbilisi');
  });
});

it('counts midnight as the beginning of a day', () => {
  const midnight = { ...closing, at: new Date('2026-12-20T20:00:00Z') };
  expect(shortMomentOf(midnight)).toBe('21 December, 00:00');
  expect(dayOf(midnight)).toBe('21 December 2026');
});

it('names a zone it has no word for by its place', () => {
  expect(zoneName('en', 'America/New_York')).toBe('New York time');
});
