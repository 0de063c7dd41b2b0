import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { freeChunk } from '../chunks';
import {
  FRAME_SIZE,
  type FrameOpen,
  type FrameSeal,
  frameCount,
  HEADER_SIZE,
  knownFrames,
  newFrames,
  plainSize,
  SEALED_FRAME_SIZE,
} from './sealed-frames';
import { VaultError } from './secret-keys';

/** `freesChunks`: gives back the memory of each chunk once it has been used up, which nobody else may then use. */
export type ChunkUse = { freesChunks: boolean };

/** Seals a stream of plain bytes. Holds one frame (64 KiB) at most beside the streams' own buffers. */
export function fileSealer(
  fileKey: Uint8Array,
  identity: string,
  { freesChunks }: ChunkUse = { freesChunks: false },
): Transform {
  return new FileSealer(newFrames(fileKey, identity), freesChunks);
}

/**
 * Opens a sealed stream. Emits only checked bytes and ends only after the file's true last frame;
 * any change, cut, addition, other key or other identity is an error of type `VaultError`.
 */
export function fileOpener(
  fileKey: Uint8Array,
  identity: string,
  { freesChunks }: ChunkUse = { freesChunks: false },
): Transform {
  return new FileOpener((header) => knownFrames(fileKey, identity, header), freesChunks);
}

/** The chunks that `read` gives belong to the reading. */
export type SealedSource = { read: () => Promise<Readable>; key: Uint8Array; identity: string };

/**
 * The plain bytes of a sealed file, in the order of reading. The file is opened with the first of them and closed with the
 * last, or as soon as nobody reads on. Throws as `read` and `fileOpener` do.
 */
export async function* readSealedFile({ read, key, identity }: SealedSource): AsyncGenerator<Buffer> {
  const opener = fileOpener(key, identity, { freesChunks: true });
  const sealed = await read();
  sealed.on('error', (error) => opener.destroy(error));
  try {
    yield* sealed.pipe(opener) as AsyncIterable<Buffer>;
  } finally {
    // Whoever stops early ends the last stream of a pipe only.
    sealed.destroy();
  }
}

/** The plain bytes of a sealed file that is at hand whole. Throws as `fileOpener` does. */
export function openSealedFile(sealed: Buffer, fileKey: Uint8Array, identity: string): Buffer {
  const size = plainSize(sealed.length);
  const last = frameCount(size) - 1;
  const frames = knownFrames(fileKey, identity, sealed.subarray(0, HEADER_SIZE));
  const plain = Buffer.allocUnsafeSlow(size);
  for (let number = 0; number <= last; number += 1) {
    const at = HEADER_SIZE + number * SEALED_FRAME_SIZE;
    const frame = frames.open(sealed.subarray(at, at + SEALED_FRAME_SIZE), number, number === last);
    frame.copy(plain, number * FRAME_SIZE);
    freeChunk(frame);
  }
  return plain;
}

class FileSealer extends Transform {
  readonly #frames: FrameSeal;
  readonly #freesChunks: boolean;
  readonly #cutter = new FrameCutter(FRAME_SIZE);
  #number = 0;

  constructor(frames: FrameSeal, freesChunks: boolean) {
    super();
    this.#frames = frames;
    this.#freesChunks = freesChunks;
    this.push(frames.header);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    attempt(done, () => {
      this.#cutter.take(chunk, (frame) => this.#emit(frame, false));
      if (this.#freesChunks) freeChunk(chunk);
    });
  }

  override _flush(done: TransformCallback): void {
    attempt(done, () => this.#emit(this.#cutter.rest(), true));
  }

  #emit(frame: Buffer, isLast: boolean): void {
    const [sealed, tag] = this.#frames.seal(frame, this.#number, isLast);
    this.#number += 1;
    if (sealed.length > 0) this.push(sealed);
    this.push(tag);
  }
}

class FileOpener extends Transform {
  readonly #framesFor: (header: Buffer) => FrameOpen;
  readonly #freesChunks: boolean;
  readonly #header = Buffer.alloc(HEADER_SIZE);
  readonly #cutter = new FrameCutter(SEALED_FRAME_SIZE);
  #headerLength = 0;
  #frames: FrameOpen | null = null;
  #number = 0;

  constructor(framesFor: (header: Buffer) => FrameOpen, freesChunks: boolean) {
    // Whoever reads gets frame by frame; a stream of bytes would join those that wait into a copy.
    super({ readableObjectMode: true, readableHighWaterMark: 1 });
    this.#framesFor = framesFor;
    this.#freesChunks = freesChunks;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    attempt(done, () => {
      this.#cutter.take(this.#withoutHeader(chunk), (frame) => this.#emit(frame, false));
      if (this.#freesChunks) freeChunk(chunk);
    });
  }

  override _flush(done: TransformCallback): void {
    attempt(done, () => this.#emit(this.#cutter.rest(), true));
  }

  #withoutHeader(chunk: Buffer): Buffer {
    if (this.#frames) return chunk;
    const taken = chunk.copy(this.#header, this.#headerLength);
    this.#headerLength += taken;
    if (this.#headerLength === HEADER_SIZE) this.#frames = this.#framesFor(this.#header);
    return chunk.subarray(taken);
  }

  #emit(sealed: Buffer, isLast: boolean): void {
    if (!this.#frames) throw new VaultError('truncated');
    const plain = this.#frames.open(sealed, this.#number, isLast);
    this.#number += 1;
    if (plain.length > 0) this.push(plain);
  }
}

/**
 * Cuts a stream into frames. A full frame is handed on only when a further byte has come, because the last
 * frame is sealed differently. Small chunks are copied rather than kept, so memory stays at one frame
 * however the bytes arrive. A frame handed on is valid only during the call.
 */
class FrameCutter {
  readonly #held: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#held = Buffer.allocUnsafeSlow(size);
  }

  take(chunk: Buffer, use: (frame: Buffer) => void): void {
    const size = this.#held.length;
    let from = 0;
    while (from < chunk.length) {
      if (this.#length === size) {
        use(this.#held);
        this.#length = 0;
      }
      if (this.#length === 0 && chunk.length - from > size) {
        use(chunk.subarray(from, from + size));
        from += size;
        continue;
      }
      const copied = chunk.copy(this.#held, this.#length, from);
      this.#length += copied;
      from += copied;
    }
  }

  rest(): Buffer {
    return this.#held.subarray(0, this.#length);
  }
}

function attempt(done: TransformCallback, work: () => void): void {
  try {
    work();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
}
