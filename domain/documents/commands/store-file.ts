import { createHash, randomUUID } from 'node:crypto';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { documentVersions } from '@/db/schema/documents';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { chunksOf } from '@/platform/chunks';
import { failpoint } from '@/platform/failpoint';
import { StorageError } from '@/platform/storage';
import { blindIndex, fileSealer, newKey, seal } from '@/platform/vault';
import {
  bytesIdentity,
  cleanFileName,
  type DocumentKind,
  HEAD_BYTES,
  judgeHead,
  MAX_DOCUMENT_BYTES,
  type Slot,
} from '../rules';

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

/** A file whose bytes are on the disk and which no row names yet: left so, it is swept. */
export type StoredFile = {
  slot: Slot;
  name: string;
  kind: DocumentKind;
  row: Pick<typeof documentVersions.$inferInsert, 'id' | 'kind' | 'size' | 'sealedKey' | 'sealedName' | 'fingerprint'>;
};

export type ArrivingFile = { applicationId: string; slot: Slot; fileName: string; bytes: FileBytes };

/**
 * Seals, writes and fsyncs one file for a slot; `fileDocuments` makes a document of it. Memory stays at a few frames whatever
 * the size. A file that is refused leaves nothing behind, and its stream where it stood, neither drained nor destroyed.
 * Errors: document_empty, document_too_large {limitBytes}, document_wrong_type, document_mismatch, document_lock_file,
 * storage_full, not_found (no such application).
 */
export async function storeFile(ctx: Ctx, { applicationId, slot, fileName, bytes }: ArrivingFile): Promise<StoredFile> {
  const applicationKey = await ctx.keyStore.get(applicationId);
  if (!applicationKey) throw new AppError('not_found');
  const name = cleanFileName(fileName);
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
  return { slot, name, kind, row };
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
