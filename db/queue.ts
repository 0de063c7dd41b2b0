import { type SQL, sql } from 'drizzle-orm';
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
  if (!(await write(tx, { name, payload: payloadFor(name, data) })))
    throw new Error(`the queue ${name} has not been installed`);
}

/** Somebody waits for what is asked once: no longer than this for a try that is put off, or for a worker that may be dead. */
const SOON = sql`interval '1 minute'`;

/**
 * The same, unless a job with this very payload is about to be done already, or has been begun within the last minute: whoever
 * began it earlier may have been killed, which pg-boss takes a quarter of an hour to notice.
 */
export async function enqueueOnce<Name extends QueueName>(
  tx: Enqueuing,
  name: Name,
  data: JobPayload<Name>,
): Promise<void> {
  const payload = payloadFor(name, data);
  const isUnderWay = sql`state in ('created', 'retry') and start_after <= now() + ${SOON}
    or state = 'active' and started_on > now() - ${SOON}`;
  const unless = sql`and not exists (
    select 1 from jobs.job where name = ${name} and data = ${payload}::jsonb and (${isUnderWay}))`;
  await write(tx, { name, payload, unless });
}

function payloadFor<Name extends QueueName>(name: Name, data: JobPayload<Name>): string {
  return JSON.stringify(QUEUES[name].parse(data));
}

type NewJob = { name: QueueName; payload: string; unless?: SQL };

async function write(tx: Enqueuing, { name, payload, unless = sql`` }: NewJob): Promise<boolean> {
  const heard = await tx.db.execute(sql`
    with written as (
      insert into jobs.job (name, data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter)
      select name, ${payload}::jsonb, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds,
        now() + retention_seconds * interval '1 second', dead_letter
      from jobs.queue where name = ${name} ${unless}
      returning 1)
    select pg_notify(${JOBS_CHANNEL}, ${name}) from written`);
  return heard.length === 1;
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
