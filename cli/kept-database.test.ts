import { appendFile, chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Postgres, removeCluster } from '@/platform/postgres';
import { KeptDatabase } from './kept-database';

const IN_THE_WAY = /FATAL: .* contains errors/;

let dataDir: string;
let stopping: AbortController;
let database: KeptDatabase;
let first: Postgres;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'redaktion-test-'));
  await chmod(dataDir, 0o711);
  stopping = new AbortController();
  database = new KeptDatabase(dataDir, stopping.signal);
  first = await database.start();
});

afterEach(async () => {
  stopping.abort();
  await database.stop();
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

/** It ends by itself, and cannot be started until its settings are right again. */
async function endForNow(): Promise<{ comesBack(): Promise<void> }> {
  const settings = join(first.folder, 'postgresql.conf');
  await copyFile(settings, `${settings}.right`);
  await appendFile(settings, '\nin_the_way = on\n');
  process.kill(first.pid, 'SIGKILL');
  return { comesBack: () => copyFile(`${settings}.right`, settings) };
}

async function failedStarts(): Promise<number> {
  return (await readFile(join(dataDir, 'postgres.log'), 'utf8')).split(IN_THE_WAY).length - 1;
}

async function answer(): Promise<unknown> {
  const sql = postgres(first.url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql`select 7 as id`)];
  } finally {
    await sql.end();
  }
}

test('a database that ends and cannot be started at first answers at its old port as soon as it can', async () => {
  const ended = await endForNow();
  await expect.poll(failedStarts, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  await ended.comesBack();
  await expect.poll(() => answer().catch(() => 'away'), { timeout: 15_000 }).toEqual([{ id: 7 }]);
}, 60_000);

test('is not started any more once it is to stop, though it could be', async () => {
  const ended = await endForNow();
  await expect.poll(failedStarts, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  stopping.abort();
  await database.stop();
  await ended.comesBack();
  await expect(answer()).rejects.toThrow('ECONNREFUSED');
}, 60_000);

test('is stopped when it has just come back', async () => {
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  await expect.poll(() => answer().catch(() => 'away'), { timeout: 15_000 }).toEqual([{ id: 7 }]);
  stopping.abort();
  await database.stop();
  await expect(answer()).rejects.toThrow('ECONNREFUSED');
}, 60_000);
