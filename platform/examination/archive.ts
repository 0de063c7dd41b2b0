import type { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { Refused } from './verdict';

export const ARCHIVE_LIMITS = {
  members: 2000,
  inflatedBytes: 200 * 1024 * 1024,
  ratio: 200,
  /** Small members may be as dense as they like: an empty page of XML is. */
  ratioFrom: 4 * 1024 * 1024,
};
/** Parts we look into are texts; what is larger cannot be looked into. */
const LONGEST_PART = 48 * 1024 * 1024;
const ENCRYPTED = 0x1;

/** What is read of an archive: all names, and the members that were asked for, inflated. */
export type Archive = { names: readonly string[]; parts: ReadonlyMap<string, Buffer> };

/**
 * Inflates every member once, counting while it does, and keeps those that `isWanted` names. Archives inside the archive
 * are counted as bytes and never opened. Two members of one name are refused: which of them counts is each reader's own
 * choice. Refuses: too_large_inside, password, damaged.
 */
export async function readArchive(file: Buffer, isWanted: (name: string) => boolean): Promise<Archive> {
  const names: string[] = [];
  const parts = new Map<string, Buffer>();
  const seen = new Set<string>();
  const count = new InflationCount(file.length);
  const zip = await openZip(file);
  for await (const entry of entriesOf(zip)) {
    names.push(entry.fileName);
    if (names.length > ARCHIVE_LIMITS.members) throw new Refused('too_large_inside');
    if (entry.fileName.endsWith('/')) continue;
    if (seen.has(keyOf(entry.fileName))) throw new Refused('damaged');
    seen.add(keyOf(entry.fileName));
    if (entry.generalPurposeBitFlag & ENCRYPTED) throw new Refused('password');
    const part = await inflate(await streamOf(zip, entry), entry, { count, isKept: isWanted(entry.fileName) });
    if (part) parts.set(entry.fileName, part);
  }
  return { names, parts };
}

/** As programs compare the names of members: in any case, with either slash. */
export function keyOf(name: string): string {
  return name.normalize('NFC').replace(/\\/g, '/').replace(/^\/+/, '').toLowerCase();
}

/** What has come out of an archive so far, all members together. */
export class InflationCount {
  private total = 0;

  constructor(private readonly packedBytes: number) {}

  add(bytes: number): void {
    this.total += bytes;
    const isDense = this.total > ARCHIVE_LIMITS.ratioFrom && this.total > ARCHIVE_LIMITS.ratio * this.packedBytes;
    if (isDense || this.total > ARCHIVE_LIMITS.inflatedBytes) throw new Refused('too_large_inside');
  }
}

function openZip(file: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(file, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(new Refused('damaged', { cause: error })) : resolve(zip),
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.removeAllListeners();
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', () => reject(new Refused('damaged')));
      zip.readEntry();
    });
    if (!entry) return;
    yield entry;
  }
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(new Refused('damaged', { cause: error })) : resolve(stream),
    );
  });
}

async function inflate(
  stream: Readable,
  entry: Entry,
  { count, isKept }: { count: InflationCount; isKept: boolean },
): Promise<Buffer | null> {
  const kept: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      count.add(chunk.length);
      const isDense = size > ARCHIVE_LIMITS.ratioFrom && size > ARCHIVE_LIMITS.ratio * entry.compressedSize;
      if (isDense) throw new Refused('too_large_inside');
      if (isKept && size > LONGEST_PART) throw new Refused('too_large_inside');
      if (isKept) kept.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('damaged', { cause: error });
  } finally {
    stream.destroy();
  }
  return isKept ? Buffer.concat(kept) : null;
}
