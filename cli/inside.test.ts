import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { holdDataDir, writeRunning } from './data-dir';
import { runInside } from './inside';

test('a command beside a portal that has its key from its settings makes none of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  const lock = holdDataDir(folder, 'all');
  const databaseUrl = 'postgres://portal@db.example.org/portal';
  writeRunning(folder, 'all', { pid: process.pid, address: 'http://localhost:3000', databaseUrl, children: [] });
  onTestFinished(() => {
    lock.release();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, value] of Object.entries({ DATA_DIR: folder, DATABASE_URL: '', PORTAL_KEY: '' }))
    vi.stubEnv(name, value);
  await expect(runInside(['link', 'somebody@example.org'], async () => 0)).rejects.toThrow(
    'The running portal has its PORTAL_KEY from its own settings',
  );
  expect(existsSync(join(folder, 'portal.key'))).toBe(false);
});
