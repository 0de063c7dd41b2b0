type Values = Record<string, unknown>;
type Statement<Rows> = { execute(values: Values): Promise<Rows> };
/** A query of drizzle that has not been asked yet. */
type Query<Rows> = { prepare(name: string): Statement<Rows> };

const KEPT = 500;
const ofDatabase = new WeakMap<object, Map<string, Statement<unknown>>>();

/**
 * Asks a query, and puts it together only where it has not been asked like this before: building a statement costs as much as
 * sending it. Kept is the question, never an answer.
 * @param db a statement belongs to what it was built for: a transaction has its own
 * @param like a name, and all that the query's text and values hang on
 * @param values of its placeholders
 */
export function builtOnce<Rows>(
  db: object,
  like: readonly unknown[],
  build: () => Query<Rows>,
  values: Values = {},
): Promise<Rows> {
  const kept = keptFor(db);
  const key = JSON.stringify(like);
  const statement = (kept.get(key) as Statement<Rows> | undefined) ?? build().prepare(key);
  // The one asked last stands last: the first is the one nobody has asked for longest.
  kept.delete(key);
  kept.set(key, statement);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return statement.execute(values);
}

function keptFor(db: object): Map<string, Statement<unknown>> {
  const kept = ofDatabase.get(db) ?? new Map<string, Statement<unknown>>();
  ofDatabase.set(db, kept);
  return kept;
}
