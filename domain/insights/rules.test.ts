import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEWEST_TOLD, keptBack } from './rules';

const REGIONS = ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'];
const LANGUAGES = ['ka', 'ru', 'hy', 'az', 'en'];

it('keeps back a neighbour of a single small count in its column and its row, or an empty cell', () => {
  const counted = [
    { region: 'georgia', language: 'ka', count: 7 },
    { region: 'armenia', language: 'ka', count: 1 },
    { region: 'other', language: 'ka', count: 12 },
    { region: 'armenia', language: 'hy', count: 3 },
    { region: 'georgia', language: 'ru', count: 9 },
    { region: 'other', language: 'ru', count: 14 },
  ];
  const totals = [
    { language: 'ru', count: 23 },
    { language: 'ka', count: 20 },
    { language: 'hy', count: 3 },
  ];
  expect(keptBack(counted, totals)).toEqual({
    totals: [
      { language: 'ru', count: 23 },
      { language: 'ka', count: 20 },
      { language: 'hy', count: null },
    ],
    cells: [
      { region: 'georgia', language: 'ru', count: 9 },
      { region: 'other', language: 'ru', count: 14 },
      { region: 'georgia', language: 'ka', count: null },
      { region: 'armenia', language: 'ka', count: null },
      { region: 'other', language: 'ka', count: 12 },
      { region: 'georgia', language: 'hy', count: null },
      { region: 'armenia', language: 'hy', count: null },
    ],
  });
});

it('keeps back an empty cell where a region has one language and few who write it', () => {
  const counted = [
    { region: 'georgia', language: 'ka', count: 7 },
    { region: 'armenia', language: 'hy', count: 3 },
  ];
  const { cells } = keptBack(counted, [
    { language: 'ka', count: 7 },
    { language: 'hy', count: 3 },
  ]);
  expect(cells.filter(({ region }) => region === 'armenia').map(({ count }) => count)).toEqual([null, null]);
});

it('tells no total of a language that one region has to itself and keeps back', () => {
  const counted = [
    { region: 'georgia', language: 'ka', count: 7 },
    { region: 'georgia', language: 'ru', count: 2 },
    { region: 'georgia', language: 'az', count: 8 },
  ];
  const told = keptBack(
    counted,
    counted.map(({ language, count }) => ({ language, count })),
  );
  expect(told.totals.map(({ count }) => count)).toEqual([null, null, 8]);
  expect(told.cells.map(({ count }) => count)).toEqual([null, null, 8]);
});

it('tells everything where nobody is few', () => {
  const counted = [
    { region: 'georgia', language: 'ka', count: 7 },
    { region: 'armenia', language: 'hy', count: 5 },
  ];
  const totals = [
    { language: 'ka', count: 7 },
    { language: 'hy', count: 5 },
  ];
  expect(keptBack(counted, totals)).toEqual({ cells: counted, totals });
});

/** Everybody writes one language and lives in one region: then the totals of both give away the most. */
const aTable = fc
  .record({
    regions: fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1 }),
    languages: fc.uniqueArray(fc.constantFrom(...LANGUAGES), { minLength: 2 }),
    counts: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })), { minLength: 25, maxLength: 25 }),
  })
  .map(({ regions, languages, counts }) =>
    languages
      .flatMap((language, column) =>
        regions.map((region, row) => ({ region, language, count: counts[column * REGIONS.length + row] ?? 0 })),
      )
      .filter(({ count }) => count > 0),
  );

function sumsOf(counted: { region: string; language: string; count: number }[], by: 'region' | 'language') {
  return [...Map.groupBy(counted, (cell) => cell[by])].map(([name, line]) => ({
    name,
    count: line.reduce((sum, { count }) => sum + count, 0),
  }));
}

type Line = { total: number | null; cells: string[] };

/** Fills in, as long as there is one, the only unknown of a row or column whose total is known. */
function workedOut(shown: ReadonlyMap<string, number>, lines: readonly Line[]): string[] {
  const known = new Map(shown);
  const found: string[] = [];
  for (let place = 0; place < lines.length; place += 1) {
    const { total, cells } = lines[place] ?? { total: null, cells: [] };
    const unknown = cells.filter((cell) => !known.has(cell));
    const [only] = unknown;
    if (total === null || only === undefined || unknown.length > 1) continue;
    known.set(only, total - cells.reduce((sum, cell) => sum + (known.get(cell) ?? 0), 0));
    found.push(only);
    place = -1;
  }
  return found;
}

it('tells no small count, and none by what is left of the totals of rows and columns', () => {
  fc.assert(
    fc.property(aTable, (counted) => {
      const [rows, columns] = [sumsOf(counted, 'region'), sumsOf(counted, 'language')];
      fc.pre(columns.length > 1);
      const told = keptBack(
        counted,
        columns.map(({ name, count }) => ({ language: name, count })),
      );
      const key = (region: string, language: string) => `${region} ${language}`;
      const all = rows.flatMap((row) => columns.map((column) => key(row.name, column.name)));
      const counts = new Map(counted.map(({ region, language, count }) => [key(region, language), count]));
      const shown = new Map(all.map((cell) => [cell, 0]));
      for (const { region, language, count } of told.cells)
        if (count === null) shown.delete(key(region, language));
        else shown.set(key(region, language), count);

      for (const [cell, count] of shown) {
        expect(count).toBe(counts.get(cell) ?? 0);
        expect(count > 0 && count < FEWEST_TOLD).toBe(false);
      }
      const totalOf = (name: string) => told.totals.find(({ language }) => language === name)?.count ?? null;
      const lines: Line[] = [
        ...rows.map(({ name, count }) => ({ total: count, cells: columns.map((column) => key(name, column.name)) })),
        ...columns.map(({ name, count }) => ({
          // Of one language that is not told its sum may be what all the others leave over.
          total: rows.length > 1 ? count : totalOf(name),
          cells: rows.map((row) => key(row.name, name)),
        })),
      ];
      expect(workedOut(shown, lines)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
