import { open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
} from './storage/durable-folder';
import { FileSink } from './storage/file-sink';

export { StorageError, type StorageErrorCode, type StorePlace } from './storage/durable-folder';

/** Sealed bytes by opaque uuid. Knows nothing of names, types or keys. */
export type Storage = {
  readonly place: StorePlace;
  /**
   * Once it answers, the bytes outlive a power cut. An abort or error leaves nothing behind. A second write
   * under the same id replaces the first as a whole. No room: `StorageError` `storage_full`.
   * `freesChunks`: gives back the memory of each written chunk at once, which nobody else may then use.
   */
  write(id: string, sealed: Readable, options?: { freesChunks: boolean }): Promise<{ size: number }>;
  /**
   * All bytes from the start; `StorageError` `not_found` where there are none. Destroy the stream to stop early. The
   * chunks belong to whoever reads them, who may give their memory back.
   */
  read(id: string): Promise<Readable>;
  /** All bytes at once, for what is small; the buffer belongs to whoever asked. `StorageError` `not_found` where there are none. */
  readWhole(id: string): Promise<Buffer>;
  size(id: string): Promise<number | null>;
  /** Removes for good; does nothing where there is nothing. */
  remove(id: string): Promise<void>;
  /** Removes what broken writes left behind, once untouched for so long; answers how many files. */
  sweepTemporary(olderThanMs: number): Promise<number>;
  /** Ids of what has lain here untouched for so long, in portions: to be compared with the rows that should name it. */
  idsUntouchedFor(ms: number): AsyncIterable<string[]>;
};

const READ_SIZE = 256 * 1024;

/** A store in a folder of the local file system: a path, or the same as `file:` URL. */
export function fileStorage(root: string): Storage {
  const folder = durableFolder(root);

  return {
    place: folder,

    async write(id, sealed, { freesChunks } = { freesChunks: false }) {
      // The stream may fail while folders are made; `pipeline` then reports it, but an unheard error ends the process.
      sealed.once('error', () => undefined);
      try {
        const target = await folder.placeFor(id);
        return await writeThrough(sealed, { temporary: await folder.temporaryFor(id), target, freesChunks });
      } catch (error) {
        sealed.destroy();
        throw storageError(error);
      }
    },

    async read(id) {
      const file = await found(open(folder.pathOf(id), 'r'));
      return file.createReadStream({ highWaterMark: READ_SIZE });
    },

    readWhole: (id) => found(readFile(folder.pathOf(id))),

    async size(id) {
      const facts = await ifPresent(stat(folder.pathOf(id)));
      return facts?.size ?? null;
    },

    async remove(id) {
      const path = folder.pathOf(id);
      await ifPresent(unlink(path));
      // Also where the name was gone: a remove cut off before this line is repeated, and must then be lasting.
      await ifPresent(syncFolder(dirname(path)));
    },

    sweepTemporary: folder.sweepTemporary,
    idsUntouchedFor: folder.idsUntouchedFor,
  };
}

/** seal → temporary file → fsync → rename → fsync folder: only then may the caller acknowledge. */
async function writeThrough(
  sealed: Readable,
  { temporary, target, freesChunks }: { temporary: string; target: string; freesChunks: boolean },
): Promise<{ size: number }> {
  try {
    const size = await withFile(temporary, 'wx', async (file) => {
      const sink = new FileSink(file, freesChunks);
      await pipeline(sealed, sink);
      await failpoint('storage.written');
      await file.sync();
      return sink.bytesWritten;
    });
    await failpoint('storage.synced');
    await rename(temporary, target);
    await failpoint('storage.renamed');
    await syncFolder(dirname(target));
    await failpoint('storage.durable');
    return { size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function found<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new StorageError('not_found', { cause: error });
    throw error;
  }
}
