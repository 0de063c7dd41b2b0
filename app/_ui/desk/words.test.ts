import { expect, it } from 'vitest';
import { regionName, scriptLanguage } from './words';

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
