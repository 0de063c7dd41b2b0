import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnv } from '@/platform/env';
import { isRunning, processIdentity } from '@/platform/processes';
import {
  allRunning,
  endLeftovers,
  forgetRunning,
  holdDataDir,
  isHeld,
  prepareDataDir,
  providePortalKey,
  readRunning,
  refuseLostDatabase,
  writeRunning,
} from './data-dir';
import { Refusal } from './terminal';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Another process that holds the lock until it is killed. */
async function holdElsewhere(): Promise<{ kill(): Promise<void> }> {
  const program = join(dataDir, 'holder.mjs');
  writeFileSync(
    program,
    `import { DatabaseSync } from 'node:sqlite';
     const held = ['web', 'worker'].map((part) => new DatabaseSync(${JSON.stringify(dataDir)} + '/' + part + '.lock'));
     for (const database of held) database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
     setInterval(() => held, 60_000);
     process.send('held');`,
  );
  const child = fork(program);
  await once(child, 'message');
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('the lock on a data folder', () => {
  test('is held by one start at a time', () => {
    const lock = holdDataDir(dataDir, 'all');
    expect(() => holdDataDir(dataDir, 'all')).toThrow(Refusal);
    lock.release();
    holdDataDir(dataDir, 'all').release();
  });

  test('lets web and worker of one installation run side by side, but neither twice', () => {
    const web = holdDataDir(dataDir, 'web');
    const worker = holdDataDir(dataDir, 'worker');
    expect(() => holdDataDir(dataDir, 'web')).toThrow(Refusal);
    expect(() => holdDataDir(dataDir, 'all')).toThrow(Refusal);
    web.release();
    worker.release();
  });

  test('keeps nothing of an attempt that was refused', () => {
    const worker = holdDataDir(dataDir, 'worker');
    expect(() => holdDataDir(dataDir, 'all')).toThrow(Refusal);
    holdDataDir(dataDir, 'web').release();
    worker.release();
  });

  test('ends with its process, however that ends', async () => {
    const holder = await holdElsewhere();
    expect(() => holdDataDir(dataDir, 'all')).toThrow(Refusal);
    await holder.kill();
    holdDataDir(dataDir, 'all').release();
  });

  test('says what runs where', async () => {
    const holder = await holdElsewhere();
    writeRunning(dataDir, 'all', { pid: process.pid, address: 'http://localhost:3999', children: [] });
    expect(() => holdDataDir(dataDir, 'all')).toThrow(`process ${process.pid}, http://localhost:3999`);
    expect(isHeld(dataDir, 'all')).toBe(true);
    await holder.kill();
    expect(isHeld(dataDir, 'all')).toBe(false);
  });
});

test('of web and worker apart, each is listed while it holds its part', () => {
  const address = 'http://localhost:3999';
  for (const role of ['web', 'worker'] as const) writeRunning(dataDir, role, { pid: 2, address, children: [] });
  const lock = holdDataDir(dataDir, 'worker');
  expect(allRunning(dataDir)).toEqual([{ pid: 2, address, children: [] }]);
  lock.release();
  expect(allRunning(dataDir)).toEqual([]);
});

describe('what ran last', () => {
  test('is readable by its owner only, because it says how to open the database', () => {
    writeRunning(dataDir, 'all', { pid: 2, address: 'x', databaseUrl: 'postgres://a:b@c/d', children: [] });
    expect(statSync(join(dataDir, 'running.json')).mode & 0o777).toBe(0o600);
    forgetRunning(dataDir, 'all');
    expect(readRunning(dataDir)).toBeUndefined();
  });

  test('is ended when it still runs, and a later process of the same number is not', async () => {
    const [leftover, stranger] = [spawn('sleep', ['60']), spawn('sleep', ['60'])];
    const leftoverPid = leftover.pid ?? 0;
    const strangerPid = stranger.pid ?? 0;
    writeRunning(dataDir, 'all', {
      pid: 2,
      address: 'x',
      children: [
        { name: 'web', pid: leftoverPid, identity: processIdentity(leftoverPid) },
        { name: 'worker', pid: strangerPid, identity: 'an-earlier-boot/1' },
      ],
    });
    await endLeftovers(dataDir, 'all');
    expect(isRunning(leftoverPid)).toBe(false);
    expect(isRunning(strangerPid)).toBe(true);
    stranger.kill();
  });

  test('counts as nothing when it was cut off while being written', () => {
    writeFileSync(join(dataDir, 'running.json'), '{"pid": 12');
    expect(readRunning(dataDir)).toBeUndefined();
  });
});

describe('the key of the portal', () => {
  test('is made once, for its owner only', () => {
    const key = providePortalKey(dataDir);
    expect(key).toHaveLength(32);
    expect(providePortalKey(dataDir)).toEqual(key);
    expect(statSync(join(dataDir, 'portal.key')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dataDir, 'portal.key.new'))).toBe(false);
  });

  test('is not replaced when it is lost beside a database', () => {
    writeFileSync(join(dataDir, 'postgres.json'), '{}');
    expect(() => providePortalKey(dataDir)).toThrow('key is missing');
    expect(existsSync(join(dataDir, 'portal.key'))).toBe(false);
  });

  test('is not replaced when it is lost beside a database that came back without its password', () => {
    mkdirSync(join(dataDir, 'postgres'));
    expect(() => providePortalKey(dataDir)).toThrow('key is missing');
  });

  test('is refused, not replaced, when it is damaged', () => {
    writeFileSync(join(dataDir, 'portal.key'), 'half');
    expect(() => providePortalKey(dataDir)).toThrow('is damaged');
    expect(readFileSync(join(dataDir, 'portal.key'), 'utf8')).toBe('half');
  });
});

test('a disk that is new, or whose last file was erased, is no sign of a lost database', async () => {
  const keys = join(dataDir, 'keys');
  for (const name of ['lost+found', '0a']) mkdirSync(join(keys, name), { recursive: true });
  writeFileSync(join(keys, 'lost+found', 'one'), '');
  const settings = { ...readEnv({ DATA_DIR: dataDir }), KEYS_URL: keys };
  await refuseLostDatabase(settings);
  writeFileSync(join(keys, '0a', 'one'), '');
  await expect(refuseLostDatabase(settings)).rejects.toThrow(keys);
  mkdirSync(join(dataDir, 'postgres'));
  await refuseLostDatabase(settings);
});

test('a file in the place of the data folder is refused with a sentence', () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  expect(() => prepareDataDir(file)).toThrow(Refusal);
  expect(() => prepareDataDir(join(file, 'below'))).toThrow('DATA_DIR cannot be written to');
});
