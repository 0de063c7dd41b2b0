import { and, eq, isNull } from 'drizzle-orm';
import { assignments, reviews } from '@/db/schema/reviews';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { type AssignInput, assignInput } from '../input';
import { planOf } from '../queries/plan';
import { alreadyOn, nextReviewers, whoMayRead } from './choose-reviewers';
import { type FoundApplication, lockToArrange } from './find-application';

const DAY = 24 * 3_600_000;

/**
 * Gives an application to a member to read and score; once more changes the day. Never to somebody whose grants do not
 * cover it or who declared a conflict of interest. Errors: not_found, not_allowed, invalid_input.
 */
export async function assign(ctx: Ctx, input: AssignInput): Promise<void> {
  const parsed = assignInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { number, memberId, dueAt } = parsed.data;
  await transaction(ctx, async (tx) => {
    const application = await lockToArrange(tx, number);
    const able = await whoMayRead(tx, application);
    if (!able.some((one) => one.memberId === memberId)) throw new AppError('invalid_input', { field: 'member' });
    const due = dueAt ?? (await dueFrom(tx, application.callId));
    await giveTo(tx, application, {
      memberId,
      dueAt: due,
      by: ctx.actor.kind === 'member' ? ctx.actor.memberId : null,
    });
  });
}

/** Takes an application from a member whose card is not in. Errors: not_found, not_allowed. */
export async function unassign(ctx: Ctx, input: { number: string; memberId: string }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const application = await lockToArrange(tx, input.number);
    if (!(await takeFrom(tx, application.id, input.memberId))) throw new AppError('not_found');
  });
}

/** Gives a member's open review to somebody else, chosen or by the portal. Errors: not_found, not_allowed, invalid_input, no_reader. */
export async function reassign(ctx: Ctx, input: { number: string; from: string; to: string | null }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const application = await lockToArrange(tx, input.number);
    const to = input.to ?? (await nextReviewers(tx, application))[0];
    if (!to) throw new AppError('no_reader');
    if (!(await takeFrom(tx, application.id, input.from))) throw new AppError('not_found');
    await assign({ ...tx }, { number: input.number, memberId: to });
  });
}

/** Fills an application's places with the best readers there are. Errors: not_found, not_allowed. Answers how many. */
export async function assignBest(ctx: Ctx, number: string): Promise<number> {
  return transaction(ctx, async (tx) => fillPlaces(tx, await lockToArrange(tx, number)));
}

/** The caller holds the application's lock. */
export async function fillPlaces(tx: TxCtx, application: FoundApplication): Promise<number> {
  const { reviewersEach } = await planOf(tx, application.callId);
  const open = reviewersEach - (await alreadyOn(tx, application.id)).size;
  if (open <= 0) return 0;
  const chosen = (await nextReviewers(tx, application)).slice(0, open);
  const dueAt = await dueFrom(tx, application.callId);
  for (const memberId of chosen) await giveTo(tx, application, { memberId, dueAt, by: null });
  return chosen.length;
}

/** Passes on what a member cannot keep: to the next best reader, who gets the same number of days anew. */
export async function passOn(tx: TxCtx, application: FoundApplication, memberId: string): Promise<void> {
  if (!(await takeFrom(tx, application.id, memberId))) return;
  const [next] = await nextReviewers(tx, application);
  if (!next) return;
  await giveTo(tx, application, { memberId: next, dueAt: await dueFrom(tx, application.callId), by: null });
}

type Gift = { memberId: string; dueAt: Date | null; by: string | null };

async function giveTo(tx: TxCtx, { id }: FoundApplication, { memberId, dueAt, by }: Gift): Promise<void> {
  const [review] = await tx.db
    .select({ finishedAt: reviews.finishedAt })
    .from(reviews)
    .where(and(eq(reviews.applicationId, id), eq(reviews.memberId, memberId)));
  await tx.db
    .insert(assignments)
    .values({
      applicationId: id,
      memberId,
      assignedAt: tx.now,
      assignedBy: by,
      dueAt,
      doneAt: review?.finishedAt ?? null,
    })
    .onConflictDoUpdate({ target: [assignments.applicationId, assignments.memberId], set: { dueAt } });
  await record(tx, {
    verb: 'review.assigned',
    subject: { kind: 'application', id },
    details: { member: memberId, byHand: by !== null },
  });
}

async function takeFrom(tx: TxCtx, applicationId: string, memberId: string): Promise<boolean> {
  const taken = await tx.db
    .delete(assignments)
    .where(
      and(eq(assignments.applicationId, applicationId), eq(assignments.memberId, memberId), isNull(assignments.doneAt)),
    )
    .returning({ id: assignments.memberId });
  if (taken.length === 0) return false;
  await record(tx, {
    verb: 'review.unassigned',
    subject: { kind: 'application', id: applicationId },
    details: { member: memberId },
  });
  return true;
}

async function dueFrom(tx: TxCtx, callId: string): Promise<Date | null> {
  const { dueDays } = await planOf(tx, callId);
  return dueDays === null ? null : new Date(tx.now.getTime() + dueDays * DAY);
}
