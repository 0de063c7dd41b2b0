import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtOnce } from './built-once';
import { type Connection, connect, type Database } from './client';
import { idList, isOneOf } from './one-of';
import { members } from './schema/accounts';
import { createTestDatabase, type TestDatabase } from './testing';

let database: TestDatabase;
let connection: Connection;
let built = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  connection = connect(database.url, { max: 2 });
});

afterAll(async () => {
  await connection.close();
  await database.drop();
});

type Asked = Pick<Database, 'select'>;

function namesIn(db: Asked, locale: string) {
  return builtOnce(db, ['namesIn', locale], () => {
    built += 1;
    return db.select({ id: members.id }).from(members).where(eq(members.locale, locale));
  });
}

async function aMember(locale: string): Promise<string> {
  const address = sql<Buffer>`sha256(${`${locale}${Math.random()}`}::bytea)`;
  const [row] = await connection.db
    .insert(members)
    .values({ sealedProfile: Buffer.from('sealed'), addressIndex: address, locale })
    .returning({ id: members.id });
  return row?.id ?? '';
}

test('puts a query together once for what it hangs on, and always gives what is there now', async () => {
  const { db } = connection;
  built = 0;
  expect(await namesIn(db, 'ka')).toEqual([]);
  const ketevan = await aMember('ka');
  const nune = await aMember('hy');
  expect(await namesIn(db, 'ka')).toEqual([{ id: ketevan }]);
  expect(built).toBe(1);
  expect(await namesIn(db, 'hy')).toEqual([{ id: nune }]);
  expect(await namesIn(db, 'ka')).toEqual([{ id: ketevan }]);
  expect(built).toBe(2);
});

test('asks inside a transaction what the transaction sees, over its own connection', async () => {
  const { db } = connection;
  await namesIn(db, 'az');
  const rollback = new Error('taken back');
  const work = db.transaction(async (tx) => {
    const [farid] = await tx
      .insert(members)
      .values({ sealedProfile: Buffer.from('sealed'), addressIndex: sql`sha256('farid'::bytea)`, locale: 'az' })
      .returning({ id: members.id });
    expect(await namesIn(tx, 'az')).toEqual([farid]);
    throw rollback;
  });
  await expect(work).rejects.toBe(rollback);
  expect(await namesIn(db, 'az')).toEqual([]);
});

test('finds rows by any number of ids with one statement', async () => {
  const { db } = connection;
  const [one, other, third] = await Promise.all([aMember('de'), aMember('de'), aMember('de')]);
  const found = (ids: string[]) =>
    builtOnce(db, ['byId'], () => db.select({ id: members.id }).from(members).where(isOneOf(members.id, 'ids')), {
      ids: idList(ids),
    });
  expect(await found([])).toEqual([]);
  expect(await found([one])).toEqual([{ id: one }]);
  expect(new Set((await found([one, third])).map(({ id }) => id))).toEqual(new Set([one, third]));
  expect(await found([other])).toEqual([{ id: other }]);
});
