import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { inheritedEnvironment } from '@/platform/env';
import { removeCluster } from '@/platform/postgres';
import { endProcess, waitForEnd } from '@/platform/processes';
import { endIfInterrupted } from './interruption';
import { family } from './processes';

export const CALL_PATH = '/en/calls/regional-specialists';

const READY_WITHIN_MS = 10 * 60_000;
const STOPPED_WITHIN_MS = 60_000;
const POLL_MS = 5;
/** What a setting of the person who measures must not decide. */
const FOREIGN = [
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
  'PORTAL_FAILPOINTS',
];

const record = z.object({
  databaseUrl: z.string(),
  children: z.array(z.object({ name: z.string(), pid: z.number() })),
});

/** A portal started as a person starts it: `npm start`. */
export type Portal = {
  url: string;
  dataDir: string;
  /** of npm, from which everything else descends */
  pid: number;
  /** from the spawn of npm to the first whole notice page */
  firstPageMs: number;
  databaseUrl(): string;
  pidOf(name: 'web' | 'worker'): number;
  /** The one-time link of the first administrator, which is said after all else. */
  link(): Promise<string>;
  stop(): Promise<void>;
};

/** How not to remove a folder when this is interrupted. */
const kept = new Map<string, () => void>();

/** A folder that the database's own user may pass through. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redaktion-bench-'));
  kept.set(
    folder,
    endIfInterrupted(() => removeDataDir(folder)),
  );
  await chmod(folder, 0o711);
  return folder;
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  kept.get(dataDir)?.();
}

/** Starts the portal on a free port of this machine and waits for its first page. */
export async function startPortal(dataDir: string, settings: Record<string, string> = {}): Promise<Portal> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const output: string[] = [];
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    env: { ...ownSettings(), DATA_DIR: dataDir, PORT: new URL(url).port, PORTAL_URL: url, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl-C in the terminal is ours to handle: were npm gone by then, nobody could tell what it has started.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const stop = stopping(child.pid ?? 0);
  try {
    await untilServed(child, `${url}${CALL_PATH}`, output);
    const firstPageMs = performance.now() - startedAt;
    await untilSaid(child, 'The portal is ready', output);
    return { url, dataDir, pid: child.pid ?? 0, firstPageMs, ...lookUps(dataDir, child, output), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the portal once, whoever asks first; whoever interrupts the measurement asks, too. */
function stopping(npm: number): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= endFamily(npm).finally(takeBack);
    return stopped;
  };
  const takeBack = endIfInterrupted(stop);
  return stop;
}

/** npm ends as soon as it is told to; the portal below it takes its time to finish, and must have gone. */
async function endFamily(npm: number): Promise<void> {
  const everyone = family(npm);
  await endProcess(npm, [
    { signal: 'SIGTERM', withinMs: STOPPED_WITHIN_MS },
    { signal: 'SIGKILL', withinMs: 1_000 },
  ]);
  for (const pid of everyone)
    if (!(await waitForEnd(pid, STOPPED_WITHIN_MS))) throw new Error(`process ${pid} of the portal does not end`);
}

type LookUps = Pick<Portal, 'databaseUrl' | 'pidOf' | 'link'>;

function lookUps(dataDir: string, child: ChildProcess, output: string[]): LookUps {
  const link = () => /https?:\S+\/sign-in\/confirm\?token=\S+(?=\s)/.exec(output.join(''))?.[0];
  const running = () => record.parse(JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')));
  return {
    databaseUrl: () => running().databaseUrl,
    pidOf: (name) => mustBeThere(running().children.find((one) => one.name === name)?.pid, `the ${name} process`),
    link: async () => {
      await waitFor(child, output, async () => link() !== undefined);
      return mustBeThere(link(), 'the first link');
    },
  };
}

function mustBeThere<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`the portal was started without ${name}`);
  return thing;
}

function ownSettings(): NodeJS.ProcessEnv {
  const environment = { ...inheritedEnvironment(), LOG_LEVEL: 'warn' };
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !FOREIGN.includes(name)),
  ) as NodeJS.ProcessEnv;
}

async function untilServed(child: ChildProcess, address: string, output: string[]): Promise<void> {
  await waitFor(child, output, () => isServed(address));
}

async function untilSaid(child: ChildProcess, words: string, output: string[]): Promise<void> {
  await waitFor(child, output, async () => output.join('').includes(words));
}

async function waitFor(child: ChildProcess, output: string[], isDone: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isDone())) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`npm start did not come up:\n${output.join('').trimEnd()}`);
    await pause(POLL_MS);
  }
}

/** Not `fetch`: a refused connection must cost nothing. */
function isServed(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(address, { agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    });
    request.once('error', () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port could be found');
  return address.port;
}
