/** Fewer than so many of one region and one language are not told apart: a count could point at a person. */
export const FEWEST_TOLD = 5;
/** How far back the weeks go. */
export const WEEKS = 10;

/** What may be shown of a count that could point at a person; null: fewer than five. */
export function tellable(count: number): number | null {
  return count > 0 && count < FEWEST_TOLD ? null : count;
}

export type Cell = { region: string; language: string; count: number | null };
export type Total = { language: string; count: number | null };

type Counted<Told extends Cell | Total> = Told & { count: number };

/**
 * Keeps back what could point at a person: counts under five, and whatever would give one of them away by subtraction. In a
 * row (a region) or column (a language) with one cell kept back its smallest neighbour goes too, or, where all others are
 * empty, an empty one. That may leave another line with one, so it is done until nothing changes. It is done in each line,
 * as what its sum is may be known from elsewhere: of a region from the weeks, of a language from all the others.
 * Complementary suppression, after Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
 */
export function keptBack(
  cells: readonly Counted<Cell>[],
  totals: readonly Counted<Total>[],
): { cells: Cell[]; totals: Total[] } {
  const table = wholeTable(cells, totals);
  const columns = Map.groupBy(table, ({ language }) => language);
  const hidden = withNeighbours([...Map.groupBy(table, ({ region }) => region).values(), ...columns.values()]);
  // The total of a language of one region is that cell once more.
  const isOneHidden = (column: readonly Cell[] = []) => column.length === 1 && column.every((cell) => hidden.has(cell));
  return {
    cells: table
      .filter((cell) => cell.count > 0 || hidden.has(cell))
      .map((cell) => ({ ...cell, count: hidden.has(cell) ? null : cell.count })),
    totals: totals.map(({ language, count }) => ({
      language,
      count: isOneHidden(columns.get(language)) ? null : tellable(count),
    })),
  };
}

/** A cell for each region of each language that has a total, the empty ones too. */
function wholeTable(cells: readonly Counted<Cell>[], totals: readonly Counted<Total>[]): Counted<Cell>[] {
  const regions = [...new Set(cells.map(({ region }) => region))];
  const counted = new Map(cells.map((cell) => [`${cell.region} ${cell.language}`, cell]));
  return totals.flatMap(({ language }) =>
    regions.map((region) => counted.get(`${region} ${language}`) ?? { region, language, count: 0 }),
  );
}

/** The small counts of some lines, and what must go with them. */
function withNeighbours(lines: readonly Counted<Cell>[][]): ReadonlySet<Cell> {
  const hidden = new Set<Cell>(lines.flat().filter(({ count }) => tellable(count) === null));
  let before: number;
  do {
    before = hidden.size;
    for (const line of lines) {
      // One unknown is what the sum leaves over; two are not.
      const told = line.filter((cell) => !hidden.has(cell));
      const [next] = told.length === line.length - 1 ? told.toSorted(smallestFirst) : [];
      if (next) hidden.add(next);
    }
  } while (hidden.size > before);
  return hidden;
}

/** Empty ones last. */
function smallestFirst(one: Counted<Cell>, other: Counted<Cell>): number {
  return Number(one.count === 0) - Number(other.count === 0) || one.count - other.count;
}
