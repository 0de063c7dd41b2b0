import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { type Connection, connect } from './client';
import { migrate } from './migrate';

export type TestDatabase = { url: string; connection: Connection; drop(): Promise<void> };

/** Where the server for tests listens; `npm test` and the test runner's set-up start one. */
function serverUrl(): URL {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run the tests through `npm test` or vitest, which start PostgreSQL');
  return new URL(url);
}

const TEMPLATE = 'redaktion_template';
const TEMPLATE_LOCK = 7_236_002;

/** A fresh, migrated database of its own: a copy of a template that the first caller migrates. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = postgres(serverUrl().href, { max: 1, onnotice: () => {} });
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  try {
    await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    await ensureTemplate(admin);
    await admin.unsafe(`create database ${name} template ${TEMPLATE}`);
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  } finally {
    await admin.end();
  }
  const url = named(name);
  const connection = connect(url, { max: 5 });
  return { url, connection, drop: () => dropDatabase(connection, name) };
}

async function ensureTemplate(admin: postgres.Sql): Promise<void> {
  const [existing] = await admin`select 1 from pg_database where datname = ${TEMPLATE}`;
  if (existing) return;
  await admin.unsafe(`create database ${TEMPLATE}`);
  try {
    await migrate(named(TEMPLATE));
  } catch (error) {
    await admin.unsafe(`drop database ${TEMPLATE}`);
    throw error;
  }
}

async function dropDatabase(connection: Connection, name: string): Promise<void> {
  await connection.close();
  const admin = postgres(serverUrl().href, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}

function named(database: string): string {
  const url = serverUrl();
  url.pathname = `/${database}`;
  return url.href;
}
