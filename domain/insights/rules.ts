/** Fewer than so many of one region and one language are not told apart: a count could point at a person. */
export const FEWEST_TOLD = 5;
/** How far back the weeks go. */
export const WEEKS = 10;

/** What may be shown of a count that could point at a person; null: fewer than five. */
export function tellable(count: number): number | null {
  return count > 0 && count < FEWEST_TOLD ? null : count;
}
