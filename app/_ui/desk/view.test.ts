import { expect, it } from 'vitest';
import {
  applicationAddress,
  FIRST_VIEW,
  isFiltered,
  placeAddress,
  placeOf,
  queryOf,
  queueAddress,
  viewFromQuery,
  viewOf,
} from './view';

it('writes the first view without a query', () => {
  expect(queueAddress(FIRST_VIEW)).toBe('/desk');
});

it('reads every view back from its address', () => {
  const view = {
    name: 'all',
    stages: ['reading', 'held'],
    regions: ['georgia', 'north-caucasus'],
    languages: ['ka'],
    topics: ['water-and-land'],
    score: 3.5,
    spread: 3,
    age: 14,
    assigned: 'nobody',
    trouble: true,
    tag: '0198c0de-0000-7000-8000-000000000001',
    found: ['AbCdEfGhIjKlMnOpQrStUv'],
    order: 'least',
    after: 'MjAyNi0_-x',
    before: null,
  } as const;
  const { searchParams } = new URL(queueAddress(view), 'http://localhost');
  expect(viewOf(Object.fromEntries(searchParams))).toEqual(view);
  expect(viewFromQuery(queryOf(view))).toEqual(view);
});

it('keeps the view beside the open application', () => {
  expect(
    applicationAddress('APP-7F3K', { ...FIRST_VIEW, name: 'all', regions: ['georgia', 'armenia'] }, { show: 'cv' }),
  ).toBe('/desk/applications/APP-7F3K?view=all&region=georgia,armenia&show=cv');
});

it('falls back where somebody typed nonsense into the address bar', () => {
  const typed = {
    view: 'everything',
    stage: 'withdrawn,erased,__proto__',
    region: "'; drop",
    lang: 'ka;en,constructor',
    score: '9',
    spread: '-1',
    age: '1e9',
    assigned: 'everybody',
    trouble: 'yes',
    found: 'Ketevan',
    order: 'sideways',
    after: 'a b',
    before: '<x>',
  };
  expect(viewOf(typed)).toEqual(FIRST_VIEW);
});

it('knows a narrowed view from a whole one on a later page', () => {
  expect(isFiltered({ ...FIRST_VIEW, name: 'pool', order: 'newest', after: 'abc' })).toBe(false);
  expect(isFiltered({ ...FIRST_VIEW, age: 7 })).toBe(true);
  expect(isFiltered({ ...FIRST_VIEW, order: 'score' })).toBe(true);
});

it('leads back to the same document in the same view, and to nothing else', () => {
  const view = { ...FIRST_VIEW, name: 'all' as const, regions: ['georgia'], shown: { show: 'cv', as: 'text' } };
  expect(placeAddress('APP-7F3K', placeOf(view))).toBe(
    '/desk/applications/APP-7F3K?view=all&region=georgia&show=cv&as=text',
  );
  expect(placeAddress('APP-7F3K', 'show=//evil.example&as=raw&decide=invite')).toBe('/desk/applications/APP-7F3K');
});
