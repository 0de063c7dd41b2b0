import type { Ctx } from '@/domain/context';
import { freeChunk } from '@/platform/chunks';
import { log } from '@/platform/log';
import { open, openSealedFile, readSealedFile } from '@/platform/vault';
import { bytesIdentity } from './rules';

type SealedVersion = { id: string; applicationId: string; sealedKey: Buffer };

/** The key of one file; null when the application's key has been destroyed. */
export async function fileKeyOf(ctx: Ctx, version: SealedVersion): Promise<Buffer | null> {
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  return applicationKey ? open(applicationKey, `document-key:${version.id}`, version.sealedKey) : null;
}

/** The stored bytes of a rendition. Small enough to hold whole: a page is some 200 KB. */
export async function readRendition(ctx: Ctx, id: string, key: Uint8Array): Promise<Buffer> {
  const sealed = await ctx.storage.readWhole(id);
  const plain = openSealedFile(sealed, key, `rendition:${id}`);
  freeChunk(sealed);
  return plain;
}

/** The bytes of a version as they arrived, read as they are asked for. */
export function readVersion(ctx: Ctx, id: string, key: Uint8Array): AsyncGenerator<Buffer> {
  return readSealedFile({ read: () => ctx.storage.read(id), key, identity: bytesIdentity(id) });
}

/** The same, held whole. */
export function readWholeVersion(ctx: Ctx, id: string, key: Uint8Array): Promise<Buffer> {
  return gathered(readVersion(ctx, id, key));
}

async function gathered(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const whole = Buffer.concat(pieces);
  pieces.forEach(freeChunk);
  return whole;
}

/** A stored file on its way into an archive. */
export type ArchivedFile = {
  bytes: AsyncIterable<Uint8Array>;
  /** whether all of them came, once they have been read */
  isWhole(): boolean;
  /** to be called in the end, read or not: the file is open from the beginning */
  close(): Promise<void>;
};

/**
 * A stored file for an archive, which goes on with others whatever becomes of this one: it ends where the store has lost or
 * spoilt it, which the log says. Null where nothing of it can be read.
 */
export async function asFarAsItGoes(versionId: string, stream: AsyncIterable<unknown>): Promise<ArchivedFile | null> {
  const chunks = stream[Symbol.asyncIterator]();
  let isWhole = false;
  const next = async () => {
    try {
      const { done, value } = await chunks.next();
      isWhole = done === true;
      return value instanceof Uint8Array ? value : null;
    } catch (error) {
      log.error({ event: 'document.unreadable-in-store', document: versionId }, error);
      return null;
    }
  };
  const first = await next();
  if (!first && !isWhole) return null;
  async function* bytes() {
    for (let chunk = first; chunk; chunk = await next()) yield chunk;
  }
  const close = async () => void (await chunks.return?.());
  return { bytes: bytes(), isWhole: () => isWhole, close };
}
