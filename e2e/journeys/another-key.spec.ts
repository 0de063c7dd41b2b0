import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/another-portal';
import { inherited, surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

type Started = { process: ChildProcess; hasEnded: Promise<unknown>; output(): string };

async function start(dataDir: string, settings: Record<string, string> = {}): Promise<Started> {
  const port = String(await freePort());
  const child = spawn(process.execPath, ['cli/launch.mjs', 'start'], {
    env: {
      ...inherited,
      PORT: port,
      PORTAL_URL: `http://localhost:${port}`,
      DATA_DIR: dataDir,
      PORTAL_ADMIN: surroundings.administrator,
      ...settings,
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => lines.push(String(chunk)));
  return { process: child, hasEnded: once(child, 'exit'), output: () => lines.join('') };
}

async function runUntilReady(dataDir: string): Promise<void> {
  const portal = await start(dataDir);
  await expect.poll(portal.output, { timeout: 60_000 }).toContain('The portal is ready');
  portal.process.kill('SIGTERM');
  await portal.hasEnded;
  expect(portal.process.exitCode).toBe(0);
}

test('a start with another key is refused with a sentence and leaves nothing running; the right key goes on', async () => {
  test.setTimeout(180_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'redaktion-another-'));
  await chmod(dataDir, 0o711);
  try {
    await runUntilReady(dataDir);
    const other = await start(dataDir, { PORTAL_KEY: 'ab'.repeat(32) });
    await expect
      .poll(other.output, { timeout: 60_000 })
      .toContain('This database was filled under another PORTAL_KEY.');
    // It knows that it will not start: nothing that lies idle may keep it, and whoever waits for it, any longer.
    await expect.poll(() => other.process.exitCode).toBe(1);
    expect(other.output()).not.toContain('started again');
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    await runUntilReady(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
