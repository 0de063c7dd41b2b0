import { PgBoss } from 'pg-boss';
import { type Services, systemContext } from '@/domain/context';
import { JOBS_CHANNEL, QUEUE_NAMES, type QueueName } from '@/domain/queues';
import { log } from '@/platform/log';
import { HANDLERS } from './handlers';
import type { Rush } from './rush';
import { SCHEDULE } from './schedule';

/** How often an idle queue is asked, in seconds, should a word from the database be lost: soon where somebody waits. */
const SOON = 2;
const SELDOM = 30;
/** Jobs of one queue in hand at once, where one may take long and others should not wait for it. */
const HANDS: Partial<Record<QueueName, number>> = {
  'documents.check': 2,
  'documents.render': 2,
  'documents.render-pages': 2,
};
/** They read files before anybody sits before them, and may wait until those that come in are here. */
const WAITS: ReadonlySet<QueueName> = new Set(['documents.check', 'documents.render']);
/** A job in hand may take this long to end when the worker stops. */
const STOP_WITHIN_MS = 20_000;

type Parts = { services: Services; rush: Rush };

/** Works off the background jobs until stopped. The queues have been installed by migrating. */
export async function startJobs(databaseUrl: string, { services, rush }: Parts): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: 'jobs',
    max: 3,
    migrate: false,
    registerInstance: false,
  });
  boss.on('error', (error) => log.error({ event: 'jobs.error' }, error));
  await boss.start();
  await keepSchedule(boss);
  const hands = new Map<string, string[]>();
  for (const name of QUEUE_NAMES) hands.set(name, await workOn(boss, { services, rush }, name));
  const wake = (name: string) => {
    for (const hand of hands.get(name) ?? []) boss.notifyWorker(hand);
  };
  const listening = await services.connection.sql.listen(JOBS_CHANNEL, wake);
  return {
    async stop() {
      await listening.unlisten();
      await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS });
    },
  };
}

/** As long as jobs lie there they are taken one after another; then the queue is asked seldom, or when one is announced. */
async function workOn(boss: PgBoss, { services, rush }: Parts, name: QueueName): Promise<string[]> {
  const options = { pollingIntervalSeconds: name in SCHEDULE ? SELDOM : SOON, includeMetadata: true } as const;
  const hands: string[] = [];
  for (let hand = 0; hand < (HANDS[name] ?? 1); hand += 1) {
    const id = await boss.work(name, options, async (jobs) => {
      try {
        for (const job of jobs) {
          if (WAITS.has(name)) await untilOver(rush, name, job);
          await runJob(services, name, job);
        }
      } finally {
        // Left alone, a hand that takes one job at a time pauses after each, however many lie there.
        const own = hands[hand];
        if (own) boss.notifyWorker(own);
      }
    });
    hands.push(id);
  }
  return hands;
}

async function untilOver(rush: Rush, name: QueueName, job: { id: string; createdOn: Date }): Promise<void> {
  if (rush.isOn) log.info({ event: 'job.put-off', queue: name, job: job.id });
  await rush.over('reading', job.createdOn);
}

async function runJob(services: Services, name: QueueName, job: { id: string; data: unknown }): Promise<void> {
  const started = performance.now();
  try {
    await HANDLERS[name](systemContext(name, services), job.data);
    log.info({ event: 'job.done', queue: name, job: job.id, ms: Math.round(performance.now() - started) });
  } catch (error) {
    log.error({ event: 'job.failed', queue: name, job: job.id }, error);
    // biome-ignore lint/style/useErrorCause: pg-boss keeps what is thrown for weeks, and errors may quote persons
    throw new Error('the job failed; the log says why');
  }
}

/** What stands in SCHEDULE is scheduled, and nothing else; what came due while no worker ran is made up, once. */
async function keepSchedule(boss: PgBoss): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!(name in SCHEDULE)) await boss.unschedule(name);
  }
  for (const [name, cron] of Object.entries(SCHEDULE)) {
    await boss.schedule(name, cron, {}, { tz: 'UTC', missed: 'once' });
  }
}
