import { sql } from 'drizzle-orm';

/**
 * One more column for a statement: its transaction answers before the database's log is on the disk. A transaction that
 * ends after it and waits as usual makes it durable, too, since the log is one. For what the same request, or nobody, has
 * to be sure of; source: PostgreSQL, Asynchronous Commit. Where the statement gives no row it has no effect.
 */
export const durableLater = sql<string>`set_config('synchronous_commit', 'off', true)`;
