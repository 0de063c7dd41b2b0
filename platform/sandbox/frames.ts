/**
 * What parent and child say to each other: length (4 bytes, big-endian), kind (1 byte), payload. `bytes` and `end` carry
 * the file in; `task` asks; `file` and then `result` or `failure` answer.
 */
const KINDS = ['bytes', 'end', 'task', 'file', 'result', 'failure'] as const;
export type FrameKind = (typeof KINDS)[number];
export type Frame = { kind: FrameKind; payload: Buffer };

/** How a child names the fault of having found no more memory. */
export const NO_MEMORY = 'NoMemory';

const HEADER_BYTES = 5;

/** Thrown by `readFrames` when the other side says more, or says something else, than it may. */
export class FrameError extends Error {
  constructor(readonly reason: 'too_long' | 'unknown_kind') {
    super(reason);
    this.name = 'FrameError';
  }
}

export function frameHeader(kind: FrameKind, length: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(length, 0);
  header[HEADER_BYTES - 1] = KINDS.indexOf(kind);
  return header;
}

/** Frames as they arrive; one longer than `limitBytes` is refused before its payload is kept. */
export async function* readFrames(stream: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Frame> {
  const held = new Held();
  let head: { kind: FrameKind; length: number } | undefined;
  for await (const chunk of stream) {
    held.add(chunk);
    for (;;) {
      const piece = held.take(head?.length ?? HEADER_BYTES);
      if (!piece) break;
      if (head) yield { kind: head.kind, payload: piece };
      head = head ? undefined : readHeader(piece, limitBytes);
    }
  }
}

function readHeader(bytes: Buffer, limitBytes: number): { kind: FrameKind; length: number } {
  const kind = KINDS[bytes[HEADER_BYTES - 1] ?? -1];
  const length = bytes.readUInt32BE(0);
  if (!kind) throw new FrameError('unknown_kind');
  if (length > limitBytes) throw new FrameError('too_long');
  return { kind, length };
}

/** Bytes that have come and wait until they make a whole; joined once, not at every arrival. */
class Held {
  private parts: Buffer[] = [];
  private length = 0;

  add(chunk: Buffer): void {
    this.parts.push(chunk);
    this.length += chunk.length;
  }

  take(wanted: number): Buffer | undefined {
    if (this.length < wanted) return undefined;
    const all = this.parts.length === 1 && this.parts[0] ? this.parts[0] : Buffer.concat(this.parts);
    this.parts = [all.subarray(wanted)];
    this.length -= wanted;
    return all.subarray(0, wanted);
  }
}
