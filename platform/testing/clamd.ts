import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';

/** What our one signature finds; not EICAR's own text, so that no scanner on the way stops this file. */
export const HARMFUL = 'REDAKTION-HARMLESS-TEST-SIGNATURE';
const PROGRAM = '/usr/sbin/clamd';
const READY_WITHIN_MS = 30_000;

export type TestClamd = { url: string; stop(): Promise<void> };

/** Why there is no clamd here to test with; null when there is one. */
export function whyNoClamd(): string | null {
  if (existsSync(PROGRAM)) return null;
  return 'clamd is not installed, and npm test could not fetch it (on Debian, as root: apt-get install clamav-daemon)';
}

/** A real clamd with a database of one signature, behind a Unix socket in a folder of its own. */
export async function startClamd({ streamMaxLength = '25M' }: { streamMaxLength?: string } = {}): Promise<TestClamd> {
  const folder = await mkdtemp(join(tmpdir(), 'redaktion-clamd-'));
  await chmod(folder, 0o755);
  const socket = join(folder, 'socket');
  // Extended signature: name, any type of file, any place, bytes in hex.
  const signature = `Redaktion.Test:0:*:${Buffer.from(HARMFUL).toString('hex')}\n`;
  await writeFile(join(folder, 'test.ndb'), signature);
  const settings = [
    `DatabaseDirectory ${folder}`,
    `LocalSocket ${socket}`,
    `StreamMaxLength ${streamMaxLength}`,
    'Foreground yes',
    'FixStaleSocket yes',
    ...(process.getuid?.() === 0 ? ['User root'] : []),
  ];
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  const child = spawn(PROGRAM, ['--config-file', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: unknown) => {
    said += String(chunk);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(child, socket);
  } catch (cause) {
    await stop();
    throw new Error(`clamd did not start: ${said.slice(-2000)}`, { cause });
  }
  return { url: `unix:${socket}`, stop };
}

async function answers(child: ChildProcess, socket: string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error('it ended');
    if (await isListening(socket)) return;
    await later(50);
  }
  throw new Error('it took too long');
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const hasEnded = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hurry = setTimeout(() => child.kill('SIGKILL'), 5000);
  await hasEnded;
  clearTimeout(hurry);
}
