import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Env } from '@/platform/env';
import { endProcess, hasCode, isRunning, processIdentity } from '@/platform/processes';
import { holdsFiles } from '@/platform/storage/durable-folder';
import { holdLock, type Lock } from './lock';
import { Refusal } from './terminal';

const ROLES = ['all', 'web', 'worker'] as const;
type Role = (typeof ROLES)[number];
type Child = { name: string; pid: number; identity: string | null };

const recordSchema = z.object({
  pid: z.number(),
  address: z.string(),
  databaseUrl: z.string().optional(),
  children: z.array(z.object({ name: z.string(), pid: z.number(), identity: z.string().nullable() })),
});

/** What runs on a DATA_DIR; kept beside the lock, for a second start and for commands to find it. */
export type Running = z.infer<typeof recordSchema>;

const LEFTOVER_STOP = [
  { signal: 'SIGTERM', withinMs: 3_000 },
  { signal: 'SIGKILL', withinMs: 2_000 },
] as const;

/** Makes DATA_DIR and proves that it can be written to. */
export function prepareDataDir(dataDir: string): void {
  try {
    // The database's user must be able to pass through; every folder inside is closed by itself.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    if (!statSync(dataDir).isDirectory()) throw new Refusal(`DATA_DIR is not a folder: ${dataDir}`);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(dataDir, '.probe');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Refusal(
      `DATA_DIR cannot be written to (${reason}): ${dataDir}\nGive this user the right to write there, or choose another folder: DATA_DIR=/path/to/folder npm start`,
      { cause },
    );
  }
}

/** Takes DATA_DIR for this start; refuses with a sentence that says what runs where. */
export function holdDataDir(dataDir: string, role: Role): Lock {
  const held: Lock[] = [];
  for (const part of partsOf(role)) {
    const lock = holdLock(join(dataDir, `${part}.lock`));
    if (lock) {
      held.push(lock);
      continue;
    }
    for (const other of held) other.release();
    throw new Refusal(whoRuns(dataDir, part));
  }
  return {
    release: () => {
      for (const lock of held) lock.release();
    },
  };
}

/** What runs on DATA_DIR at this moment: one start for all, or one for each role. */
export function allRunning(dataDir: string): Running[] {
  const records = ROLES.map((role) => (isHeld(dataDir, role) ? readRunning(dataDir, role) : undefined));
  return records.filter((record) => record !== undefined);
}

export function isHeld(dataDir: string, role: Role): boolean {
  if (!readRunning(dataDir, role)) return false;
  return partsOf(role).every((part) => {
    const lock = holdLock(join(dataDir, `${part}.lock`));
    lock?.release();
    return lock === null;
  });
}

function partsOf(role: Role): ('web' | 'worker')[] {
  return role === 'all' ? ['web', 'worker'] : [role];
}

function whoRuns(dataDir: string, part: 'web' | 'worker'): string {
  const running = (['all', part] as const)
    .map((role) => readRunning(dataDir, role))
    .find((record) => record && isRunning(record.pid));
  if (!running) return `Another start is under way on this data folder: ${dataDir}`;
  return [
    `The portal already runs on this data folder (${dataDir}): process ${running.pid}, ${running.address}`,
    `Stop it with Ctrl-C in its terminal or with "kill ${running.pid}", or give this one its own folder, stores and port:`,
    '  DATA_DIR=./data-2 STORAGE_URL= KEYS_URL= PORT=3001 npm start',
  ].join('\n');
}

export function readRunning(dataDir: string, role: Role = 'all'): Running | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(recordFile(dataDir, role), 'utf8')));
  } catch {
    // Absent, half written by a start that was killed, or of another version: nothing to go by.
    return undefined;
  }
}

export function writeRunning(dataDir: string, role: Role, running: Running): void {
  const file = recordFile(dataDir, role);
  writeFileSync(`${file}.new`, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function forgetRunning(dataDir: string, role: Role): void {
  rmSync(recordFile(dataDir, role), { force: true });
}

/** After a kill -9 the web or worker process may still be finishing; only the very process that was noted is ended. */
export async function endLeftovers(dataDir: string, role: Role): Promise<void> {
  const children: Child[] = readRunning(dataDir, role)?.children ?? [];
  const alive = children.filter(({ pid, identity }) => identity !== null && processIdentity(pid) === identity);
  await Promise.all(alive.map(({ pid }) => endProcess(pid, LEFTOVER_STOP)));
}

/** The key everything is sealed with: made once, on the first start with embedded defaults. */
export function providePortalKey(dataDir: string): Uint8Array {
  const file = join(dataDir, 'portal.key');
  if (!existsSync(file)) {
    if (hasDatabase(dataDir)) {
      throw new Refusal(
        `The portal's key is missing: ${file}. Restore it from a backup, or set PORTAL_KEY if it was set before; without it nothing that was sent in can be opened.`,
      );
    }
    makeKeyFile(file);
  }
  const key = Buffer.from(readKeyFile(file).trim(), 'base64url');
  if (key.length === 32) return key;
  throw new Refusal(
    `The portal's key is damaged: ${file}. Restore it from a backup; without it nothing can be opened.`,
  );
}

/** An empty database beside the files of a lost one would know none of them, and take nobody's code. */
export async function refuseLostDatabase({ DATA_DIR, STORAGE_URL, KEYS_URL }: Env): Promise<void> {
  if (hasDatabase(DATA_DIR)) return;
  for (const store of [KEYS_URL, STORAGE_URL]) {
    if (await holdsFiles(store))
      throw new Refusal(
        `${store} holds what people sent in, but the database it belongs to is not in ${DATA_DIR}. Bring DATA_DIR/postgres back from a backup (DATA_DIR/postgres.json as well, where the database lay below /var/lib/redaktion), set DATABASE_URL if it was set before, or begin anew with empty folders.`,
      );
  }
}

function hasDatabase(dataDir: string): boolean {
  return ['postgres.json', 'postgres'].some((name) => existsSync(join(dataDir, name)));
}

/** On the disk for certain before anything is sealed with it. */
function makeKeyFile(file: string): void {
  writeFileSync(`${file}.new`, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'EACCES', 'EPERM'))
      throw new Refusal(`This user cannot read the portal's key: ${file}`, { cause });
    throw cause;
  }
}

function recordFile(dataDir: string, role: Role): string {
  return join(dataDir, role === 'all' ? 'running.json' : `running-${role}.json`);
}
