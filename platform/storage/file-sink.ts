import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { freeChunk } from '../chunks';

/** What one write takes: each costs the waking of a thread, whatever its size. */
const BATCH_SIZE = 512 * 1024;
/** What comes over a slow line is not held for longer. */
const PATIENCE_MS = 100;

/**
 * Writes a stream into an open file and leaves it open, so that the caller can still fsync it: `pipeline` never
 * ends with the file handle's own write stream once that is told not to close. Gathers small chunks into large writes.
 */
export class FileSink extends Writable {
  readonly #file: FileHandle;
  readonly #freesChunks: boolean;
  #gathered: Buffer[] = [];
  #gatheredSize = 0;
  #written = 0;
  #writing = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(file: FileHandle, freesChunks: boolean) {
    super();
    this.#file = file;
    this.#freesChunks = freesChunks;
  }

  get bytesWritten(): number {
    return this.#written;
  }

  /** The next piece is gathered while one is being written; only the one after it has to wait. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#gathered.push(chunk);
    this.#gatheredSize += chunk.length;
    if (this.#gatheredSize >= BATCH_SIZE) {
      const before = this.#writing;
      void this.#writeGathered();
      before.then(() => done(), done);
      return;
    }
    this.#timer ??= setTimeout(() => this.#writeGathered().catch((error) => this.destroy(error)), PATIENCE_MS);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#writeGathered().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    done(error);
  }

  #writeGathered(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const chunks = this.#gathered;
    this.#gathered = [];
    this.#gatheredSize = 0;
    this.#writing = this.#writing.then(() => this.#writeAll(chunks));
    // A fault is heard by whoever waits for this piece, which may be later than it happens.
    this.#writing.catch(() => undefined);
    return this.#writing;
  }

  async #writeAll(chunks: Buffer[]): Promise<void> {
    let left = chunks.filter((chunk) => chunk.length > 0);
    while (left.length > 0) {
      const { bytesWritten } = await this.#file.writev(left);
      this.#written += bytesWritten;
      left = without(left, bytesWritten);
    }
    if (this.#freesChunks) for (const chunk of chunks) freeChunk(chunk);
  }
}

/** The system may write less than it was given. */
function without(chunks: Buffer[], count: number): Buffer[] {
  let skip = count;
  return chunks.flatMap((chunk) => {
    const taken = Math.min(skip, chunk.length);
    skip -= taken;
    return taken < chunk.length ? [chunk.subarray(taken)] : [];
  });
}
