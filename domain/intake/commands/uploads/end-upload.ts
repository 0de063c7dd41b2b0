import { and, eq, inArray } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { uploadParts, uploads } from '@/db/schema/intake';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { removeDocument } from '@/domain/documents/commands';
import { AppError, type ErrorCode, isAppError } from '@/domain/errors';
import type { Upload } from '../../queries';

export const REFUSALS = [
  'document_empty',
  'document_too_large',
  'document_wrong_type',
  'document_mismatch',
  'document_lock_file',
] as const satisfies readonly ErrorCode[];
export type Refusal = (typeof REFUSALS)[number];

export function refusalIn(error: unknown): Refusal | null {
  return isAppError(error) ? (REFUSALS.find((code) => code === error.code) ?? null) : null;
}

type Ending = { state: 'finished'; versionId: string } | { state: 'refused'; refusal: Refusal } | { state: 'expired' };

/** Closes an open upload; its parts go once the rows are gone. Errors: conflict (it is open no more). */
export async function closeUpload(tx: TxCtx, uploadId: string, ending: Ending): Promise<void> {
  const closed = await tx.db
    .update(uploads)
    .set(ending)
    .where(and(eq(uploads.id, uploadId), eq(uploads.state, 'open')))
    .returning({ id: uploads.id });
  if (closed.length === 0) throw new AppError('conflict');
  await dropParts(tx, [uploadId]);
}

/** Marks an upload whose file cannot be taken, unless it has ended otherwise meanwhile. */
export async function refuseUpload(ctx: Ctx, uploadId: string, refusal: Refusal): Promise<void> {
  try {
    await transaction(ctx, (tx) => closeUpload(tx, uploadId, { state: 'refused', refusal }));
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
  }
}

/**
 * Ends an upload for good, and takes out the document it has become if that is still in its slot; what has been sent stays.
 * Errors: not_found (already ended, or its application has been sent).
 */
export async function endUpload(ctx: Ctx, { id, applicationId, slot, replaces }: Upload): Promise<void> {
  const [row] = await ctx.db.select({ versionId: uploads.versionId }).from(uploads).where(eq(uploads.id, id));
  if (!row) throw new AppError('not_found');
  if (row.versionId && !replaces) await removeDocument(ctx, { applicationId, slot, versionId: row.versionId });
  await transaction(ctx, async (tx) => {
    await dropParts(tx, [id]);
    await tx.db.delete(uploads).where(eq(uploads.id, id));
  });
}

/** Leaves nothing of an application's uploads. */
export async function forgetUploads(tx: TxCtx, applicationId: string): Promise<void> {
  const rows = await tx.db.select({ id: uploads.id }).from(uploads).where(eq(uploads.applicationId, applicationId));
  const ids = rows.map(({ id }) => id);
  await dropParts(tx, ids);
  if (ids.length > 0) await tx.db.delete(uploads).where(inArray(uploads.id, ids));
}

async function dropParts(tx: TxCtx, uploadIds: readonly string[]): Promise<void> {
  if (uploadIds.length === 0) return;
  const parts = await tx.db
    .delete(uploadParts)
    .where(inArray(uploadParts.uploadId, [...uploadIds]))
    .returning({ id: uploadParts.id });
  if (parts.length > 0) await enqueue(tx, 'documents.erase-bytes', { versionIds: parts.map(({ id }) => id) });
}
