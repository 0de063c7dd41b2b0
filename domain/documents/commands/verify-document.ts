import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { eq } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { documents, documentVersions } from '@/db/schema/documents';
import { type Ctx, transaction } from '@/domain/context';
import { blindIndex, fileOpener } from '@/platform/vault';
import { fileKeyOf } from '../sealing';

/**
 * Reads a stored file back through its seal and compares it with what arrived, so that a broken disk is noticed while
 * the applicant can still send the file again. A file that has been removed meanwhile is no fault.
 */
export async function verifyDocument(ctx: Ctx, versionId: string): Promise<void> {
  const [version] = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      sealedKey: documentVersions.sealedKey,
      size: documentVersions.size,
      fingerprint: documentVersions.fingerprint,
    })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .where(eq(documentVersions.id, versionId));
  if (!version) return;
  const fileKey = await fileKeyOf(ctx, version);
  if (!fileKey) return;
  const hash = createHash('sha256');
  let size = 0;
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done();
    },
  });
  await pipeline(await ctx.storage.read(versionId), fileOpener(fileKey, `document:${versionId}`), count);
  const fingerprint = blindIndex(ctx.keys.fingerprint, 'document', hash.digest('hex'));
  if (size !== version.size || !fingerprint.equals(version.fingerprint))
    throw new Error('a stored document differs from what arrived');
  await transaction(ctx, async (tx) => {
    await tx.db.update(documentVersions).set({ verifiedAt: ctx.now }).where(eq(documentVersions.id, versionId));
    await enqueue(tx, 'documents.render', { versionId });
  });
}
