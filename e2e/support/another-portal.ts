import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { inherited, surroundings } from './surroundings';

export type AnotherPortal = {
  url: string;
  dataDir: string;
  /** signs its first administrator in, once */
  link(): Promise<string>;
  /** what its processes have written to the console so far */
  output(): string;
  /** kill -9 for the supervisor, and for it alone */
  killSupervisor(): Promise<void>;
  stop(): Promise<void>;
};

const READY = 'The portal is ready';
const FIRST_LINK = /https?:\S+\/sign-in\/confirm\?token=\S+/;

/**
 * A portal of its own beside the one all journeys share, for settings that only one journey wants.
 * @param dataDir of one that was killed, to be taken over
 */
export async function startAnotherPortal(settings: Record<string, string>, dataDir?: string): Promise<AnotherPortal> {
  return startIn(dataDir ?? (await newDataDir()), settings);
}

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redaktion-another-'));
  // The database's own account must be able to pass through.
  await chmod(dataDir, 0o711);
  return dataDir;
}

async function startIn(dataDir: string, settings: Record<string, string>): Promise<AnotherPortal> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['cli/launch.mjs', 'start'], {
    env: {
      ...inherited,
      PORT: String(port),
      PORTAL_URL: url,
      DATA_DIR: dataDir,
      PORTAL_ADMIN: surroundings.administrator,
      ...settings,
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  const lines: string[] = [];
  const output = () => lines.join('');
  try {
    await untilReady(child, lines);
  } catch (error) {
    await stop();
    throw error;
  }
  const link = async () => {
    await expect.poll(output, { message: 'a link for the first administrator' }).toMatch(FIRST_LINK);
    return FIRST_LINK.exec(output())?.[0] ?? '';
  };
  const killSupervisor = async () => {
    const { pid } = JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8'));
    const hasEnded = once(child, 'exit');
    process.kill(pid, 'SIGKILL');
    await hasEnded;
  };
  return { url, dataDir, link, output, killSupervisor, stop };
}

async function untilReady(child: ChildProcess, lines: string[]): Promise<void> {
  const output = () => lines.join('');
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      lines.push(String(chunk));
      if (output().includes(READY)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The portal ended with code ${code}:\n${output()}`)));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
