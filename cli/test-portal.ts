import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from '@/platform/env';
import { removeCluster } from '@/platform/postgres';
import { endProcess } from '@/platform/processes';
import { Refusal, say, seconds } from './terminal';

const ADMINISTRATOR = 'administrator@example.org';
const READY_WITHIN_MS = 10 * 60_000;
/** What a setting of the person who runs the tests must not decide. */
const SETTINGS = [
  'DATABASE_URL',
  'STORAGE_URL',
  'KEYS_URL',
  'PORTAL_KEY',
  'SMTP_URL',
  'MAIL_FROM',
  'IMAP_URL',
  'CLAMD_URL',
  'PORTAL_ROLE',
  'TRUST_PROXY',
  'ONION_LOCATION',
];

export type Portal = { environment: Partial<NodeJS.ProcessEnv>; stop(): Promise<void> };

/** The portal as a person starts it (`npm start`), on a free port and a folder of its own. */
export async function startPortal(): Promise<Portal> {
  const started = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'redaktion-e2e-'));
  await chmod(dataDir, 0o711);
  const url = `http://localhost:${await freePort()}`;
  const output: string[] = [];
  const child = spawn('npm', ['start', '--silent'], {
    env: {
      ...withoutSettings(inheritedEnvironment()),
      DATA_DIR: dataDir,
      PORT: new URL(url).port,
      PORTAL_URL: url,
      PORTAL_ADMIN: ADMINISTRATOR,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const stop = async () => {
    await endProcess(child.pid ?? 0, [
      { signal: 'SIGTERM', withinMs: 60_000 },
      { signal: 'SIGKILL', withinMs: 1_000 },
    ]);
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  say(`✓ npm start (${seconds(started)})`);
  return { environment: { E2E_URL: url, E2E_DATA_DIR: dataDir, E2E_ADMIN: ADMINISTRATOR }, stop };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !SETTINGS.includes(name)),
  ) as NodeJS.ProcessEnv;
}

function untilReady(child: ChildProcess, output: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Refusal(`✗ npm start ${what}:\n${output.join('').trimEnd()}`));
    const timer = setTimeout(() => fail('was not ready after ten minutes'), READY_WITHIN_MS);
    child.stdout?.on('data', () => {
      if (!output.join('').includes('The portal is ready')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Refusal('No free port could be found.');
  return address.port;
}
