import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { and, asc, eq } from 'drizzle-orm';
import { uploadParts, uploads } from '@/db/schema/intake';
import type { Ctx, TxCtx } from '@/domain/context';
import { bytesIdentity, HEAD_BYTES, plainFileNameOf } from '@/domain/documents/rules';
import { AppError } from '@/domain/errors';
import { open, readSealedFile } from '@/platform/vault';
import { openUploadName, type Upload } from '../../queries';
import { endOf, holdApplication } from './begin-upload';

/** The key of an upload's parts. Errors: not_found (its application has been erased). */
export async function keyOfUpload(ctx: Ctx, upload: Upload): Promise<Buffer> {
  const applicationKey = await ctx.keyStore.get(upload.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  return open(applicationKey, `upload-key:${upload.id}`, upload.sealedKey);
}

/** Null where it is damaged. Errors: not_found (its application has been erased). */
export async function nameOfUpload(ctx: Ctx, upload: Upload): Promise<string | null> {
  const applicationKey = await ctx.keyStore.get(upload.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  return openUploadName(applicationKey, upload);
}

/** For a file whose own name is damaged, by what has arrived of it. */
export async function plainNameOfUpload(ctx: Ctx, upload: Upload): Promise<string> {
  const [head = Buffer.alloc(0)] = await Readable.from(arrivedBytes(ctx, upload)).take(1).toArray();
  return plainFileNameOf(upload.slot, head.subarray(0, HEAD_BYTES));
}

/** Everything that has arrived, from the first byte, one part after the other. */
export async function* arrivedBytes(ctx: Ctx, upload: Upload): AsyncGenerator<Buffer> {
  const key = await keyOfUpload(ctx, upload);
  const parts = await ctx.db
    .select({ id: uploadParts.id, asDocument: uploadParts.asDocument })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, upload.id))
    .orderBy(asc(uploadParts.start));
  for (const part of parts)
    yield* readSealedFile({ read: () => ctx.storage.read(part.id), key, identity: partIdentity(part) });
}

/**
 * SHA-256 of what has arrived: whoever has chosen a file again can see that it begins with the same bytes.
 * A finished upload's parts are gone, and so is its digest. Errors: not_found.
 */
export async function digestOfArrived(ctx: Ctx, upload: Upload): Promise<Buffer> {
  if (upload.state === 'finished') throw new AppError('not_found');
  const hash = createHash('sha256');
  for await (const chunk of arrivedBytes(ctx, upload)) hash.update(chunk);
  return hash.digest();
}

/** What may turn out to be the whole file is sealed as a document's bytes are: it then becomes one as it lies there. */
export function partIdentity({ id, asDocument }: { id: string; asDocument: boolean }): string {
  return asDocument ? bytesIdentity(id) : `upload-part:${id}`;
}

/**
 * Moves an upload on, and its end with it. The offset decides between two who send the same stretch: the second one is told
 * to look again. Errors: upload_offset, and those of `holdApplication`.
 */
export async function advance(tx: TxCtx, upload: Upload, { from, to }: { from: number; to: number }): Promise<void> {
  await holdApplication(tx, upload);
  const moved = await tx.db
    .update(uploads)
    .set({ received: to, touchedAt: tx.now, expiresAt: endOf(tx.now) })
    .where(and(eq(uploads.id, upload.id), eq(uploads.state, 'open'), eq(uploads.received, from)))
    .returning({ id: uploads.id });
  if (moved.length === 0) throw new AppError('upload_offset');
}
