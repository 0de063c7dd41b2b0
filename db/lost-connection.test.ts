import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Connection, connect } from './client';
import { createTestDatabase, type TestDatabase } from './testing';

// An error that nobody hears, such as a write to a line that is gone, fails these tests as well.

let database: TestDatabase;
let connection: Connection;

beforeEach(async () => {
  database = await createTestDatabase();
  connection = connect(database.url, { max: 1 });
  await connection.sql`create table lines (text text not null)`;
});

afterEach(async () => {
  await connection.close();
  await database.drop();
});

const LOST = expect.objectContaining({ code: 'CONNECTION_CLOSED' });

async function endConnections(): Promise<void> {
  const other = connect(database.url, { max: 1 });
  await other.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  await other.close();
}

async function works({ sql: client }: Connection): Promise<boolean> {
  const answer = await client`select 1`.catch(() => null);
  await nextTurn();
  return answer !== null;
}

/** Right answers in the right order: an answer that is left over would be taken for another's. */
async function expectToWork({ sql: client }: Connection): Promise<void> {
  for (const number of [1, 2, 3]) expect([...(await client`select ${number}::int as number`)]).toEqual([{ number }]);
  const asked = await Promise.all([4, 5, 6].map((number) => client`select ${number}::int as number`));
  expect(asked.map(([row]) => row?.number)).toEqual([4, 5, 6]);
}

describe('a connection that is lost inside a transaction', () => {
  test('fails the transaction it waits in, and works again', async () => {
    const { db } = connection;
    await expect(
      db.transaction((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)),
    ).rejects.toEqual(LOST);
    await expectToWork(connection);
  });

  test('takes nothing of that transaction any more, though others use it again', async () => {
    const { db } = connection;
    let work = Promise.resolve();
    const outcome = db.transaction((tx) => {
      work = (async () => {
        await tx.execute(sql`insert into lines values ('before')`);
        await endConnections();
        await expect.poll(() => works(connection)).toBe(true);
        await tx.execute(sql`insert into lines values ('after')`);
      })();
      return work;
    });
    await expect(outcome).rejects.toEqual(LOST);
    await expect(work).rejects.toMatchObject({ cause: LOST });
    await expectToWork(connection);
    expect([...(await connection.sql`select text from lines`)]).toEqual([]);
  });

  test('fails what still waits for its turn in it', async () => {
    let waiting: Promise<unknown>[] = [];
    const outcome = connection.db.transaction((tx) => {
      const statements = [sql`select pg_sleep(60)`, ...numbersTo(200).map((number) => sql`select ${number}::int`)];
      waiting = statements.map(async (statement) => await tx.execute(statement));
      return Promise.all(waiting);
    });
    const ending = expect(outcome).rejects.toThrow();
    await expect.poll(() => waitingStatements()).toBe(1);
    await endConnections();
    await ending;
    const states = await Promise.allSettled(waiting);
    expect(states.map(({ status }) => status)).toEqual(Array(201).fill('rejected'));
    await expectToWork(connection);
  });
});

const numbersTo = (end: number) => Array.from({ length: end }, (_, number) => number);

async function waitingStatements(): Promise<number> {
  const other = connect(database.url, { max: 1 });
  const [row] = await other.sql`select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
  await other.close();
  return row?.waiting;
}

describe('a line to the server', () => {
  const sockets = new Set<Socket>();
  let hangsUp = false;
  let hungUp = 0;
  /** what a statement contains that does not get through any more */
  let breaksAt: string | null = null;
  const line = createServer((client) => {
    if (hangsUp) {
      hungUp += 1;
      client.destroy();
      return;
    }
    const { hostname, port } = new URL(database.url);
    const upstream = connectTo(Number(port), hostname);
    sockets.add(client);
    client.once('close', () => upstream.destroy());
    upstream.on('error', () => undefined);
    client.on('error', () => undefined);
    client.on('data', (bytes) => breaksAt && bytes.includes(breaksAt) && client.destroy());
    client.pipe(upstream).pipe(client);
  });
  let through: Connection;

  beforeEach(async () => {
    hangsUp = false;
    line.listen(0, '127.0.0.1');
    await once(line, 'listening');
    const url = new URL(database.url);
    url.port = String((line.address() as AddressInfo).port);
    through = connect(url.href, { max: 1 });
  });

  afterEach(async () => {
    await through.close();
    line.close();
  });

  function reset(): void {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  }

  test('may be reset inside a transaction', async () => {
    const outcome = through.db.transaction((tx) => tx.execute(sql`select pg_sleep(60)`));
    const ending = expect(outcome).rejects.toThrow();
    await expect.poll(() => waitingStatements()).toBe(1);
    reset();
    await ending;
    await expectToWork(through);
    await expectToWork(through);
  });

  test('may break before the driver has learnt what it asks for by itself', async () => {
    breaksAt = 'typarray';
    expect(await works(through)).toBe(false);
    breaksAt = null;
    await expectToWork(through);
  });

  test('that hangs up at once is no longer waited for, and works once it answers', async () => {
    await expectToWork(through);
    hangsUp = true;
    reset();
    while (hungUp < 3) expect(await works(through)).toBe(false);
    hangsUp = false;
    await expect.poll(() => works(through)).toBe(true);
    await expectToWork(through);
  });
});

test('a server that refuses connections is no longer waited for, and works once it takes them', async () => {
  const { host } = new URL(database.url);
  const outside = connect(`${database.url.slice(0, database.url.indexOf(host))}${host}/postgres`, { max: 1 });
  const name = new URL(database.url).pathname.slice(1);
  await expectToWork(connection);
  try {
    await outside.sql.unsafe(`alter database "${name}" allow_connections false`);
    await outside.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${name}`;
    const asked = await Promise.allSettled([1, 2, 3].map((number) => connection.sql`select ${number}::int as number`));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  } finally {
    await outside.sql.unsafe(`alter database "${name}" allow_connections true`);
    await outside.close();
  }
  await expectToWork(connection);
});
