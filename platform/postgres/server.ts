import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SERVER_ENVIRONMENT } from './cluster';
import { PostgresError } from './error';
import { readPidFile } from './leftovers';
import type { Owner } from './owner';
import type { Runtime } from './runtime';

const POLL_MS = 5;
/** Recovery after a power cut replays at most max_wal_size; a slow disk may still need minutes for it. */
const START_WITHIN_MS = 10 * 60_000;
const LARGEST_LOG = 5 * 1024 * 1024;
/** Of a socket's address, its closing zero included, on the systems a server is there for: 108 on Linux, 104 on macOS. */
const LONGEST_SOCKET_PATH = 104;
const SOCKET_PREFIX = '.s.PGSQL.';

export type Start = {
  runtime: Runtime;
  owner: Owner | undefined;
  folder: string;
  logFile: string;
  port: number;
  isThrowaway: boolean;
};

export type Server = { pid: number; ended: Promise<void>; release(): void };

/** Starts the server and waits until it takes connections. */
export async function startServer(start: Start): Promise<Server> {
  await removeSockets(start.folder);
  const child = spawnServer(start);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const guard = watchOver(child, start);
  await untilReady(child, start);
  return { pid: child.pid ?? 0, ended, release: () => guard.kill('SIGKILL') };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string')
    throw new PostgresError('No free port could be found for the database.');
  return address.port;
}

/** Where the server's socket lies, beside its data, which nobody else may enter; null where no address could name it. */
export function socketFolder(folder: string): string | null {
  const longest = `${join(folder, `${SOCKET_PREFIX}65535`)}\0`;
  return process.platform !== 'win32' && Buffer.byteLength(longest) <= LONGEST_SOCKET_PATH ? folder : null;
}

/** A server that was killed left its socket behind, named after a port that none may have again. */
async function removeSockets(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(SOCKET_PREFIX));
  for (const name of left) await rm(join(folder, name), { force: true });
}

function settingsOf({ folder, port, isThrowaway }: Start): Record<string, string | number> {
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder(folder) ?? '',
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: '64MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '512MB',
    min_wal_size: '80MB',
    // The defaults think of turning disks and of no cache, and read a whole table where an index is at hand.
    random_page_cost: 1.1,
    effective_cache_size: '512MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Errors quote what people typed; they reach the portal, which logs them without. The server's log is about the server.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    fsync: isThrowaway ? 'off' : 'on',
    full_page_writes: isThrowaway ? 'off' : 'on',
    synchronous_commit: isThrowaway ? 'off' : 'on',
  };
}

/** Detached: a Ctrl-C in the terminal must reach the supervisor only, which stops the database last. */
function spawnServer(start: Start): ChildProcess {
  const settings = Object.entries(settingsOf(start)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = openLog(start.logFile);
  try {
    return spawn(start.runtime.postgres, ['-D', start.folder, ...settings], {
      ...start.owner,
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', logFile, logFile],
    });
  } finally {
    closeSync(logFile);
  }
}

/**
 * A shell that waits for this process to end, however it ends, and then stops the server, unless a later
 * start has replaced it: so that a kill -9 of the portal leaves no server behind.
 */
function watchOver(server: ChildProcess, { owner, folder }: Start): ChildProcess {
  const script = 'read -r _; sleep 3; read -r now < "$2/postmaster.pid" && [ "$now" = "$1" ] && kill -INT "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'redaktion-database-guard', String(server.pid), folder], {
    ...owner,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  server.once('exit', () => guard.kill('SIGKILL'));
  return guard;
}

async function untilReady(child: ChildProcess, { folder, logFile }: Start): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    if (failure || child.exitCode !== null || child.signalCode !== null) {
      throw new PostgresError(`The database did not start: ${failure?.message ?? (await lastComplaint(logFile))}`, {
        cause: failure,
      });
    }
    const now = await readPidFile(folder);
    if (now?.pid === child.pid && now?.isReady) return;
    if (Date.now() > deadline)
      throw new PostgresError(`The database is not ready after ten minutes; ${logFile} says why.`);
    await pause(POLL_MS);
  }
}

function openLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(logFile, `${logFile}.old`);
  return openSync(logFile, 'a', 0o600);
}

async function lastComplaint(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.trim().split('\n');
  const complaint = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? '';
  return complaint.replace(/^.*?(FATAL|PANIC):\s*/, '') || `see ${logFile}`;
}
