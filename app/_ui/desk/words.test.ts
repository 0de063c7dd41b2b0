import { expect, it } from 'vitest';
import { languageLabel, regionName, scriptLanguage } from './words';

it('finds the face for a name by its script', () => {
  expect(['ქეთევან', 'Արամ', 'Мадина', 'Günəl', 'Ketevan'].map(scriptLanguage)).toEqual([
    'ka',
    'hy',
    'ru',
    'az',
    undefined,
  ]);
});

it('shows a region that no catalogue knows by its key', () => {
  expect(regionName('en', 'north-caucasus')).toBe('North Caucasus');
  expect(regionName('en', 'lower-saxony')).toBe('lower-saxony');
});

it('begins a language on a chip with a capital letter, where the script of the page has one in a word', () => {
  const labels = (['en', 'de', 'ru', 'hy', 'az', 'ka'] as const).map((locale) => languageLabel(locale, 'en'));
  expect(labels).toEqual(['English', 'Englisch', 'Английский', 'Անգլերեն', 'İngilis', 'ინგლისური']);
});
