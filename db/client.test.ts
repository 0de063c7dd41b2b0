import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startThrowawayPostgres } from '@/platform/postgres';
import { type Connection, connect } from './client';
import { plannedAnew } from './planned-anew';
import { publications } from './schema/settings';
import { createTestDatabase, type TestDatabase } from './testing';

describe('a connection', () => {
  let database: TestDatabase;
  let connection: Connection;

  beforeAll(async () => {
    database = await createTestDatabase();
    connection = connect(database.url, { max: 1 });
  });

  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  test('parses a statement once, however often it is asked, in transactions and savepoints too', async () => {
    const { db } = connection;
    const ask = (asking: Pick<typeof db, 'select'>) =>
      asking.select({ name: publications.name }).from(publications).where(eq(publications.name, 'absent'));
    await ask(db);
    await ask(db);
    await db.transaction(async (tx) => {
      await ask(tx);
      await tx.transaction(ask);
    });
    const [kept] = await db.execute<{ statements: number; uses: number }>(sql`
      select count(*)::int as statements, sum(generic_plans + custom_plans)::int as uses
      from pg_prepared_statements where statement like '%"publications"%'`);
    expect(kept).toEqual({ statements: 1, uses: 4 });
  });

  test('sends what is asked together over two connections, and what is not over as many as it may have', async () => {
    const wide = connect(database.url, { max: 5 });
    const askers = async (db: typeof wide.db) => {
      const asked = Array.from({ length: 12 }, () => db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`));
      return new Set((await Promise.all(asked)).map(([row]) => row?.pid)).size;
    };
    expect(await askers(wide.together)).toBe(2);
    expect(await askers(wide.db)).toBe(5);
    await wide.close();
  });

  test('keeps no statement whose plan hangs on its values', async () => {
    const { db } = connection;
    for (const name of ['one', 'other'])
      await db
        .select({ at: publications.homeUrl })
        .from(publications)
        .where(and(eq(publications.name, name), plannedAnew));
    const [kept] = await db.execute<{ statements: number }>(sql`
      select count(*)::int as statements from pg_prepared_statements where statement like '%home_url%'
        and statement not like '%pg_prepared_statements%'`);
    expect(kept).toEqual({ statements: 0 });
  });
});

test('goes by the socket that its URL names, and over loopback where it names none', async () => {
  const server = await startThrowawayPostgres();
  const addressOf = async (url: string) => {
    const connection = connect(url, { max: 1 });
    try {
      return (await connection.sql`select host(inet_client_addr()) as address`)[0]?.address;
    } finally {
      await connection.close();
    }
  };
  try {
    expect(await addressOf(server.socketUrl)).toBeNull();
    expect(await addressOf(server.url)).toBe('127.0.0.1');
  } finally {
    await server.stop();
  }
});

test('asks a server that stays away again each second, so that nobody waits long once it is back', async () => {
  const connection = connect('postgres://nobody@127.0.0.1:1/nothing', { max: 1 });
  // The pauses of the driver itself would take this past the test's own end.
  for (let ask = 0; ask < 9; ask += 1) await expect(connection.sql`select 1`).rejects.toThrow('ECONNREFUSED');
  await connection.close();
});
