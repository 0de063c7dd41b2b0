import { and, eq, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { enqueue } from '@/db/queue';
import { merges } from '@/db/schema/duplicates';
import { assignments } from '@/db/schema/reviews';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { membersKeptFrom } from '../queries/held-conflicts';
import { passOn } from './assign';
import { type FoundApplication, lockVisibleById } from './find-application';
import { refreshScores } from './standing';

/**
 * Brings an application's readers and its standing in line with the conflicts of interest that hold for it now: what those
 * who are kept from it had to read is passed on, and their cards count no longer. Safe to repeat. Errors: not_found (to
 * anyone but the portal itself).
 */
export async function settleConflicts(ctx: Ctx, { applicationId }: { applicationId: string }): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    const application = await ifStillThere(tx, applicationId);
    if (!application) return;
    for (const memberId of await membersKeptFrom(tx, applicationId)) await takeOut(tx, application, memberId);
    await refreshScores(tx, applicationId);
  });
}

/**
 * The same, soon, for all that are read as one with an application. To be called while they are: after they were folded,
 * before they are taken apart. Only the job locks each, one at a time, so that nobody here waits for two.
 */
export async function settleConflictsAround(
  tx: TxCtx,
  applicationId: string,
  { but }: { but?: string } = {},
): Promise<void> {
  const together = (await readTogether(tx, applicationId)).filter((id) => id !== but);
  for (const id of together) await enqueue(tx, 'reviews.settle-conflicts', { applicationId: id });
}

/** Somebody who must not judge an application leaves their place to the next, even where their card is in. */
export async function takeOut(tx: TxCtx, application: FoundApplication, memberId: string): Promise<void> {
  await tx.db
    .update(assignments)
    .set({ doneAt: null })
    .where(and(eq(assignments.applicationId, application.id), eq(assignments.memberId, memberId)));
  await passOn(tx, application, memberId);
}

async function ifStillThere(tx: TxCtx, applicationId: string): Promise<FoundApplication | null> {
  try {
    return await lockVisibleById(tx, applicationId);
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}

/** Ids of all that are read as one with it, its own included; none where it stands alone. */
async function readTogether(tx: TxCtx, applicationId: string): Promise<string[]> {
  const own = alias(merges, 'own');
  const rows = await tx.db
    .select({ foldedId: merges.foldedId, primaryId: merges.primaryId })
    .from(own)
    .innerJoin(merges, eq(merges.primaryId, own.primaryId))
    .where(or(eq(own.foldedId, applicationId), eq(own.primaryId, applicationId)));
  return [...new Set(rows.flatMap(({ foldedId, primaryId }) => [foldedId, primaryId]))];
}
