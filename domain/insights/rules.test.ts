import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEWEST_TOLD, keptBack } from './rules';

it('keeps back a neighbour of a single small count, or else the total', () => {
  const counted = [
    { region: 'georgia', language: 'ka', count: 7 },
    { region: 'armenia', language: 'ka', count: 1 },
    { region: 'other', language: 'ka', count: 12 },
    { region: 'armenia', language: 'hy', count: 3 },
    { region: 'georgia', language: 'ru', count: 9 },
  ];
  const totals = [
    { language: 'ka', count: 20 },
    { language: 'ru', count: 9 },
    { language: 'hy', count: 3 },
  ];
  expect(keptBack(counted, totals)).toEqual({
    totals: [
      { language: 'ka', count: 20 },
      { language: 'ru', count: 9 },
      { language: 'hy', count: null },
    ],
    cells: [
      { region: 'georgia', language: 'ka', count: null },
      { region: 'armenia', language: 'ka', count: null },
      { region: 'other', language: 'ka', count: 12 },
      { region: 'georgia', language: 'ru', count: 9 },
      { region: 'armenia', language: 'hy', count: null },
    ],
  });
});

it('tells no small count, and none by what is left of a total', () => {
  const column = fc.uniqueArray(fc.constantFrom('georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'), {
    minLength: 1,
  });
  fc.assert(
    fc.property(
      column,
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 5, maxLength: 5 }),
      (regions, counts) => {
        const cells = regions.map((region, place) => ({ region, language: 'ka', count: counts[place] ?? 1 }));
        const count = cells.reduce((sum, cell) => sum + cell.count, 0);
        const told = keptBack(cells, [{ language: 'ka', count }]);
        const shown = told.cells.flatMap((cell) => cell.count ?? []);
        expect(Math.min(FEWEST_TOLD, ...shown)).toBe(FEWEST_TOLD);
        const [total] = told.totals;
        const hidden = told.cells.length - shown.length;
        // One unknown would be what the total leaves over; two are not.
        if (total?.count != null) expect(hidden).not.toBe(1);
      },
    ),
  );
});
