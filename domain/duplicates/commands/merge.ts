import { and, eq, inArray, or } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
import { decisions } from '@/db/schema/reviews';
import { markChanged } from '@/domain/applications/commands';
import { canDecide } from '@/domain/applications/rules';
import { visibleTo } from '@/domain/applications/scope';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { settleConflictsAround } from '@/domain/reviews/commands';

/**
 * Folds one application into another of the same person: it leaves the queue and is read under the other. Nothing of it is
 * moved or changed, and neither applicant page says so; a conflict of interest on either keeps its member from both. Both stand in the same regions, or whoever may read the folded one
 * alone would lose it. Errors: not_found, not_allowed (may read only), cannot_merge (not of one call, not of the same regions,
 * one of them is folded already, or an answer waits for the one to be folded).
 */
export async function mergeApplications(ctx: Ctx, input: { primary: string; folded: string }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const [primary, folded] = await lockBoth(tx, [input.primary, input.folded]);
    const standing = await tx.db
      .select({ foldedId: merges.foldedId, primaryId: merges.primaryId })
      .from(merges)
      .where(or(inArray(merges.foldedId, [primary.id, folded.id]), eq(merges.primaryId, folded.id)));
    const [waiting] = await tx.db
      .select({ id: decisions.id })
      .from(decisions)
      .where(and(eq(decisions.applicationId, folded.id), eq(decisions.state, 'pending')));
    if (!standTogether(primary, folded) || standing.length > 0 || waiting) throw new AppError('cannot_merge');
    await tx.db.insert(merges).values({
      foldedId: folded.id,
      primaryId: primary.id,
      memberId: ctx.actor.kind === 'member' ? ctx.actor.memberId : null,
      mergedAt: tx.now,
    });
    await settleConflictsAround(tx, primary.id);
    await tell(tx, 'application.merged', primary.id, { folded: input.folded });
    await tell(tx, 'application.folded', folded.id, { into: input.primary });
  });
}

/** Takes a fold apart: both are again exactly what they were, but for who is to read them where a conflict had kept a reader away. Errors: not_found, not_allowed. */
export async function unmergeApplication(ctx: Ctx, folded: string): Promise<{ primary: string }> {
  return transaction(ctx, async (tx) => {
    const primary = await holdFold(tx, folded);
    const [one] = await lock(tx, [folded]);
    if (!one || !primary) throw new AppError('not_found');
    await settleConflictsAround(tx, primary.id);
    const taken = await tx.db
      .delete(merges)
      .where(and(eq(merges.foldedId, one.id), eq(merges.primaryId, primary.id)))
      .returning({ foldedId: merges.foldedId });
    if (taken.length === 0) throw new AppError('not_found');
    await tell(tx, 'application.unmerged', primary.id, { folded });
    await tell(tx, 'application.unfolded', one.id, { from: primary.number ?? '' });
    return { primary: primary.number ?? folded };
  });
}

/** An application that is withdrawn or erased stands in no fold: what was folded into it stands alone again. */
export async function forgetMerges(tx: TxCtx, applicationId: string): Promise<void> {
  await settleConflictsAround(tx, applicationId, { but: applicationId });
  await tx.db.delete(merges).where(or(eq(merges.foldedId, applicationId), eq(merges.primaryId, applicationId)));
}

type Locked = { id: string; number: string | null; callId: string; regions: readonly string[] };

function standTogether(one: Locked, other: Locked): boolean {
  const regions = ({ regions: all }: Locked) => [...new Set(all)].toSorted().join(' ');
  return one.callId === other.callId && regions(one) === regions(other);
}

/** Holds both sides of a fold before anything is taken apart: whoever erases the primary one meanwhile holds it first, too. */
async function holdFold(tx: TxCtx, folded: string): Promise<{ id: string; number: string | null } | undefined> {
  const [fold] = await tx.db
    .select({ foldedId: merges.foldedId, primaryId: merges.primaryId })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.foldedId))
    .where(and(eq(applications.number, folded), visibleTo(tx.actor)));
  if (!fold) return undefined;
  const sides = await tx.db
    .select({ id: applications.id, number: applications.number })
    .from(applications)
    .where(inArray(applications.id, [fold.foldedId, fold.primaryId]))
    .orderBy(applications.id)
    .for('update');
  return sides.find(({ id }) => id === fold.primaryId);
}

async function lockBoth(tx: TxCtx, numbers: [string, string]): Promise<[Locked, Locked]> {
  const rows = await lock(tx, numbers);
  const [one, other] = numbers.map((number) => rows.find((row) => row.number === number));
  if (!one || !other || one === other) throw new AppError('not_found');
  return [one, other];
}

/** Locked in the order of ids, so that two who fold crosswise wait for each other instead of blocking. */
async function lock(tx: TxCtx, numbers: string[]): Promise<Locked[]> {
  const rows = await tx.db
    .select({
      id: applications.id,
      number: applications.number,
      callId: applications.callId,
      regions: applications.regions,
    })
    .from(applications)
    .where(and(inArray(applications.number, numbers), eq(applications.state, 'submitted'), visibleTo(tx.actor)))
    .orderBy(applications.id)
    .for('update');
  if (rows.some((row) => !canDecide(tx.actor, row))) throw new AppError('not_allowed');
  return rows;
}

/** The version rises: an editor with a stale page is told. */
async function tell(tx: TxCtx, verb: string, id: string, details: Record<string, string>): Promise<void> {
  await markChanged(tx, id);
  await record(tx, { verb, subject: { kind: 'application', id }, details });
}
