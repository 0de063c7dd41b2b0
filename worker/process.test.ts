import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { enqueue } from '@/db/queue';
import { transaction } from '@/domain/context';
import { requestMail } from '@/domain/messages/commands';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { sentTo } from '@/domain/testing/at-work';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { inheritedEnvironment } from '@/platform/env';
import { startSmtp, type TestSmtp } from '@/platform/mailer/testing';
import { SCHEDULE } from './schedule';

// Below the checkout, where it finds its packages.
const BUNDLE = join('build', `test-worker-${process.pid}.js`);

// Processes and a database on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await build({
    entryPoints: ['worker/index.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    alias: { '@': process.cwd() },
    logLevel: 'error',
  });
});
afterAll(async () => {
  await rm(BUNDLE, { force: true });
  await portal?.close();
});
beforeEach(() => portal.services.connection.sql`delete from outbox`);

async function smtp(behaviour: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp> {
  const server = await startSmtp(behaviour);
  onTestFinished(() => server.stop());
  return server;
}

async function startWorker(server: TestSmtp, settings: Record<string, string> = {}): Promise<ChildProcess> {
  const worker = beginWorker(server, settings);
  await once(worker, 'message');
  return worker;
}

function beginWorker(server: TestSmtp, settings: Record<string, string> = {}): ChildProcess {
  const worker = fork(BUNDLE, [], {
    env: {
      ...inheritedEnvironment(),
      DATABASE_URL: portal.databaseUrl,
      PORTAL_KEY: portal.portalKey.toString('hex'),
      PORTAL_URL: 'http://portal.test',
      MAIL_FROM: 'portal@portal.test',
      SMTP_URL: server.url,
      DATA_DIR: portal.folder,
      LOG_LEVEL: 'silent',
      ...settings,
    },
    stdio: 'inherit',
  });
  onTestFinished(() => void worker.kill('SIGKILL'));
  return worker;
}

async function ended(worker: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
  return { code: worker.exitCode, signal: worker.signalCode };
}

async function send(): Promise<void> {
  const member = await aMember(portal);
  await transaction(portal.system(), (tx) =>
    requestMail(tx, {
      template: 'answer',
      to: { kind: 'member', memberId: member.memberId, address: 'nino@portal.test' },
      locale: 'en',
      params: { number: 'APP-7F3K', subject: 'Subject', text: 'Text' },
    }),
  );
}

const states = async () => (await portal.services.connection.sql`select state from outbox`).map(({ state }) => state);

test('a worker killed while it sends loses no mail; if the server had taken it, both copies carry one Message-ID', async () => {
  const server = await smtp();
  const worker = await startWorker(server, { PORTAL_FAILPOINTS: 'mail.after-data=kill' });
  await send();
  expect(await ended(worker)).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await states()).toEqual(['sending']);
  await portal.services.connection.sql`update outbox set claimed_until = now()`;
  await startWorker(server);
  await expect.poll(states, { timeout: 45_000 }).toEqual(['left']);
  const ids = server.received.map(({ parsed }) => parsed.messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('a worker killed before it sends loses no mail and sends it once', async () => {
  const server = await smtp();
  const worker = await startWorker(server, { PORTAL_FAILPOINTS: 'mail.claimed=kill' });
  await send();
  await ended(worker);
  await portal.services.connection.sql`update outbox set claimed_until = now()`;
  await startWorker(server);
  await expect.poll(states, { timeout: 45_000 }).toEqual(['left']);
  expect(server.received).toHaveLength(1);
});

test.each([
  ['its own name', {}, 'portal.test'],
  [
    'the name of the quiet sender where there is one',
    { MAIL_FROM_QUIET: 'Post <post@Notes.example>' },
    'notes.example',
  ],
])('a worker greets the mail server with %s', async (_, settings, name) => {
  const server = await smtp();
  await startWorker(server, settings);
  await send();
  const [mail] = await server.arrival();
  expect(mail?.greetedAs).toBe(name);
});

test.each([
  ['is told to stop', (worker: ChildProcess) => worker.kill('SIGTERM')],
  ['loses its parent', (worker: ChildProcess) => worker.disconnect()],
])('a worker that %s finishes the mail in hand and ends', async (_, tell) => {
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const { promise: isInHand, resolve: inHand } = Promise.withResolvers<void>();
  const server = await smtp({
    onData: () => {
      inHand();
      return mayEnd;
    },
  });
  const worker = await startWorker(server);
  await send();
  await isInHand;
  tell(worker);
  end();
  expect(await ended(worker)).toEqual({ code: 0, signal: null });
  expect(await states()).toEqual(['left']);
});

test('a worker whose parent goes while it starts ends, and leaves the outbox to the next one', async () => {
  const server = await smtp();
  const worker = beginWorker(server);
  await once(worker, 'spawn');
  worker.disconnect();
  expect(await ended(worker)).toEqual({ code: 0, signal: null });
  await send();
  expect(await states()).toEqual(['waiting']);
});

test('checks wait while many files come in, and begin when they are here; a page somebody sits before does not wait', async () => {
  const worker = await startWorker(await smtp());
  worker.send({ type: 'rush' });
  const rush = setInterval(() => worker.send({ type: 'rush' }), 100);
  const versionId = randomUUID();
  await transaction(portal.system(), async (tx) => {
    await enqueue(tx, 'documents.check', { versionId });
    await enqueue(tx, 'documents.render-pages', { versionId, page: 1 });
  });
  const state = async (name = 'documents.check') => {
    const [row] = await portal.services.connection.sql<{ state: string }[]>`
      select state from jobs.job where name = ${name} and data->>'versionId' = ${versionId}`;
    return row?.state;
  };
  const soon = { timeout: 20_000, interval: 50 };
  await vi.waitFor(async () => expect(await state()).toBe('active'), soon);
  await vi.waitFor(async () => expect(await state('documents.render-pages')).toBe('completed'), soon);
  // A second later than it would have been done.
  for (let look = 0; look < 20; look += 1) {
    expect(await state()).toBe('active');
    await pause(50);
  }
  clearInterval(rush);
  await vi.waitFor(async () => expect(await state()).toBe('completed'), soon);
  worker.kill('SIGTERM');
  expect(await ended(worker)).toEqual({ code: 0, signal: null });
});

test('jobs that lie there are done one after another, not one with each look at the queue', async () => {
  const AT_ONCE = 60;
  const ctx = portal.system();
  // Of versions that are gone: there is nothing to do for them. Announced once, before the worker listens.
  await transaction(ctx, async (tx) => {
    for (let job = 0; job < AT_ONCE; job += 1) await enqueue(tx, 'documents.check', { versionId: randomUUID() });
  });
  const worker = await startWorker(await smtp());
  const left = () => portal.services.connection.sql`
    select 1 from jobs.job where name = 'documents.check' and state in ('created', 'retry', 'active')`;
  // With one job for each look, the two hands would need a minute.
  await vi.waitFor(async () => expect(await left()).toHaveLength(0), { timeout: 20_000, interval: 100 });
  worker.kill('SIGTERM');
  expect(await ended(worker)).toEqual({ code: 0, signal: null });
});

test('a night in which no worker ran is made up when one starts', async () => {
  const sql = portal.services.connection.sql;
  const ran = await startWorker(await smtp());
  ran.kill('SIGTERM');
  await ended(ran);
  const { id, applicant } = await sentTo(portal);
  await withdrawMyApplication(portal.as(applicant, new Date(Date.now() - 31 * 24 * 3_600_000)), {});
  // The worker went two days ago, and a night has passed since.
  await sql`delete from jobs.job`;
  await sql`update jobs.schedule set created_on = now() - interval '9 days'`;
  await sql`update jobs.version set cron_on = now() - interval '2 days'`;
  const nightly = Object.entries(SCHEDULE).flatMap(([name, cron]) => (/^\d+ \d+ /.test(cron) ? [name] : []));
  const worker = await startWorker(await smtp());
  const done = async () => {
    // Announced, so that none waits for the next look at its queue.
    for (const name of nightly) await sql`select pg_notify('jobs', ${name})`;
    const rows = await sql`select name from jobs.job where state = 'completed' and name in ${sql(nightly)}`;
    return rows.map(({ name }) => name).toSorted();
  };
  await vi.waitFor(async () => expect(await done()).toEqual(nightly.toSorted()), { timeout: 45_000, interval: 200 });
  expect(await sql`select state from applications where id = ${id}`).toEqual([{ state: 'erased' }]);
  expect(await portal.services.keyStore.get(id)).toBeNull();
  worker.kill('SIGTERM');
  expect(await ended(worker)).toEqual({ code: 0, signal: null });
});
