import { eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { documentChecks, documents, documentVersions } from '@/db/schema/documents';
import { canRead } from '@/domain/applications/rules';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { isWithheldFrom } from '@/domain/settings/withheld';
import { StorageError } from '@/platform/storage';
import { nameOf } from '../queries';
import { type DocumentKind, mediaTypeOf, type Slot } from '../rules';
import { fileKeyOf, readVersion } from '../sealing';

export type Original = {
  name: string;
  slot: Slot;
  size: number;
  mediaType: string;
  applicationNumber: string;
  /** opened when it is first read, closed when nobody reads on */
  stream: AsyncIterable<Uint8Array>;
};

/**
 * Opens the file as it arrived, for a member who may read its application; each opening is written to the audit trail
 * before the first byte, and the applicant sees it. Errors: not_found, for absent, erased, forbidden and withheld alike;
 * document_waiting and document_refused for a file that has not passed its check.
 */
export async function openOriginal(ctx: Ctx, versionId: string): Promise<Original> {
  const [version] = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      slot: documents.slot,
      kind: documentVersions.kind,
      size: documentVersions.size,
      sealedKey: documentVersions.sealedKey,
      sealedName: documentVersions.sealedName,
      state: applications.state,
      callId: applications.callId,
      regions: applications.regions,
      number: applications.number,
      check: documentChecks.state,
    })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(applications, eq(applications.id, documents.applicationId))
    .leftJoin(documentChecks, eq(documentChecks.versionId, documentVersions.id))
    .where(eq(documentVersions.id, versionId));
  if (!version?.number || version.state !== 'submitted' || !canRead(ctx.actor, version))
    throw new AppError('not_found');
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  const fileKey = await fileKeyOf(ctx, version);
  if (!applicationKey || !fileKey) throw new AppError('not_found');
  if (await isWithheldFrom(ctx, version.applicationId)) throw new AppError('not_found');
  if (version.check !== 'clear')
    throw new AppError(version.check === 'refused' ? 'document_refused' : 'document_waiting');
  await record(ctx, {
    verb: 'document.opened',
    subject: { kind: 'document', id: versionId },
    details: { slot: version.slot, as: 'original' },
  });
  if ((await ctx.storage.size(versionId)) === null) throw new StorageError('not_found');
  return {
    name: nameOf(applicationKey, version),
    slot: version.slot,
    size: version.size,
    mediaType: mediaTypeOf(version.kind as DocumentKind),
    applicationNumber: version.number,
    stream: readVersion(ctx, versionId, fileKey),
  };
}
