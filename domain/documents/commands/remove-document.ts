import { and, eq, inArray, isNull } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import { documentRenditions, documents, documentVersions } from '@/db/schema/documents';
import { uploadParts } from '@/db/schema/intake';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { storedIdsOf } from '../queries';
import type { Slot } from '../rules';

/**
 * Takes a file out of a draft; its bytes go once the row is gone. With `versionId` only that file is meant: where another
 * one has taken its place meanwhile, that stays. Errors: not_found (no such draft).
 */
export async function removeDocument(
  ctx: Ctx,
  { applicationId, slot, versionId }: { applicationId: string; slot: Slot; versionId?: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const [application] = await tx.db
      .select({ id: applications.id })
      .from(applications)
      .where(and(eq(applications.id, applicationId), eq(applications.state, 'draft')))
      .for('update');
    if (!application) throw new AppError('not_found');
    const rows = await tx.db
      .select({ documentId: documents.id, versionId: documentVersions.id })
      .from(documents)
      .innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
      .where(and(eq(documents.applicationId, applicationId), eq(documents.slot, slot), isNull(documents.removedAt)));
    const isMeant = versionId === undefined || rows.some((row) => row.versionId === versionId);
    if (rows.length === 0 || !isMeant) return;
    const versionIds = await storedIdsOf(
      tx,
      rows.map((row) => row.versionId),
    );
    await tx.db.delete(documents).where(
      inArray(
        documents.id,
        rows.map((row) => row.documentId),
      ),
    );
    await enqueue(tx, 'documents.erase-bytes', { versionIds });
    await record(tx, {
      verb: 'document.removed',
      subject: { kind: 'application', id: applicationId },
      details: { slot },
    });
  });
}

/** So many files without a row are a crash's; more of them, and more than this share, are somebody's. */
const FEW = 5;
const SHARE = 0.05;

/**
 * Removes bytes that no row names: a crash between the store and the database leaves a few. Where no file at all is known, or many
 * are not, the store is another database's as well, or newer than this one: nothing goes, and the log says so.
 */
export async function sweepOrphans(ctx: Ctx, untouchedForMs: number): Promise<void> {
  const nameless: string[][] = [];
  let all = 0;
  let known = 0;
  for await (const ids of ctx.storage.idsUntouchedFor(untouchedForMs)) {
    const kept = await withRow(ctx, ids);
    all += ids.length;
    known += kept.size;
    nameless.push(ids.filter((id) => !kept.has(id)));
  }
  const unknown = all - known;
  if (unknown === 0) return;
  if (known === 0 || (unknown > FEW && unknown > all * SHARE)) {
    log.error({ event: 'storage.not-ours', known, unknown });
    return;
  }
  for (const ids of nameless) await eraseBytes(ctx, ids);
}

/** Removes stored bytes, of documents, their renditions and uploads, whose rows are gone; bytes that still have a row stay. */
export async function eraseBytes(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const kept = await withRow(ctx, ids);
  for (const id of ids) if (!kept.has(id)) await ctx.storage.remove(id);
}

async function withRow(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .where(inArray(documentVersions.id, [...ids]))
    .union(
      ctx.db
        .select({ id: uploadParts.id })
        .from(uploadParts)
        .where(inArray(uploadParts.id, [...ids])),
    )
    .union(
      ctx.db
        .select({ id: documentRenditions.id })
        .from(documentRenditions)
        .where(inArray(documentRenditions.id, [...ids])),
    );
  return new Set(rows.map(({ id }) => id));
}
