import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

type Transaction = Pick<Database, 'execute'>;
export type DemoClock = { set(at: Date): Promise<void>; end(): Promise<void> };

/**
 * A database clock that can be set, for what was "sent three weeks ago": deadlines and times of sending are taken from
 * the database's clock. It shadows `clock_timestamp()` inside this transaction alone; nobody else ever sees it, and
 * `end`, or a rollback, leaves nothing of it.
 */
export async function demoClock(tx: Transaction, start: Date): Promise<DemoClock> {
  const set = async (at: Date) => {
    await tx.execute(sql`select set_config('demo_clock.now', ${at.toISOString()}, true)`);
  };
  await set(start);
  await tx.execute(sql`create schema demo_clock`);
  await tx.execute(
    sql`create function demo_clock.clock_timestamp() returns timestamptz language sql stable as $$ select current_setting('demo_clock.now')::timestamptz $$`,
  );
  await tx.execute(sql`set local search_path to demo_clock, pg_catalog, public`);
  return {
    set,
    async end() {
      await tx.execute(sql`set local search_path to default`);
      await tx.execute(sql`drop schema demo_clock cascade`);
    },
  };
}
