import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../processes';
import { PostgresError } from './error';
import { SYSTEM_FOLDER } from './runtime';

const stateSchema = z.object({
  id: z.uuid(),
  password: z.string().min(32),
  /** `data`: below DATA_DIR; `system`: below /var/lib/redaktion, because the server's user cannot enter DATA_DIR. */
  place: z.enum(['data', 'system']),
  /** Whether there was a cluster once: one that is missing since must not be replaced by an empty one. */
  isComplete: z.boolean().default(false),
});

export type State = z.infer<typeof stateSchema>;

function stateFile(dataDir: string): string {
  return join(dataDir, 'postgres.json');
}

export function clusterFolder(dataDir: string, state: { place: 'data' } | State): string {
  return state.place === 'system' ? join(SYSTEM_FOLDER, state.id, 'postgres') : join(dataDir, 'postgres');
}

/** Where this DATA_DIR's cluster lies and how it is opened; undefined before there is one, or where only it was brought back. */
export async function readState(dataDir: string): Promise<State | undefined> {
  const text = await readFile(stateFile(dataDir), 'utf8').catch(absent);
  if (text === undefined) return undefined;
  const parsed = stateSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new PostgresError(
    `${stateFile(dataDir)} is damaged. Restore it from a backup: it says where the database lies and how to open it.`,
  );
}

export function newState(place: State['place']): State {
  return { id: randomUUID(), password: newPassword(), place, isComplete: false };
}

export async function noteComplete(dataDir: string, state: State): Promise<void> {
  if (!state.isComplete) await writeState(dataDir, { ...state, isComplete: true });
}

export async function writeState(dataDir: string, state: State): Promise<void> {
  const unfinished = `${stateFile(dataDir)}.new`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, stateFile(dataDir));
}

export async function forgetState(dataDir: string): Promise<void> {
  await rm(stateFile(dataDir), { force: true });
}

export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** For a file that need not exist. */
export function absent(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
