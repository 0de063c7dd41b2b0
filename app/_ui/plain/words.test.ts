import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '@/locales';
import { inOrder, languageName, regionName } from './words';

const REGIONS = ['other', 'georgia', 'armenia', 'azerbaijan', 'north-caucasus'];

function regionsIn(locale: Locale): string[] {
  const choices = REGIONS.map((value) => ({ value, label: regionName(locale, value) }));
  return inOrder(locale, choices).map(({ value }) => value);
}

describe('choices of a form', () => {
  it('stand in the order of the page’s language, the rest last', () => {
    expect(regionsIn('en')).toEqual(['armenia', 'azerbaijan', 'georgia', 'north-caucasus', 'other']);
    expect(regionsIn('ru')).toEqual(['azerbaijan', 'armenia', 'georgia', 'north-caucasus', 'other']);
    for (const locale of LOCALES) expect(regionsIn(locale).at(-1)).toBe('other');
  });

  it('follow that language’s own alphabet', () => {
    const letters = (locale: Locale, ...labels: string[]) =>
      inOrder(
        locale,
        labels.map((label) => ({ value: label, label })),
      ).map(({ label }) => label);
    expect(letters('az', 'Çin', 'Danimarka', 'Cənub', 'Əfqan', 'Fars')).toEqual([
      'Cənub',
      'Çin',
      'Danimarka',
      'Əfqan',
      'Fars',
    ]);
    expect(letters('de', 'Zypern', 'Österreich', 'Polen')).toEqual(['Österreich', 'Polen', 'Zypern']);
  });

  it('leave what was given as it was', () => {
    const given = ['ru', 'ab'].map((value) => ({ value, label: languageName('en', value) }));
    expect(inOrder('en', given).map(({ value }) => value)).toEqual(['ab', 'ru']);
    expect(given.map(({ value }) => value)).toEqual(['ru', 'ab']);
  });
});
