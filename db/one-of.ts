import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * Like `inArray` for ids of rows, which come as one value: the statement is the same however many there are.
 * @param placeholder its name; the value is `idList`
 */
export function isOneOf(column: SQLWrapper, placeholder: string): SQL {
  return sql`${column} = any(${sql.placeholder(placeholder)}::uuid[])`;
}

/** Uuids as PostgreSQL writes an array of them. */
export function idList(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
