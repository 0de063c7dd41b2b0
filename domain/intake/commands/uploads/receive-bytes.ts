import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { and, count, eq } from 'drizzle-orm';
import { uploadParts, uploads } from '@/db/schema/intake';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { HEAD_BYTES, judgeHead } from '@/domain/documents/rules';
import { AppError } from '@/domain/errors';
import { chunksOf } from '@/platform/chunks';
import { failpoint } from '@/platform/failpoint';
import { StorageError } from '@/platform/storage';
import { fileSealer } from '@/platform/vault';
import type { Upload } from '../../queries';
import { ArrivingBytes, type Portion } from './arriving-bytes';
import { endOf, holdApplication } from './begin-upload';
import { refusalIn, refuseUpload } from './end-upload';
import { finishUpload } from './finish-upload';
import { arrivedBytes, keyOfUpload, nameOfUpload, partIdentity } from './parts';

export type Checksum = { algorithm: 'sha1' | 'sha256'; digest: Buffer };

export type Stretch = {
  /** where in the file its first byte belongs */
  offset: number;
  /** its chunks belong to nobody else: the memory of each is given back once it is sealed */
  bytes: Readable;
  /** of the whole stretch: it is kept whole or not at all */
  checksum?: Checksum | undefined;
};

const PORTION: Portion = { bytes: 16 * 1024 * 1024, ms: 15_000 };
/** So many only come of a sender who means harm. */
const MOST_PARTS = 5000;

/**
 * Adds a stretch of a file to its upload: seal, write, fsync, then the row. A stretch that breaks off is kept as far as
 * it came, and the break rises. With the last byte the upload becomes a document. Memory stays at a few frames.
 * Answers how many bytes of the file are on disk, or made a document.
 * Errors: upload_offset {received} (the file goes on elsewhere), upload_checksum, document_empty, document_too_large,
 * document_wrong_type, document_mismatch (after which the upload has ended), storage_full (what came before stays),
 * too_many_uploads, not_found (no draft any more).
 */
export async function receiveBytes(ctx: Ctx, upload: Upload, stretch: Stretch, portion = PORTION): Promise<number> {
  if (stretch.offset !== upload.received) throw new AppError('upload_offset', { received: upload.received });
  if (upload.state === 'finished') return upload.received;
  try {
    const received = await takeAll(ctx, upload, stretch, portion);
    if (received === upload.size) await finishUpload(ctx, upload);
    return received;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) await refuseUpload(ctx, upload.id, refusal);
    throw error;
  }
}

async function takeAll(ctx: Ctx, upload: Upload, { offset, bytes, checksum }: Stretch, portion: Portion) {
  const arriving = new ArrivingBytes(chunksOf(bytes));
  const inspect = await inspectionOf(ctx, upload);
  const key = await keyOfUpload(ctx, upload);
  let received = offset;
  while (received < upload.size && (await arriving.hasMore())) {
    const most = upload.size - received;
    const part = await storePart(ctx, {
      key,
      inspect,
      checksum,
      arriving,
      portion: checksum
        ? { bytes: most, ms: Number.POSITIVE_INFINITY }
        : { ...portion, bytes: Math.min(most, portion.bytes) },
    });
    await keepPart(ctx, upload, { ...part, start: received });
    received += part.size;
  }
  if (arriving.fault && received < upload.size) throw arriving.fault;
  return received;
}

type Inspect = (chunk: Buffer) => void;

/** Judges the file as soon as enough of its beginning is here, in whichever stretch that is. */
async function inspectionOf(ctx: Ctx, upload: Upload): Promise<Inspect> {
  const enough = Math.min(HEAD_BYTES, upload.size);
  if (upload.received >= enough) return () => undefined;
  const name = await nameOfUpload(ctx, upload);
  const earlier: Buffer[] = [];
  for await (const chunk of arrivedBytes(ctx, upload)) earlier.push(chunk);
  let head = Buffer.concat(earlier);
  return (chunk) => {
    if (head.length >= enough) return;
    head = Buffer.concat([head, chunk.subarray(0, enough - head.length)]);
    if (head.length < enough) return;
    const verdict = judgeHead(upload.slot, name, head);
    if (!verdict.ok) throw new AppError(verdict.code);
  };
}

type PartInTheMaking = {
  key: Uint8Array;
  inspect: Inspect;
  checksum: Checksum | undefined;
  arriving: ArrivingBytes;
  portion: Portion;
};

async function storePart(
  ctx: Ctx,
  { key, inspect, checksum, arriving, portion }: PartInTheMaking,
): Promise<{ id: string; size: number }> {
  const id = randomUUID();
  const hash = checksum && createHash(checksum.algorithm);
  const sealer = fileSealer(key, partIdentity(id), { freesChunks: true });
  let size = 0;
  let fault: unknown;
  async function* passing() {
    try {
      for await (const chunk of arriving.portion(portion)) {
        inspect(chunk);
        hash?.update(chunk);
        size += chunk.length;
        yield chunk;
      }
      if (checksum && !sameDigest(checksum.digest, hash?.digest())) throw new AppError('upload_checksum');
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  const [, written] = await Promise.allSettled([
    pipeline(passing(), sealer),
    ctx.storage.write(id, sealer, { freesChunks: true }),
  ]);
  if (written.status === 'fulfilled') return { id, size };
  const { reason } = written;
  if (reason instanceof StorageError && reason.code === 'storage_full')
    throw new AppError('storage_full', {}, { cause: reason });
  throw fault ?? reason;
}

function sameDigest(wanted: Buffer, found: Buffer | undefined): boolean {
  return found !== undefined && wanted.length === found.length && timingSafeEqual(wanted, found);
}

type Part = { id: string; start: number; size: number };

async function keepPart(ctx: Ctx, upload: Upload, part: Part): Promise<void> {
  await failpoint('upload.part-stored');
  try {
    await transaction(ctx, (tx) => writePart(tx, upload, part));
  } catch (error) {
    // Only where it is certain that no row was written; a commit whose answer was lost must find its bytes.
    if (error instanceof AppError) await ctx.storage.remove(part.id);
    throw error;
  }
  await failpoint('upload.part-kept');
}

/** The offset decides between two who send the same stretch: the second one is told to look again. */
async function writePart(tx: TxCtx, upload: Upload, { id, start, size }: Part): Promise<void> {
  await holdApplication(tx, upload);
  const moved = await tx.db
    .update(uploads)
    .set({ received: start + size, touchedAt: tx.now, expiresAt: endOf(tx.now) })
    .where(and(eq(uploads.id, upload.id), eq(uploads.state, 'open'), eq(uploads.received, start)))
    .returning({ id: uploads.id });
  if (moved.length === 0) throw new AppError('upload_offset');
  await tx.db.insert(uploadParts).values({ id, uploadId: upload.id, start, size });
  const [parts] = await tx.db.select({ count: count() }).from(uploadParts).where(eq(uploadParts.uploadId, upload.id));
  if ((parts?.count ?? 0) > MOST_PARTS) throw new AppError('too_many_uploads', { limit: MOST_PARTS });
}
