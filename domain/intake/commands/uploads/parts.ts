import { createHash } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { uploadParts } from '@/db/schema/intake';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { open, readSealedFile } from '@/platform/vault';
import type { Upload } from '../../queries';

/** The key of an upload's parts. Errors: not_found (its application has been erased). */
export async function keyOfUpload(ctx: Ctx, upload: Upload): Promise<Buffer> {
  const applicationKey = await ctx.keyStore.get(upload.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  return open(applicationKey, `upload-key:${upload.id}`, upload.sealedKey);
}

/** Errors: not_found (its application has been erased). */
export async function nameOfUpload(ctx: Ctx, upload: Upload): Promise<string> {
  const applicationKey = await ctx.keyStore.get(upload.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  return open(applicationKey, `upload-name:${upload.id}`, upload.sealedName).toString('utf8');
}

/** Everything that has arrived, from the first byte, one part after the other. */
export async function* arrivedBytes(ctx: Ctx, upload: Upload): AsyncGenerator<Buffer> {
  const key = await keyOfUpload(ctx, upload);
  const parts = await ctx.db
    .select({ id: uploadParts.id })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, upload.id))
    .orderBy(asc(uploadParts.start));
  for (const { id } of parts)
    yield* readSealedFile({ read: () => ctx.storage.read(id), key, identity: partIdentity(id) });
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

export function partIdentity(partId: string): string {
  return `upload-part:${partId}`;
}
