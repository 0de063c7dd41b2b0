import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, endProcess, isRunning, waitForEnd } from '../processes';
import { PostgresError } from './error';

const PATIENT_STOP = [
  { signal: 'SIGINT', withinMs: 30_000 },
  { signal: 'SIGQUIT', withinMs: 5_000 },
] as const;

/** What the server writes about itself into its folder. */
export async function readPidFile(folder: string): Promise<{ pid: number; isReady: boolean } | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

/**
 * After a kill -9 the server of the last start may still run: it is stopped as after any ordinary day.
 * A pid file that names a stranger (numbers are used again, above all in containers) is removed,
 * because the server would take the stranger for its rival.
 */
export async function stopLeftover(folder: string): Promise<void> {
  const last = await readPidFile(folder);
  if (!last || !isRunning(last.pid)) return;
  if (!isServerOf(last.pid, folder)) {
    await rm(join(folder, 'postmaster.pid'), { force: true });
    return;
  }
  if (await endProcess(last.pid, PATIENT_STOP)) return;
  throw new PostgresError(
    `A database server of an earlier start (process ${last.pid}) does not stop. End it with: kill -9 ${last.pid}`,
  );
}

/** Stops the server: new connections are refused, open ones are cut, everything is written down. */
export async function stopServer(pid: number): Promise<void> {
  await endProcess(pid, PATIENT_STOP);
  await waitForEnd(pid, 1_000);
}

function isServerOf(pid: number, folder: string): boolean {
  const words = commandLine(pid);
  return words[words.indexOf('-D') + 1] === folder || words.join(' ').includes(` -D ${folder} `);
}
