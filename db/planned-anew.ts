import { sql } from 'drizzle-orm';

const MARK = '/* planned anew */';

/**
 * Always true; a statement that holds it is planned each time, for the values it is asked with. Kept prepared, a statement
 * gets one plan for all values before long: for a list filtered by what a third of all rows have, that plan sorts the third.
 */
export const plannedAnew = sql.raw(`${MARK} true`);

export function isPlannedAnew(query: string): boolean {
  return query.includes(MARK);
}
