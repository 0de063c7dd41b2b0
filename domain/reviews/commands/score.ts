import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { criteria, reviews, scores } from '@/db/schema/reviews';
import { visibleTo } from '@/domain/applications/scope';
import { keyOf } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { sealJson } from '@/platform/vault';
import { type ScorecardInput, scorecardInput } from '../input';

/** Writes a member's own scores and note, replacing earlier ones. Errors: not_found, invalid_input. */
export async function score(ctx: Ctx, input: ScorecardInput): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const parsed = scorecardInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  await transaction(ctx, async (tx) => {
    const [application] = await tx.db
      .select({ id: applications.id, callId: applications.callId })
      .from(applications)
      .where(and(eq(applications.number, parsed.data.number), eq(applications.state, 'submitted'), visibleTo(actor)));
    if (!application) throw new AppError('not_found');
    const known = await tx.db
      .select({ id: criteria.id, key: criteria.key })
      .from(criteria)
      .where(eq(criteria.callId, application.callId));
    const given = known.flatMap((criterion) => givenFor(parsed.data.scores, criterion));
    if (given.length !== Object.keys(parsed.data.scores).length) throw new AppError('invalid_input');
    const key = await keyOf(tx, application.id);
    const id = randomUUID();
    const sealedNote =
      parsed.data.note === '' ? null : sealJson(key, `note:${application.id}:${actor.memberId}`, parsed.data.note);
    const [review] = await tx.db
      .insert(reviews)
      .values({
        id,
        applicationId: application.id,
        memberId: actor.memberId,
        sealedNote,
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoUpdate({ target: [reviews.applicationId, reviews.memberId], set: { sealedNote, updatedAt: tx.now } })
      .returning({ id: reviews.id });
    if (!review) throw new Error('insert returned nothing');
    await tx.db.delete(scores).where(eq(scores.reviewId, review.id));
    if (given.length > 0) await tx.db.insert(scores).values(given.map((row) => ({ reviewId: review.id, ...row })));
    await record(tx, { verb: 'review.written', subject: { kind: 'application', id: application.id } });
  });
}

function givenFor(
  given: Record<string, number>,
  criterion: { id: string; key: string },
): { criterionId: string; value: number }[] {
  const value = given[criterion.key];
  return value === undefined ? [] : [{ criterionId: criterion.id, value }];
}
