import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type StorageErrorCode = 'bad_id' | 'not_found' | 'storage_full' | 'away';

const EXPLANATIONS: Record<StorageErrorCode, string> = {
  bad_id: 'not an id of the store: a lower-case uuid is needed',
  not_found: 'nothing is stored under this id',
  storage_full: 'the store has no room left',
  away: 'the folder of the store is missing or empty: its disk may not be mounted',
};

/** Expected failures of a store. Everything else is a bug or a broken disk and rises as it is. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, options?: ErrorOptions) {
    super(EXPLANATIONS[code], options);
    this.name = 'StorageError';
    this.code = code;
  }

  /** By name: one process holds several bundles, each with a copy of this class, and all share one store. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'StorageError';
  }
}

/** A folder of files named by uuid, in 256 shards, with a place for unfinished files on the same file system. */
export type DurableFolder = {
  /** Where the file of this id is, or would be. */
  pathOf(id: string): string;
  /** `pathOf` once its shard is sure to survive a power cut. */
  placeFor(id: string): Promise<string>;
  /** A fresh path for a file that is being written. */
  temporaryFor(id: string): Promise<string>;
  /** Throws `away` where there is no folder or nothing in it: what was stored once leaves at least its shard. */
  mustBeThere(): Promise<void>;
  /** Removes unfinished files nobody has written to for so long; answers how many. */
  sweepTemporary(olderThanMs: number): Promise<number>;
  /** Ids of the finished files nobody has written to for so long, a shard at a time. */
  idsUntouchedFor(ms: number): AsyncIterable<string[]>;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TEMPORARY = 'tmp';

export function durableFolder(location: string, suffix = ''): DurableFolder {
  const root = folderOf(location);
  const ready = new Map<string, Promise<void>>();
  const ensured = async (folder: string) => {
    const making = ready.get(folder) ?? makeFolder(folder);
    ready.set(folder, making);
    await making.catch((error: unknown) => {
      ready.delete(folder);
      throw storageError(error);
    });
  };
  // The last characters of a uuid are random in every version; the first ones of version 7 are the time.
  const pathOf = (id: string) => {
    if (!UUID.test(id)) throw new StorageError('bad_id');
    return join(root, id.slice(-2), `${id}${suffix}`);
  };
  return {
    pathOf,
    async placeFor(id) {
      const path = pathOf(id);
      await ensured(dirname(path));
      return path;
    },
    async temporaryFor(id) {
      pathOf(id);
      await ensured(join(root, TEMPORARY));
      return join(root, TEMPORARY, `${id}.${randomBytes(6).toString('hex')}`);
    },
    async mustBeThere() {
      const names = await ifPresent(readdir(root));
      if (!names?.length) throw new StorageError('away');
    },
    sweepTemporary: (olderThanMs) => sweep(join(root, TEMPORARY), olderThanMs),
    async *idsUntouchedFor(ms) {
      for (let shard = 0; shard < 256; shard += 1) {
        const folder = join(root, shard.toString(16).padStart(2, '0'));
        const paths = await untouched(folder, ms);
        yield paths.map((path) => basename(path, suffix)).filter((id) => UUID.test(id));
      }
    },
  };
}

/** Makes the names in a folder survive a power cut; a file's own fsync does not. */
export async function syncFolder(path: string): Promise<void> {
  await withFile(path, 'r', (folder) => folder.sync());
}

export async function withFile<T>(path: string, flags: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** What `work` gives, or null where the file is not there. */
export async function ifPresent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Names the expected failure behind a system error; passes anything else through. */
export function storageError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StorageError('storage_full', { cause: error });
  return error;
}

export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The folder meant by `file:///path`, `file:path` or a plain path. */
function folderOf(location: string): string {
  if (location.startsWith('file://')) return fileURLToPath(location);
  if (location.startsWith('file:')) return resolve(location.slice('file:'.length));
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(location)?.[1];
  if (scheme) throw new Error(`this store is a folder, it cannot be at ${scheme}://`);
  return resolve(location);
}

async function makeFolder(path: string): Promise<void> {
  const firstMade = (await mkdir(path, { recursive: true, mode: 0o700 })) ?? path;
  // Also where the folder was there already: whoever made it may not have synced its parent yet.
  for (let folder = path; folder.length >= firstMade.length; folder = dirname(folder)) {
    await syncFolder(dirname(folder));
  }
}

async function sweep(folder: string, olderThanMs: number): Promise<number> {
  const paths = await untouched(folder, olderThanMs);
  for (const path of paths) await ifPresent(unlink(path));
  return paths.length;
}

async function untouched(folder: string, ms: number): Promise<string[]> {
  const before = Date.now() - ms;
  const names = (await ifPresent(readdir(folder))) ?? [];
  const paths: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const facts = await ifPresent(stat(path));
    if (facts && facts.mtimeMs <= before) paths.push(path);
  }
  return paths;
}
