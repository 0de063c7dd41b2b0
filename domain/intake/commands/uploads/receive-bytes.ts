import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { count, eq } from 'drizzle-orm';
import { uploadParts } from '@/db/schema/intake';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import type { StoredBytes } from '@/domain/documents/commands';
import { type DocumentKind, HEAD_BYTES, judgeHead, MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { AppError, isAppError } from '@/domain/errors';
import { chunksOf } from '@/platform/chunks';
import { failpoint } from '@/platform/failpoint';
import { StorageError } from '@/platform/storage';
import { fileSealer } from '@/platform/vault';
import { stateOf, type Upload } from '../../queries';
import { ArrivingBytes, type Portion } from './arriving-bytes';
import { refusalIn, refuseUpload } from './end-upload';
import { finishInOne, finishUpload } from './finish-upload';
import { advance, arrivedBytes, keyOfUpload, nameOfUpload, partIdentity } from './parts';

export type Checksum = { algorithm: 'sha1' | 'sha256'; digest: Buffer };

export type Stretch = {
  /** where in the file its first byte belongs */
  offset: number;
  /** its chunks belong to nobody else: the memory of each is given back once it is sealed */
  bytes: Readable;
  /** of the whole stretch: it is kept whole or not at all */
  checksum?: Checksum | undefined;
};

/** A whole file, where the line is good: it need not be sealed anew then. */
const PORTION: Portion = { bytes: MAX_DOCUMENT_BYTES, ms: 15_000 };
/** So many only come of a sender who means harm. */
const MOST_PARTS = 5000;

/**
 * Adds a stretch of a file to its upload: seal, write, fsync, then the row. A stretch that breaks off is kept as far as
 * it came, and the break rises. With the last byte the upload becomes a document: one that came in one part as it is stored,
 * others sealed anew. Memory stays at a few frames.
 * Answers how many bytes of the file are on disk, or made a document.
 * Errors: upload_offset {received} (the file goes on elsewhere), upload_checksum, document_empty, document_too_large,
 * document_wrong_type, document_mismatch (after which the upload has ended), storage_full (what came before stays),
 * too_many_uploads, already_sent, withdrawn, not_found (no draft any more).
 */
export async function receiveBytes(ctx: Ctx, upload: Upload, stretch: Stretch, portion = PORTION): Promise<number> {
  if (stretch.offset !== upload.received) throw new AppError('upload_offset', { received: upload.received });
  if (upload.state === 'finished') return upload.received;
  try {
    const { received, inOne } = await takeAll(ctx, upload, stretch, portion);
    if (inOne) await finishInOne(ctx, upload, inOne);
    else if (received === upload.size) await finishUpload(ctx, upload);
    return received;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) await refuseUpload(ctx, upload.id, refusal);
    throw isAppError(error, 'not_found') ? await becauseItWent(ctx, upload, error) : error;
  }
}

/** It was sent or withdrawn while these bytes were on their way, perhaps from another device: its applicant reads why. */
async function becauseItWent(ctx: Ctx, { applicationId, replaces }: Upload, error: AppError): Promise<AppError> {
  const state = await stateOf(ctx, applicationId);
  if (state !== 'submitted' && state !== 'withdrawn') return error;
  if (!replaces) return new AppError('already_sent');
  return state === 'withdrawn' ? new AppError('withdrawn') : error;
}

/** `inOne`: the whole file came in one part, which no row names yet. */
type Taken = { received: number; inOne: StoredBytes | null };

async function takeAll(
  ctx: Ctx,
  upload: Upload,
  { offset, bytes, checksum }: Stretch,
  portion: Portion,
): Promise<Taken> {
  const arriving = new ArrivingBytes(chunksOf(bytes));
  const inspection = await inspectionOf(ctx, upload);
  const key = await keyOfUpload(ctx, upload);
  let received = offset;
  while (received < upload.size && (await arriving.hasMore())) {
    const left = upload.size - received;
    const most = checksum
      ? { bytes: left, ms: Number.POSITIVE_INFINITY }
      : { ...portion, bytes: Math.min(left, portion.bytes) };
    const asDocument = most.bytes === upload.size;
    const part = await storePart(ctx, { key, inspection, checksum, arriving, portion: most, asDocument });
    const { digest, ...kept } = part;
    const kind = inspection.kind();
    if (part.size === upload.size && digest && kind)
      return { received: upload.size, inOne: { versionId: part.id, fileKey: key, kind, size: part.size, digest } };
    await keepPart(ctx, upload, { ...kept, start: received });
    received += part.size;
  }
  if (arriving.fault && received < upload.size) throw arriving.fault;
  return { received, inOne: null };
}

