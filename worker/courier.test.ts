import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { transaction } from '@/domain/context';
import { requestMail } from '@/domain/messages/commands';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { smtpMailer } from '@/platform/mailer';
import { startSmtp, type TestSmtp } from '@/platform/mailer/testing';
import { type Courier, startCourier } from './courier';

// Processes and a database on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal?.close());
beforeEach(() => portal.services.connection.sql`delete from outbox`);

async function smtp(behaviour: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp> {
  const server = await startSmtp(behaviour);
  onTestFinished(() => server.stop());
  return server;
}

/** As the worker process starts one: woken by the database, and hardly ever polling. */
async function courierTo(url: string, options: Partial<Parameters<typeof startCourier>[0]> = {}): Promise<Courier> {
  const mailer = smtpMailer(url, { greetAs: 'portal.test' });
  const courier = startCourier({ mailer, context: () => portal.system(), pollMs: 3_600_000, probeMs: 20, ...options });
  const listening = await portal.services.connection.sql.listen('outbox', courier.wake, courier.wake);
  onTestFinished(async () => {
    await listening.unlisten();
    await courier.stop();
    mailer.close();
  });
  return courier;
}

async function send(count = 1): Promise<void> {
  const member = await aMember(portal);
  await transaction(portal.system(), async (tx) => {
    for (let index = 0; index < count; index += 1) {
      await requestMail(tx, {
        template: 'answer',
        to: { kind: 'member', memberId: member.memberId, address: `member-${index}@portal.test` },
        locale: 'en',
        params: { number: 'APP-7F3K', subject: 'Subject', text: 'Text' },
      });
    }
  });
}

const statesOf = async () => {
  const rows = await portal.services.connection.sql`select state, count(*)::int as count from outbox group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

const until = (wanted: Record<string, number>) =>
  expect.poll(statesOf, { interval: 20, timeout: 45_000 }).toEqual(wanted);

test('a mail leaves because the database says so, without polling', async () => {
  const server = await smtp();
  await courierTo(server.url);
  await send();
  expect(await server.arrival()).toHaveLength(1);
  await until({ left: 1 });
});

test('what lay in the outbox before the worker started leaves', async () => {
  await send(3);
  const server = await smtp();
  await courierTo(server.url);
  await until({ left: 3 });
});

test('no mail is taken before it may be, and all of them are then', async () => {
  const server = await smtp();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const hold = () => {
    asked += 1;
    return held;
  };
  await courierTo(server.url, { hold });
  await send(2);
  await expect.poll(() => asked).toBe(1);
  expect(await statesOf()).toEqual({ waiting: 2 });
  release();
  await until({ left: 2 });
});

test('many mails leave once each, over few connections', async () => {
  const server = await smtp();
  await courierTo(server.url);
  await send(30);
  await until({ left: 30 });
  expect(new Set(server.received.map(({ to }) => to[0])).size).toBe(30);
  expect(server.received).toHaveLength(30);
  expect(server.sessions).toBeLessThanOrEqual(3);
});

test('two workers share the work and send nothing twice', async () => {
  const server = await smtp();
  await courierTo(server.url);
  await courierTo(server.url);
  await send(20);
  await until({ left: 20 });
  expect(server.received).toHaveLength(20);
});

test('while the server is away nothing is lost; when it is back everything leaves once, soon', async () => {
  const first = await smtp();
  await first.stop();
  await courierTo(first.url);
  await send(10);
  await expect
    .poll(async () =>
      portal.services.connection.sql`select 1 from outbox where trouble = 'unreachable'`.then((rows) => rows.length),
    )
    .toBeGreaterThan(0);
  const back = await smtp({ port: first.port });
  await until({ left: 10 });
  expect(back.received).toHaveLength(10);
  const attempts = await portal.services.connection.sql`select max(attempts)::int as most from outbox`;
  expect(attempts[0]?.most).toBeLessThanOrEqual(2);
});

test('a mail in hand is finished when the worker stops, and no other is begun', async () => {
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const { promise: isInHand, resolve: inHand } = Promise.withResolvers<void>();
  const server = await smtp({
    onData: () => {
      inHand();
      return mayEnd;
    },
  });
  const courier = await courierTo(server.url, { hands: 1 });
  await send(2);
  await isInHand;
  const stopped = courier.stop();
  end();
  await stopped;
  expect(await statesOf()).toEqual({ left: 1, waiting: 1 });
});

test('a database that drops its connections is heard again, and what was said meanwhile is not missed', async () => {
  const server = await smtp();
  await courierTo(server.url);
  const listener = await portal.services.connection
    .sql`select pid from pg_stat_activity where query ilike 'listen%' and datname = current_database()`;
  expect(listener).toHaveLength(1);
  await portal.services.connection.sql`select pg_terminate_backend(${listener[0]?.pid})`;
  await send();
  expect(await server.arrival()).toHaveLength(1);
  await until({ left: 1 });
});

test('a mail that has left while the database went away is written down when it is back, and does not leave again', async () => {
  const database = new URL(portal.databaseUrl).pathname.slice(1);
  const server = await adminConnection();
  const mails = await smtp({ onData: () => takeAway(server, database) });
  const courier = await courierTo(mails.url, { hands: 2 });
  await send();
  await mails.arrival();
  await giveBack(server, database);
  courier.wake();
  await until({ left: 1 });
  courier.wake();
  await courier.stop();
  expect(mails.received).toHaveLength(1);
});

async function adminConnection(): Promise<postgres.Sql> {
  const url = new URL(portal.databaseUrl);
  url.pathname = '/postgres';
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  onTestFinished(() => sql.end());
  return sql;
}

/** As if for longer than a lease: nobody gets in, and those who were in are thrown out. */
async function takeAway(server: postgres.Sql, database: string): Promise<void> {
  await portal.services.connection.sql`update outbox set claimed_until = now() - interval '1 second'`;
  await server.unsafe(`alter database ${database} allow_connections false`);
  await server`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
}

async function giveBack(server: postgres.Sql, database: string): Promise<void> {
  await server.unsafe(`alter database ${database} allow_connections true`);
}
