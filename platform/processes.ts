import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 10;

/**
 * What tells a process from a later one with the same number: its start, as the kernel counts it.
 * Null when no such process runs; a zombie does not run.
 */
export function processIdentity(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 1 || !exists(pid)) return null;
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  const fields = statFields(pid);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${bootId()}/${fields[19]}`;
}

/** The process that started this one; null when it does not run. */
export function parentOf(pid: number): number | null {
  if (process.platform !== 'linux') return Number(ps(pid, 'ppid')) || null;
  return Number(statFields(pid)?.[1]) || null;
}

/** The words a process was started with; empty when it does not run or hides them. */
export function commandLine(pid: number): string[] {
  if (process.platform !== 'linux') return ps(pid, 'command')?.split(' ') ?? [];
  return readProc(pid, 'cmdline')?.split('\0').filter(Boolean) ?? [];
}

export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== null;
}

/** Waits until the process has gone; false when it is still there after `withinMs`. */
export async function waitForEnd(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** Sends the signals one after the other, each with its patience, until the process has gone. */
export async function endProcess(
  pid: number,
  steps: readonly { signal: NodeJS.Signals; withinMs: number }[],
): Promise<boolean> {
  for (const { signal, withinMs } of steps) {
    sendSignal(pid, signal);
    if (await waitForEnd(pid, withinMs)) return true;
  }
  return false;
}

/** A signal to a process that may be gone already. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

/** Says something to the process that started this one, where there is one and it has not gone. */
export function tellParent(message: { type: string }): void {
  // The channel may break before it is known to be: an error nobody hears would end this process.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** Calls `act` when the process that started this one has gone, also where it went before anybody listened. */
export function whenParentIsGone(act: () => void): void {
  process.once('disconnect', act);
  if (process.connected === false) act();
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** From the third field of /proc/…/stat on: the second, the command's name, may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const stat = readProc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process ended between two looks, or belongs to someone who hides it.
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown-boot';
  }
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
