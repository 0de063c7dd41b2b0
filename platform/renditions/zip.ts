import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { UnreadableDocument } from './types';

/** No part of a text document that we read is larger. */
const PART_AT_MOST = 64 * 1024 * 1024;

/** The named members of a ZIP, inflated; those it does not have are left out. Errors: UnreadableDocument damaged, too_large. */
export async function partsOf(bytes: Uint8Array, names: readonly string[]): Promise<Map<string, Buffer>> {
  try {
    return await collect(await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true }), new Set(names));
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('damaged', { cause: error });
  }
}

async function collect(zip: ZipFile, wanted: ReadonlySet<string>): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    if (!wanted.has(entry.fileName) || found.has(entry.fileName)) continue;
    found.set(entry.fileName, await inflate(zip, entry));
    if (found.size === wanted.size) break;
  }
  return found;
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    size += chunk.length;
    if (size > PART_AT_MOST) throw new UnreadableDocument('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
