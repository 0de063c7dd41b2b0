import { sql } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import { PgBoss } from 'pg-boss';
import { JOBS_CHANNEL, type JobPayload, QUEUE_NAMES, QUEUES, type QueueName } from '@/domain/queues';
import type * as schema from './schema';

/** pg-boss keeps its tables here. */
export const QUEUE_SCHEMA = 'jobs';

type Enqueuing = { db: Pick<PgTransaction<PostgresJsQueryResultHKT, typeof schema>, 'execute'> };

/**
 * Asks for a background job in the caller's transaction: it is done if, and only if, that stands.
 *
 * The row is written here rather than by pg-boss, whose `send` needs a started instance with its own pool and timers in
 * the web process; a test sees to it that pg-boss finds what this leaves.
 */
export async function enqueue<Name extends QueueName>(
  tx: Enqueuing,
  name: Name,
  data: JobPayload<Name>,
): Promise<void> {
  const payload = JSON.stringify(QUEUES[name].parse(data));
  const written = await tx.db.execute(sql`
    insert into jobs.job (name, data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter)
    select name, ${payload}::jsonb, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds,
      now() + retention_seconds * interval '1 second', dead_letter
    from jobs.queue where name = ${name}
    returning id`);
  if (written.length !== 1) throw new Error(`the queue ${name} has not been installed`);
  await tx.db.execute(sql`select pg_notify(${JOBS_CHANNEL}, ${name})`);
}

/** Brings pg-boss's tables and our queues to the newest form. Safe to call at every start; belongs to migrating. */
export async function installQueues(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const name of QUEUE_NAMES) await boss.createQueue(name, { retryLimit: 5, retryDelay: 30, retryBackoff: true });
  } finally {
    await boss.stop({ graceful: false });
  }
}
