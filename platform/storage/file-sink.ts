import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { freeChunk } from '../chunks';

const BUFFER_SIZE = 256 * 1024;

/**
 * Writes a stream into an open file and leaves it open, so that the caller can still fsync it: `pipeline` never
 * ends with the file handle's own write stream once that is told not to close. Gathers what waits into one write.
 */
export class FileSink extends Writable {
  readonly #file: FileHandle;
  readonly #freesChunks: boolean;
  #written = 0;

  constructor(file: FileHandle, freesChunks: boolean) {
    super({ highWaterMark: BUFFER_SIZE });
    this.#file = file;
    this.#freesChunks = freesChunks;
  }

  get bytesWritten(): number {
    return this.#written;
  }

  override _writev(waiting: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#writeAll(waiting.map(({ chunk }) => chunk)).then(() => done(), done);
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
