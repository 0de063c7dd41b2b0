import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
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
  /** Whose files lie here; null where no portal has noted it yet, or the folder's disk is not mounted. */
  owner(): Promise<string | null>;
  /** Notes it, durably. */
  claim(portal: string): Promise<void>;
  /** Whether anything was ever stored here. */
  isUsed(): Promise<boolean>;
  /** Throws where a file could not be written now, or nobody has claimed the folder; while it can, the disk is asked once in five seconds, however many ask. */
  mustTakeFiles(): Promise<void>;
  /** Throws `away` where there is no folder or nothing in it: what was stored once leaves at least its shard. */
  mustBeThere(): Promise<void>;
  /** Removes unfinished files nobody has written to for so long; answers how many. */
  sweepTemporary(olderThanMs: number): Promise<number>;
  /** Ids of the finished files nobody has written to for so long, a shard at a time. */
  idsUntouchedFor(ms: number): AsyncIterable<string[]>;
};

/** What is asked of a store as a whole. */
export type StorePlace = Pick<DurableFolder, 'owner' | 'claim' | 'isUsed' | 'mustTakeFiles'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TEMPORARY = 'tmp';
const OWNER = 'portal';
const SHARD = /^[0-9a-f]{2}$/;
const TRIED_FOR_MS = 5_000;
/** A block: what is smaller may find room where nothing else does. */
const TRIED_BYTES = 4_096;

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
  const temporaryNamed = async (name: string) => {
    await ensured(join(root, TEMPORARY));
    return join(root, TEMPORARY, `${name}.${randomBytes(6).toString('hex')}`);
  };
  const owner = async () => (await ifPresent(readFile(join(root, OWNER), 'utf8')))?.trim() ?? null;
  const tryFile = async () => {
    // A folder made below the mount point would hide that the disk is away.
    if ((await owner()) === null) throw new StorageError('away');
    const path = await temporaryNamed('tried');
    try {
      await writeSynced(path, new Uint8Array(TRIED_BYTES));
    } finally {
      await rm(path, { force: true });
    }
  };
  let tried: { at: number; outcome: Promise<void> } | undefined;
  return {
    pathOf,
    async placeFor(id) {
      const path = pathOf(id);
      await ensured(dirname(path));
      return path;
    },
    async temporaryFor(id) {
      pathOf(id);
      return temporaryNamed(id);
    },
    owner,
    async claim(portal) {
      const path = await temporaryNamed(OWNER);
      await writeSynced(path, `${portal}\n`);
      await rename(path, join(root, OWNER));
      await syncFolder(root);
    },
    isUsed: async () => (await shardsOf(root)).length > 0,
    async mustTakeFiles() {
      if (!tried || performance.now() - tried.at > TRIED_FOR_MS) tried = { at: performance.now(), outcome: tryFile() };
      await tried.outcome.catch((error: unknown) => {
        tried = undefined;
        throw error;
      });
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

/** Whether a file lies in a store's folder at this moment; where all were erased, empty shards are left. */
export async function holdsFiles(location: string): Promise<boolean> {
  const root = folderOf(location);
  for (const shard of await shardsOf(root)) {
    if ((await ifPresent(readdir(join(root, shard))))?.length) return true;
  }
  return false;
}

/** A new disk may hold a folder of its own, `lost+found`. */
async function shardsOf(root: string): Promise<string[]> {
  return ((await ifPresent(readdir(root))) ?? []).filter((name) => SHARD.test(name));
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

/** A new file; its name survives a power cut only once its folder is synced, too. */
export async function writeSynced(path: string, bytes: string | Uint8Array): Promise<void> {
  await withFile(path, 'wx', async (file) => {
    await file.writeFile(bytes);
    await file.sync();
  });
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