type Inspection = {
  take(chunk: Buffer): void;
  /** null until enough of the file has passed */
  kind(): DocumentKind | null;
};

/** Judges the file as soon as enough of its beginning is here, in whichever stretch that is. */
async function inspectionOf(ctx: Ctx, upload: Upload): Promise<Inspection> {
  const enough = Math.min(HEAD_BYTES, upload.size);
  if (upload.received >= enough) return { take: () => undefined, kind: () => null };
  const name = await nameOfUpload(ctx, upload);
  // Judged once it is whole, by a plain name.
  if (name === null) return { take: () => undefined, kind: () => null };
  const earlier: Buffer[] = [];
  for await (const chunk of arrivedBytes(ctx, upload)) earlier.push(chunk);
  let head = Buffer.concat(earlier);
  let kind: DocumentKind | null = null;
  return {
    take(chunk) {
      if (head.length >= enough) return;
      head = Buffer.concat([head, chunk.subarray(0, enough - head.length)]);
      if (head.length < enough) return;
      const verdict = judgeHead(upload.slot, name, head);
      if (!verdict.ok) throw new AppError(verdict.code);
      kind = verdict.kind;
    },
    kind: () => kind,
  };
}

type PartInTheMaking = {
  key: Uint8Array;
  inspection: Inspection;
  checksum: Checksum | undefined;
  arriving: ArrivingBytes;
  portion: Portion;
  asDocument: boolean;
};

/** `digest`: SHA-256 in hex of a part that may be the whole file. */
type StoredPart = { id: string; size: number; asDocument: boolean; digest: string | null };

async function storePart(
  ctx: Ctx,
  { key, inspection, checksum, arriving, portion, asDocument }: PartInTheMaking,
): Promise<StoredPart> {
  const id = randomUUID();
  const check = checksum && createHash(checksum.algorithm);
  const hash = asDocument ? createHash('sha256') : null;
  const sealer = fileSealer(key, partIdentity({ id, asDocument }), { freesChunks: true });
  let size = 0;
  let fault: unknown;
  async function* passing() {
    try {
      for await (const chunk of arriving.portion(portion)) {
        inspection.take(chunk);
        check?.update(chunk);
        hash?.update(chunk);
        size += chunk.length;
        yield chunk;
      }
      if (checksum && !sameDigest(checksum.digest, check?.digest())) throw new AppError('upload_checksum');
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  const [, written] = await Promise.allSettled([
    pipeline(passing(), sealer),
    ctx.storage.write(id, sealer, { freesChunks: true }),
  ]);
  if (written.status === 'fulfilled') return { id, size, asDocument, digest: hash?.digest('hex') ?? null };
  const { reason } = written;
  if (reason instanceof StorageError && reason.code === 'storage_full')
    throw new AppError('storage_full', {}, { cause: reason });
  throw fault ?? reason;
}

function sameDigest(wanted: Buffer, found: Buffer | undefined): boolean {
  return found !== undefined && wanted.length === found.length && timingSafeEqual(wanted, found);
}

type Part = { id: string; start: number; size: number; asDocument: boolean };

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

async function writePart(tx: TxCtx, upload: Upload, { id, start, size, asDocument }: Part): Promise<void> {
  await advance(tx, upload, { from: start, to: start + size });
  await tx.db.insert(uploadParts).values({ id, uploadId: upload.id, start, size, asDocument });
  const [parts] = await tx.db.select({ count: count() }).from(uploadParts).where(eq(uploadParts.uploadId, upload.id));
  if ((parts?.count ?? 0) > MOST_PARTS) throw new AppError('too_many_uploads', { limit: MOST_PARTS });
}
