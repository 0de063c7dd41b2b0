import { describe, expect, it } from 'vitest';
import { localeOf, preferredLocale } from './locale';

describe('the language a browser asks for', () => {
  it.each([
    ['ka-GE,ka;q=0.9,en;q=0.8', 'ka'],
    ['fr,ru;q=0.7,de;q=0.8', 'de'],
    ['fr-CH, fr;q=0.9', 'en'],
    ['en;q=0, hy', 'hy'],
    ['AZ-Latn-AZ', 'az'],
    ['*', 'en'],
    [';;;q=,,', 'en'],
    [null, 'en'],
  ])('%s gives %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});

it('takes the language of the path before that of the browser', () => {
  const headers = { 'accept-language': 'ru' };
  expect(localeOf(new Request('http://portal.test/ka/my', { headers }))).toBe('ka');
  expect(localeOf(new Request('http://portal.test/nowhere', { headers }))).toBe('ru');
});
