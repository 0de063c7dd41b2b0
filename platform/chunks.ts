import { finished, PassThrough, type Readable } from 'node:stream';

/** Node cuts smaller buffers from a pool. */
const SHARED_BELOW = 16 * 1024;

/**
 * Gives back the memory of a chunk that has been used up and belongs to nobody else; it is empty afterwards. Left to the
 * collector, the chunks of a few files make it look through the whole heap: more work than sealing them. Does nothing
 * to a chunk that shares its memory with others; small ones do, and cost nothing.
 */
export function freeChunk({ buffer, byteLength }: Uint8Array): void {
  if (byteLength < SHARED_BELOW || byteLength !== buffer.byteLength) return;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/**
 * A stream's chunks one by one, as they came. Read by itself a stream joins all that waits in it: one copy more, and the
 * chunks are left to the collector. Where nobody reads on, the stream is not
 * destroyed, and what is left of it can be read by others.
 */
export function chunksOf(stream: Readable): Readable {
  const chunks = new PassThrough({ readableObjectMode: true, readableHighWaterMark: 1 });
  // Whoever reads hears it; where nobody has begun to, an unheard error would end the process.
  chunks.on('error', () => undefined);
  finished(stream, { writable: false }, (error) => {
    if (error) chunks.destroy(error);
  });
  return stream.pipe(chunks);
}
