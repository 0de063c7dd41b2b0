import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { holdDataDir, writeRunning } from './data-dir';
import { runInside } from './inside';

const LINK = ['link', 'somebody@example.org'];
const never = async () => 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  for (const name of ['DATABASE_URL', 'PORTAL_KEY', 'STORAGE_URL', 'KEYS_URL']) vi.stubEnv(name, '');
  vi.stubEnv('DATA_DIR', folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a command beside a portal that has its key from its settings makes none of its own', async () => {
  const lock = holdDataDir(folder, 'all');
  onTestFinished(() => lock.release());
  const databaseUrl = 'postgres://portal@db.example.org/portal';
  writeRunning(folder, 'all', { pid: process.pid, address: 'http://localhost:3000', databaseUrl, children: [] });
  await expect(runInside(LINK, never)).rejects.toThrow('The running portal has its PORTAL_KEY from its own settings');
  expect(existsSync(join(folder, 'portal.key'))).toBe(false);
});

test('a command makes no empty database beside the keys of one that is lost', async () => {
  mkdirSync(join(folder, 'keys', '0a'), { recursive: true });
  writeFileSync(join(folder, 'keys', '0a', 'one'), '');
  await expect(runInside(LINK, never)).rejects.toThrow('the database it belongs to is not in');
  expect(existsSync(join(folder, 'postgres.json'))).toBe(false);
});
