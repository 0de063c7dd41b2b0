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

/**
 * Keeps back what could point at a person: counts under five, and whatever would give one of them away by subtraction. In a
 * column (a language) with one cell kept back its smallest neighbour goes too, or, where there is none, the total.
 * Complementary suppression, after Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
 */
export function keptBack(
  cells: readonly (Cell & { count: number })[],
  totals: readonly (Total & { count: number })[],
): { cells: Cell[]; totals: Total[] } {
  const columns = Map.groupBy(cells, (cell) => cell.language);
  const told = totals.map(({ language, count }) => {
    const column = columns.get(language) ?? [];
    const small = column.filter((cell) => tellable(cell.count) === null);
    const large = column.filter((cell) => tellable(cell.count) !== null).toSorted((a, b) => a.count - b.count);
    const hidden = new Set([...small, ...(small.length === 1 ? large.slice(0, 1) : [])]);
    const isGivenAway = hidden.size === 1;
    return {
      total: { language, count: isGivenAway ? null : tellable(count) },
      cells: column.map((cell): Cell => ({ ...cell, count: hidden.has(cell) ? null : cell.count })),
    };
  });
  return { cells: told.flatMap((one) => one.cells), totals: told.map((one) => one.total) };
}
