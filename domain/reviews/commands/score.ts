import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { assignments, criteria, reviews, scores } from '@/db/schema/reviews';
import type { MemberActor } from '@/domain/actor';
import { visibleTo } from '@/domain/applications/scope';
import { keyOf, mustBeKept } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { sealJson } from '@/platform/vault';
import { type ScorecardInput, scorecardInput } from '../input';
import { isComplete } from '../rules';
import { refreshScores } from './standing';

type Card = { named: { id: string; value: number | null }[]; among: string[] };
export type SavedScorecard = { given: number; of: number; finished: boolean };

/**
 * Keeps what a member gave on their own card; criteria and the note that are not named stay as they are, so that a page
 * made earlier takes nothing back. The card is *in* once every criterion has a score, or when `finish` is
 * asked for with at least one; then it counts and shows what others gave, and stays in whatever is changed later, so that
 * nobody reads the others' scores first. Errors: not_found, invalid_input {field}.
 */
export async function score(ctx: Ctx, input: ScorecardInput): Promise<SavedScorecard> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const { number, note, finish, scores: typed } = parsed(input);
  return transaction(ctx, async (tx) => {
    const application = await lockForReview(tx, number, actor);
    const card = await cardOn(tx, application.callId, typed);
    const before = await reviewOf(tx, application.id, actor);
    const { given, changed } = await mergeScores(tx, before.id, card);
    mustHaveScored({ finish, given });
    const isIn = before.finishedAt !== null;
    const finishes = !isIn && (finish || isComplete({ given, of: card.among.length }));
    const revises = isIn && changed;
    await tx.db
      .update(reviews)
      .set({
        ...(note === undefined ? {} : { sealedNote: await sealNote(tx, application.id, { actor, note }) }),
        finishedAt: finishes ? tx.now : before.finishedAt,
        revisedAt: revises ? tx.now : before.revisedAt,
        updatedAt: tx.now,
      })
      .where(eq(reviews.id, before.id));
    if (finishes) await markDone(tx, application.id, actor);
    if (revises && !before.revisedAt)
      await record(tx, { verb: 'review.revised', subject: { kind: 'application', id: application.id } });
    await refreshScores(tx, application.id);
    return { given, of: card.among.length, finished: finishes || isIn };
  });
}

function parsed(input: ScorecardInput) {
  const { success, data } = scorecardInput.safeParse(input);
  if (!success) throw new AppError('invalid_input');
  return data;
}

/** Finishing an empty card would only show what the others gave. */
function mustHaveScored({ finish, given }: { finish: boolean; given: number }): void {
  if (finish && given === 0) throw new AppError('invalid_input', { field: 'scores' });
}

export function noteIdentity(applicationId: string, { memberId }: Pick<MemberActor, 'memberId'>): string {
  return `note:${applicationId}:${memberId}`;
}

/** The lock keeps two who finish at once from each counting without the other. */
async function lockForReview(tx: TxCtx, number: string, actor: MemberActor) {
  const [application] = await tx.db
    .select({ id: applications.id, callId: applications.callId })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(actor)))
    .for('no key update');
  if (!application) throw new AppError('not_found');
  await mustBeKept(tx, application.id);
  return application;
}

/** What was given or cleared, on the criteria in use; scores on others are left alone. Errors: invalid_input for unknown ones. */
async function cardOn(tx: TxCtx, callId: string, typed: Record<string, number | null>): Promise<Card> {
  const known = await tx.db
    .select({ id: criteria.id, key: criteria.key, archivedAt: criteria.archivedAt })
    .from(criteria)
    .where(eq(criteria.callId, callId));
  if (Object.keys(typed).some((key) => !known.some((one) => one.key === key))) throw new AppError('invalid_input');
  const inUse = known.filter((one) => one.archivedAt === null);
  const named = inUse.flatMap(({ id, key }) => (typed[key] === undefined ? [] : [{ id, value: typed[key] }]));
  return { named, among: inUse.map((one) => one.id) };
}

async function sealNote(
  tx: TxCtx,
  applicationId: string,
  { actor, note }: { actor: MemberActor; note: string },
): Promise<Buffer | null> {
  if (note === '') return null;
  return sealJson(await keyOf(tx, applicationId), noteIdentity(applicationId, actor), note);
}

async function reviewOf(tx: TxCtx, applicationId: string, { memberId }: MemberActor) {
  await tx.db
    .insert(reviews)
    .values({ id: randomUUID(), applicationId, memberId, createdAt: tx.now, updatedAt: tx.now })
    .onConflictDoNothing({ target: [reviews.applicationId, reviews.memberId] });
  const [review] = await tx.db
    .select({ id: reviews.id, finishedAt: reviews.finishedAt, revisedAt: reviews.revisedAt })
    .from(reviews)
    .where(and(eq(reviews.applicationId, applicationId), eq(reviews.memberId, memberId)))
    .for('update');
  if (!review) throw new Error('insert returned nothing');
  return review;
}

/** Answers how many criteria in use have a score now, and whether anything is different. */
async function mergeScores(tx: TxCtx, reviewId: string, { named, among }: Card) {
  const old = await tx.db
    .select({ id: scores.criterionId, value: scores.value })
    .from(scores)
    .where(and(eq(scores.reviewId, reviewId), inArray(scores.criterionId, among)));
  const standing = new Map(old.map(({ id, value }) => [id, value]));
  const changes = named.filter(({ id, value }) => (standing.get(id) ?? null) !== value);
  const values = changes.flatMap(({ id, value }) => (value === null ? [] : [{ reviewId, criterionId: id, value }]));
  const touched = changes.map(({ id }) => id);
  if (touched.length > 0)
    await tx.db.delete(scores).where(and(eq(scores.reviewId, reviewId), inArray(scores.criterionId, touched)));
  if (values.length > 0) await tx.db.insert(scores).values(values);
  const untouched = old.filter(({ id }) => !touched.includes(id));
  return { given: untouched.length + values.length, changed: changes.length > 0 };
}

async function markDone(tx: TxCtx, applicationId: string, { memberId }: MemberActor): Promise<void> {
  await tx.db
    .update(assignments)
    .set({ doneAt: tx.now })
    .where(
      and(eq(assignments.applicationId, applicationId), eq(assignments.memberId, memberId), isNull(assignments.doneAt)),
    );
  await record(tx, { verb: 'review.written', subject: { kind: 'application', id: applicationId } });
}
