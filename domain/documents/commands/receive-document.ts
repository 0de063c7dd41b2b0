import { createHash, randomUUID } from 'node:crypto';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import { documentChecks, documents, documentVersions } from '@/db/schema/documents';
import { record } from '@/domain/audit/commands';
import { atOnce, type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { chunksOf } from '@/platform/chunks';
import { failpoint } from '@/platform/failpoint';
import { StorageError } from '@/platform/storage';
import { blindIndex, fileSealer, newKey, seal } from '@/platform/vault';
import { storedIdsOf } from '../queries';
import {
  bytesIdentity,
  cleanFileName,
  type DocumentKind,
  HEAD_BYTES,
  JOB_MAY_TAKE_MS,
  judgeHead,
  MAX_DOCUMENT_BYTES,
  type Slot,
} from '../rules';
import { forgetTraces } from '../text-traces';

export type ReceivedDocument = {
  versionId: string;
  slot: Slot;
  name: string;
  size: number;
  kind: DocumentKind;
  receivedAt: Date;
};

/** A file's bytes as they come, or as the store holds them already. */
export type FileBytes =
  | {
      stream: Readable;
      /** The stream's chunks belong to nobody else: the memory of each is given back once it is sealed. */
      freesChunks?: boolean;
    }
  | { stored: StoredBytes };

/** What the store holds under `versionId`, sealed as a document's bytes are, and has been judged by its head. */
export type StoredBytes = {
  versionId: string;
  fileKey: Uint8Array;
  kind: DocumentKind;
  size: number;
  /** SHA-256 in hex */
  digest: string;
};

type Arrival = {
  applicationId: string;
  slot: Slot;
  fileName: string;
  bytes: FileBytes;
  /** A draft keeps its newest file only; a sent application keeps what editors may have read. */
  into?: 'draft' | 'submitted';
  /** The caller makes it durable with a transaction of its own, before anybody is told that the file is here. */
  durableLater?: boolean;
  /** done in the transaction that fills the slot */
  also?: (tx: TxCtx, versionId: string) => Promise<void>;
};

/**
 * Takes one file into a slot: seal, write, fsync, then the row; what this returns is on disk, the row too unless it is
 * `durableLater`. What is stored already becomes the document as it is; refused, it is removed.
 * Memory stays at a few frames whatever the size. A file that is refused leaves nothing behind.
 * A refused stream is left where it stood, neither drained nor destroyed.
 * Errors: document_empty, document_too_large {limitBytes}, document_wrong_type, document_mismatch, document_lock_file,
 * storage_full,
 * not_found (no application in the state `into`).
 */
export async function receiveDocument(ctx: Ctx, arrival: Arrival): Promise<ReceivedDocument> {
  const applicationKey = await ctx.keyStore.get(arrival.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  const name = cleanFileName(arrival.fileName);
  const { bytes, slot } = arrival;
  const { versionId, fileKey, kind, size, digest } =
    'stored' in bytes ? bytes.stored : await storeNew(ctx, { slot, name, ...bytes });
  await failpoint('document.stored');
  const row = {
    id: versionId,
    kind,
    size,
    sealedKey: seal(applicationKey, `document-key:${versionId}`, fileKey),
    sealedName: seal(applicationKey, `document-name:${versionId}`, name),
    fingerprint: blindIndex(ctx.keys.fingerprint, 'document', digest),
  };
  try {
    await transaction(ctx, (tx) => fillSlot(tx, arrival, row));
  } catch (error) {
    // Only where it is certain that no row was written; a commit whose answer was lost must find its bytes.
    if (error instanceof AppError) await ctx.storage.remove(versionId);
    throw error;
  }
  return { versionId, slot, name, size, kind, receivedAt: ctx.now };
}

type VersionRow = Pick<
  typeof documentVersions.$inferInsert,
  'id' | 'kind' | 'size' | 'sealedKey' | 'sealedName' | 'fingerprint'
>;

async function fillSlot(tx: TxCtx, arrival: Arrival, row: VersionRow): Promise<void> {
  const filled = await lockSlot(tx, arrival);
  const earlier = filled ? await versionsOf(tx, filled) : [];
  if (arrival.into !== 'submitted') await discard(tx, earlier);
  await forgetTraces(tx, earlier);
  const number = Math.max(0, ...earlier.map((version) => version.number)) + 1;
  const documentId = filled ?? randomUUID();
  const { applicationId, slot } = arrival;
  await atOnce([
    ...(filled ? [] : [tx.db.insert(documents).values({ id: documentId, applicationId, slot, createdAt: tx.now })]),
    tx.db.insert(documentVersions).values({ ...row, documentId, number, receivedAt: tx.now }),
    tx.db
      .insert(documentChecks)
      .values({ versionId: row.id, state: 'waiting', nextAt: new Date(tx.now.getTime() + JOB_MAY_TAKE_MS) }),
    enqueue(tx, 'documents.check', { versionId: row.id }),
    record(tx, {
      verb: 'document.received',
      subject: { kind: 'document', id: row.id },
      details: { slot, applicationId, version: number },
    }),
  ]);
  await arrival.also?.(tx, row.id);
}

/**
 * Nobody else fills or empties a slot of this application before the transaction ends. Answers the id of the document
 * that fills this one; null where it is empty. Errors: not_found (no application in the state `into`).
 */
async function lockSlot(
  tx: TxCtx,
  { applicationId, slot, into, durableLater: later }: Arrival,
): Promise<string | null> {
  // One after the other in the database: the second sees what was done by whoever the first had to wait for.
  const [[application], [document]] = await atOnce([
    tx.db
      .select({ id: applications.id, ...(later && { durableLater }) })
      .from(applications)
      .where(and(eq(applications.id, applicationId), eq(applications.state, into ?? 'draft')))
      .for('update'),
    tx.db
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.applicationId, applicationId), eq(documents.slot, slot), isNull(documents.removedAt)))
      .for('update'),
  ]);
  if (!application) throw new AppError('not_found');
  return document?.id ?? null;
}

