import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inherited, surroundings } from './surroundings';

export type AnotherPortal = { url: string; dataDir: string; stop(): Promise<void> };

const READY = 'The portal is ready';

/** A portal of its own beside the one all journeys share, for settings that only one journey wants. */
export async function startAnotherPortal(settings: Record<string, string>): Promise<AnotherPortal> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redaktion-another-'));
  // The database's own account must be able to pass through.
  await chmod(dataDir, 0o711);
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
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDir, stop };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes(READY)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The portal ended with code ${code}:\n${output}`)));
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
