import { expect, it } from 'vitest';
import { applicationAddress, FIRST_VIEW, queueAddress, viewOf } from './view';

it('writes the first view without a query', () => {
  expect(queueAddress(FIRST_VIEW)).toBe('/desk');
});

it('reads every view back from its address', () => {
  const view = {
    stage: 'shortlist',
    region: 'north-caucasus',
    order: 'newest',
    after: 'MjAyNi0_-x',
    before: null,
  } as const;
  const { searchParams } = new URL(queueAddress(view), 'http://localhost');
  expect(viewOf(Object.fromEntries(searchParams))).toEqual(view);
});

it('keeps the view beside the open application', () => {
  expect(applicationAddress('APP-7F3K', { ...FIRST_VIEW, stage: 'all' }, { show: 'cv' })).toBe(
    '/desk/applications/APP-7F3K?view=all&show=cv',
  );
});

it('falls back where somebody typed nonsense into the address bar', () => {
  const typed = { view: 'everything', region: "'; drop", order: 'sideways', after: 'a b', before: '<x>' };
  expect(viewOf(typed)).toEqual(FIRST_VIEW);
});