async function discard(tx: TxCtx, versions: readonly { id: string }[]): Promise<void> {
  const versionIds = versions.map((version) => version.id);
  if (versionIds.length === 0) return;
  const storedIds = await storedIdsOf(tx, versionIds);
  await tx.db.delete(documentVersions).where(inArray(documentVersions.id, versionIds));
  await enqueue(tx, 'documents.erase-bytes', { versionIds: storedIds });
}

async function versionsOf(tx: TxCtx, documentId: string): Promise<{ id: string; number: number }[]> {
  return tx.db
    .select({ id: documentVersions.id, number: documentVersions.number })
    .from(documentVersions)
    .where(eq(documentVersions.documentId, documentId));
}

type Inspection = { through: Transform; result(): { kind: DocumentKind; size: number; digest: string } };

/** Counts, hashes and judges the bytes as they pass; breaks the stream at the first fault. */
function inspect(slot: Slot, name: string): Inspection {
  const hash = createHash('sha256');
  let head: Buffer | null = Buffer.alloc(0);
  let size = 0;
  let kind: DocumentKind | null = null;
  const judge = (bytes: Buffer) => {
    const verdict = judgeHead(slot, name, bytes);
    if (!verdict.ok) throw new AppError(verdict.code);
    kind = verdict.kind;
    head = null;
  };
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        size += chunk.length;
        if (size > MAX_DOCUMENT_BYTES) throw new AppError('document_too_large', { limitBytes: MAX_DOCUMENT_BYTES });
        if (head) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
        if (head && head.length >= HEAD_BYTES) judge(head);
        hash.update(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: TransformCallback) {
      try {
        if (head) judge(head);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const result = () => {
    if (!kind) throw new Error('asked for a verdict before the end of the file');
    return { kind, size, digest: hash.digest('hex') };
  };
  return { through, result };
}

type ToStore = { slot: Slot; name: string; stream: Readable; freesChunks?: boolean };

async function storeNew(ctx: Ctx, { slot, name, stream, freesChunks = false }: ToStore): Promise<StoredBytes> {
  const versionId = randomUUID();
  const fileKey = newKey();
  const inspection = inspect(slot, name);
  const sealer = fileSealer(fileKey, bytesIdentity(versionId), { freesChunks });
  const [, written] = await Promise.allSettled([
    // Not the stream itself: a refused file must not destroy the form it came in.
    pipeline(chunksOf(stream), inspection.through, sealer),
    ctx.storage.write(versionId, sealer, { freesChunks: true }),
  ]);
  if (written.status === 'fulfilled') return { versionId, fileKey, ...inspection.result() };
  const { reason } = written;
  if (reason instanceof StorageError && reason.code === 'storage_full')
    throw new AppError('storage_full', {}, { cause: reason });
  throw inspection.through.errored ?? reason;
}
