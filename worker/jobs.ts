import { PgBoss } from 'pg-boss';
import { type Services, systemContext } from '@/domain/context';
import { QUEUE_NAMES, type QueueName } from '@/domain/queues';
import { log } from '@/platform/log';
import { HANDLERS } from './handlers';
import { SCHEDULE } from './schedule';

/** How often an idle queue is asked, in seconds: soon where somebody waits, seldom for recurring work. */
const SOON = 2;
const SELDOM = 30;
/** A job in hand may take this long to end when the worker stops. */
const STOP_WITHIN_MS = 20_000;

/** Works off the background jobs until stopped. The queues have been installed by migrating. */
export async function startJobs(databaseUrl: string, services: Services): Promise<{ stop(): Promise<void> }> {
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
  for (const name of QUEUE_NAMES) {
    await boss.work(name, { pollingIntervalSeconds: name in SCHEDULE ? SELDOM : SOON }, async (jobs) => {
      for (const job of jobs) await runJob(services, name, job);
    });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_WITHIN_MS }) };
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

/** What stands in SCHEDULE is scheduled, and nothing else. */
async function keepSchedule(boss: PgBoss): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!(name in SCHEDULE)) await boss.unschedule(name);
  }
  for (const [name, cron] of Object.entries(SCHEDULE)) await boss.schedule(name, cron, {}, { tz: 'UTC' });
}
