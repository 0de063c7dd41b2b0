import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUEUE_NAMES } from '@/domain/queues';
import { enqueue, enqueueOnce, installQueues, QUEUE_SCHEMA } from './queue';
import { createTestDatabase, type TestDatabase } from './testing';

let database: TestDatabase;
let boss: PgBoss;

beforeAll(async () => {
  database = await createTestDatabase();
  boss = new PgBoss({
    connectionString: database.url,
    schema: QUEUE_SCHEMA,
    max: 2,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
});

afterAll(async () => {
  await boss?.stop({ graceful: false });
  await database?.drop();
});

test('a job is there for pg-boss once its transaction stands, with its queue’s patience', async () => {
  const versionId = randomUUID();
  await database.connection.db.transaction((db) => enqueue({ db }, 'documents.check', { versionId }));
  const jobs = await boss.fetch('documents.check', { includeMetadata: true });
  expect(
    jobs.map(({ data, retryLimit, retryBackoff, retryDelay, policy }) => ({
      data,
      retryLimit,
      retryBackoff,
      retryDelay,
      policy,
    })),
  ).toEqual([{ data: { versionId }, retryLimit: 5, retryBackoff: true, retryDelay: 30, policy: 'standard' }]);
  await boss.complete(
    'documents.check',
    jobs.map(({ id }) => id),
  );
});

test('a job does not exist when its transaction is undone', async () => {
  const undone = database.connection.db.transaction(async (db) => {
    await enqueue({ db }, 'documents.check', { versionId: randomUUID() });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await boss.fetch('documents.check')).toEqual([]);
});

test('a job with a payload that its queue does not know is refused', async () => {
  await expect(enqueue(database.connection, 'documents.check', { versionId: 'no uuid' })).rejects.toThrow();
});

test.each([
  ['waits', { state: 'created', begun: null, due: '0 seconds' }, 1],
  ['is being done', { state: 'active', begun: '-5 seconds', due: '-6 seconds' }, 1],
  ['is in the hands of a worker that may be dead', { state: 'active', begun: '-5 minutes', due: '-5 minutes' }, 2],
  ['is about to be tried again', { state: 'retry', begun: '-5 seconds', due: '40 seconds' }, 1],
  ['is put off for long', { state: 'retry', begun: '-5 minutes', due: '5 minutes' }, 2],
  ['has been done', { state: 'completed', begun: '-5 seconds', due: '-6 seconds' }, 2],
])('what is asked once while the same job %s', async (_what, { state, begun, due }, count) => {
  const page = { versionId: randomUUID(), page: 1 };
  const { sql } = database.connection;
  await enqueueOnce(database.connection, 'documents.render-pages', page);
  await sql`
    update jobs.job set state = ${state}, started_on = now() + ${begun}::interval, start_after = now() + ${due}::interval
    where data->>'versionId' = ${page.versionId}`;
  for (const _ of ['now', 'and a second later']) await enqueueOnce(database.connection, 'documents.render-pages', page);
  expect(await sql`select 1 from jobs.job where data->>'versionId' = ${page.versionId}`).toHaveLength(count);
});

test('what pg-boss itself would write and what we write agree', async () => {
  const versionId = randomUUID();
  await boss.send('documents.check', { versionId });
  await enqueue(database.connection, 'documents.check', { versionId });
  const rows = await database.connection.sql`
    select to_jsonb(job) - array['id', 'created_on', 'start_after', 'keep_until'] as row, keep_until - start_after as kept
    from jobs.job where name = 'documents.check' and state = 'created'`;
  expect(rows).toHaveLength(2);
  expect(rows[1]).toEqual(rows[0]);
});

test('installing twice changes nothing', async () => {
  await installQueues(database.url);
  const queues = await boss.getQueues();
  expect(
    queues
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('__'))
      .sort(),
  ).toEqual([...QUEUE_NAMES].sort());
});
