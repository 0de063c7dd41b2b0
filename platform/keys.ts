import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, readFile, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failpoint } from './failpoint';
import {
  durableFolder,
  errorCode,
  ifPresent,
  StorageError,
  type StorePlace,
  storageError,
  syncFolder,
  withFile,
  writeSynced,
} from './storage/durable-folder';
import { newKey, open, type SecretKey, seal, secretKey } from './vault';

/** One key per application, outside the database, so that destroying it erases the application in every backup of it. */
export type KeyStore = {
  readonly place: StorePlace;
  /** Makes the key of this application, or gives the one it has; durable once answered. */
  create(id: string): Promise<SecretKey>;
  /** The key, or null where none was made or it was destroyed, by whichever process. */
  get(id: string): Promise<SecretKey | null>;
  /**
   * Overwrites and removes the key; done for good once answered, and safe to repeat after a crash. `StorageError` `away`
   * where the whole store is not there: its keys would come back with it.
   */
  destroy(id: string): Promise<void>;
  /** Ids of keys, and of what is left of half destroyed ones, in portions: to be compared with what has been erased. */
  ids(): AsyncIterable<string[]>;
  /** Removes what broken creates left behind, once untouched for so long; answers how many files. */
  sweepTemporary(olderThanMs: number): Promise<number>;
};

type Cached = { readonly stamp: string; readonly key: SecretKey };

const CACHED_KEYS = 512;
const SUFFIX = '.key';
const DYING = '.dying';
const WHATEVER_AGE = Number.NEGATIVE_INFINITY;

/**
 * Keys as files below `url` (a path or `file:` URL), each sealed with `wrap` and bound to its id. A key sealed
 * with another `wrap` throws `VaultError` `wrong_key`; ids are uuids, else `StorageError` `bad_id`.
 */
export function keyStore(url: string, wrap: SecretKey): KeyStore {
  const folder = durableFolder(url, SUFFIX);
  const halfDestroyed = durableFolder(url, `${SUFFIX}${DYING}`);
  const cache = new Map<string, Cached>();
  let destroyed = 0;

  const remember = (id: string, entry: Cached) => {
    cache.delete(id);
    cache.set(id, entry);
    const [oldest] = cache.keys();
    if (cache.size > CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
  };

  const get = async (id: string): Promise<SecretKey | null> => {
    const path = folder.pathOf(id);
    const seenDestroyed = destroyed;
    // Asked of the disk each time: another process may have destroyed the key that this one remembers.
    const stamp = stampOf(path);
    if (stamp === null) {
      cache.delete(id);
      return null;
    }
    const cached = cache.get(id);
    if (cached?.stamp === stamp) {
      remember(id, cached);
      return cached.key;
    }
    const key = await readKey(path, wrap, identityOf(id));
    if (key && seenDestroyed === destroyed) remember(id, { stamp, key });
    return key;
  };

  return {
    place: folder,

    get,

    async create(id) {
      try {
        const path = await folder.placeFor(id);
        await publish(await folder.temporaryFor(id), path, seal(wrap, identityOf(id), newKey()));
      } catch (error) {
        throw storageError(error);
      }
      // Read back, so that what is answered is what the disk holds, whoever of several creators came first.
      const key = await get(id);
      if (!key) throw new StorageError('not_found');
      return key;
    },

    async destroy(id) {
      const path = folder.pathOf(id);
      destroyed += 1;
      cache.delete(id);
      await folder.mustBeThere();
      await shred(path);
    },

    async *ids() {
      yield* folder.idsUntouchedFor(WHATEVER_AGE);
      yield* halfDestroyed.idsUntouchedFor(WHATEVER_AGE);
    },

    sweepTemporary: folder.sweepTemporary,
  };
}

function identityOf(id: string): string {
  return `application-key:${id}`;
}

/** Writes a file that must not exist yet; where it does, the one there stays and is made durable. */
async function publish(temporary: string, path: string, bytes: Buffer): Promise<void> {
  try {
    await writeSynced(temporary, bytes);
    await failpoint('keys.synced');
    // A link, not a rename: a rename would replace the key that another creator has already sealed with.
    await link(temporary, path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    await failpoint('keys.linked');
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  await failpoint('keys.durable');
}

/**
 * Overwrites in place, then unlinks. The file is moved aside first, so that readers see either the whole key or
 * none; the name aside is fixed, so that a repeat after a crash finds it.
 */
async function shred(path: string): Promise<void> {
  const dying = `${path}${DYING}`;
  await ifPresent(rename(path, dying));
  await failpoint('keys.renamed');
  await ifPresent(
    withFile(dying, 'r+', async (file) => {
      const { size } = await file.stat();
      await file.write(randomBytes(size), 0, size, 0);
      await file.sync();
    }),
  );
  await failpoint('keys.overwritten');
  await ifPresent(unlink(dying));
  await ifPresent(syncFolder(dirname(path)));
}

async function readKey(path: string, wrap: SecretKey, identity: string): Promise<SecretKey | null> {
  const sealed = await ifPresent(readFile(path));
  if (!sealed) return null;
  try {
    return secretKey(open(wrap, identity, sealed));
  } catch (error) {
    // Read while it was being destroyed: half overwritten, and gone by now.
    if (stampOf(path) === null) return null;
    throw error;
  }
}

/**
 * Tells one key file from its successor of the same name. In this thread: the kernel knows the answer, and to hand fifty such
 * questions to the threads that wait for disks takes ten times as long as to ask them (decision 0036).
 */
function stampOf(path: string): string | null {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts ? `${facts.ino}:${facts.mtimeMs}` : null;
}
