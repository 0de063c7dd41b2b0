import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import {
  documentChecks,
  documentReadings,
  documentRenditions,
  documents,
  documentVersions,
} from '@/db/schema/documents';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';

/** All files of one application, or every file whose reading broke its process and every one with a page that could not be painted. */
export type WhichAgain = { number: string } | 'failed';

/**
 * Throws away what has been made of files that have passed their check and asks for it anew, each written to the audit trail. For
 * whoever stands at the machine's command line. Answers how many files. Errors: not_found.
 */
export async function renderAgain(ctx: Ctx, which: WhichAgain): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  return transaction(ctx, async (tx) => {
    const found = which === 'failed' ? await brokenVersions(tx) : await versionsUnder(tx, which.number);
    for (const { id, slot } of found) {
      await forgetRenditions(tx, id);
      await record(tx, {
        verb: 'document.rendered-again',
        subject: { kind: 'document', id },
        details: { slot, failed: which === 'failed' },
      });
      await enqueue(tx, 'documents.render', { versionId: id });
    }
    return found.length;
  });
}

type Found = { id: string; slot: string };

async function versionsUnder(tx: TxCtx, number: string): Promise<Found[]> {
  const [application] = await tx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted')));
  if (!application) throw new AppError('not_found');
  return checkedVersions(tx).where(and(eq(documents.applicationId, application.id), isNull(documents.removedAt)));
}

function brokenVersions(tx: TxCtx): Promise<Found[]> {
  const unpainted = tx.db
    .select({ id: documentRenditions.versionId })
    .from(documentRenditions)
    .where(and(eq(documentRenditions.kind, 'page'), isNull(documentRenditions.sealedKey)));
  const broken = tx.db
    .select({ id: documentReadings.versionId })
    .from(documentReadings)
    .where(eq(documentReadings.unshowable, 'failed'));
  return checkedVersions(tx).where(
    and(isNull(documents.removedAt), or(inArray(documentVersions.id, broken), inArray(documentVersions.id, unpainted))),
  );
}

function checkedVersions(tx: TxCtx) {
  return tx.db
    .select({ id: documentVersions.id, slot: documents.slot })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(
      documentChecks,
      and(eq(documentChecks.versionId, documentVersions.id), eq(documentChecks.state, 'clear')),
    )
    .$dynamic();
}

async function forgetRenditions(tx: TxCtx, versionId: string): Promise<void> {
  await tx.db.delete(documentReadings).where(eq(documentReadings.versionId, versionId));
  const gone = await tx.db
    .delete(documentRenditions)
    .where(eq(documentRenditions.versionId, versionId))
    .returning({ id: documentRenditions.id });
  if (gone.length > 0) await enqueue(tx, 'documents.erase-bytes', { versionIds: gone.map(({ id }) => id) });
}
