import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { idList, isOneOf } from '@/db/one-of';
import { criteria, reviews, scores } from '@/db/schema/reviews';
import type { QueueInput } from '@/domain/applications/input';
import { type QueueEntry, type QueuePage, queueBeside } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { WITHOUT_CONFLICT } from './held-conflicts';

/** Each reviewer's mean, hidden (null) while the actor's own card is not in; empty while nobody's is. */
export type ScoredEntry = QueueEntry & { scores: number[] | null };

/** A page of the queue with the scores the actor may already see. Errors: not_signed_in. */
export async function scoredQueue(
  ctx: Ctx,
  input: QueueInput,
): Promise<Omit<QueuePage, 'entries'> & { entries: ScoredEntry[] }> {
  const { beside: given, ...page } = await queueBeside(ctx, input, (ids) => meansFor(ctx, ids));
  return {
    ...page,
    entries: page.entries.map((entry) => ({
      ...entry,
      scores: given.has(entry.id) ? (given.get(entry.id) ?? null) : [],
    })),
  };
}

/**
 * By application, the mean of each review that is in; null where the actor may not see them yet. Applications nobody has
 * handed in a card for are left out. Callers have found the applications through the actor's scope.
 */
export async function meansFor(ctx: Ctx, applicationIds: readonly string[]): Promise<Map<string, number[] | null>> {
  if (applicationIds.length === 0) return new Map();
  const build = () =>
    ctx.db
      .select({
        applicationId: reviews.applicationId,
        memberId: reviews.memberId,
        mean: sql<number>`sum(${scores.value} * ${criteria.weight})::float / sum(${criteria.weight})`,
      })
      .from(reviews)
      .innerJoin(scores, eq(scores.reviewId, reviews.id))
      .innerJoin(criteria, and(eq(criteria.id, scores.criterionId), isNull(criteria.archivedAt)))
      .where(and(isOneOf(reviews.applicationId, 'ids'), isNotNull(reviews.finishedAt), WITHOUT_CONFLICT))
      .groupBy(reviews.applicationId, reviews.memberId);
  const rows = await builtOnce(ctx.db, ['meansFor'], build, { ids: idList(applicationIds) });
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  return new Map(
    [...Map.groupBy(rows, (row) => row.applicationId)].map(([id, cards]) => [
      id,
      cards.some((card) => card.memberId === memberId) ? cards.map((card) => card.mean) : null,
    ]),
  );
}
