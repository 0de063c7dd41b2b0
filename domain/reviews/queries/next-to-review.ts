import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, notExists, type SQL, sql } from 'drizzle-orm';
import { applications, presences } from '@/db/schema/applications';
import { assignments, reviews } from '@/db/schema/reviews';
import { PRESENT_MS } from '@/domain/applications/rules';
import { standsAlone, visibleTo } from '@/domain/applications/scope';
import { firstWithKeys } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { STAGES_TO_REVIEW } from '../rules';

/**
 * The next application for the actor to score: among those assigned to them the one least reviewed, then oldest; when
 * none is left, among all they may see. What a colleague has open now comes last. `but` is the one being left. Null: nothing waits. Errors: not_signed_in.
 */
export async function nextToReview(ctx: Ctx, { but }: { but?: string } = {}): Promise<string | null> {
  if (ctx.actor.kind !== 'member') throw new AppError('not_signed_in');
  const { memberId } = ctx.actor;
  const mine = ctx.db
    .select({ one: sql`1` })
    .from(reviews)
    .where(
      and(eq(reviews.applicationId, applications.id), eq(reviews.memberId, memberId), isNotNull(reviews.finishedAt)),
    );
  const open = and(
    sql`${applications.state} = 'submitted'`,
    inArray(applications.stage, [...STAGES_TO_REVIEW]),
    but === undefined ? undefined : ne(applications.number, but),
    standsAlone(),
    visibleTo(ctx.actor),
    notExists(mine),
  );
  const free = and(open, notExists(readByAnother(ctx, memberId)));
  return (
    (await assignedTo(ctx, memberId, free)) ??
    (await assignedTo(ctx, memberId, open)) ??
    (await leastRead(ctx, free)) ??
    leastRead(ctx, open)
  );
}

/** Somebody else has it open now: two who score the same one at once could have scored two. */
function readByAnother(ctx: Ctx, memberId: string) {
  return ctx.db
    .select({ one: sql`1` })
    .from(presences)
    .where(
      and(
        eq(presences.applicationId, applications.id),
        ne(presences.memberId, memberId),
        gt(presences.seenAt, new Date(ctx.now.getTime() - PRESENT_MS)),
      ),
    );
}

async function assignedTo(ctx: Ctx, memberId: string, open: SQL | undefined): Promise<string | null> {
  const [row] = await firstWithKeys(ctx, 1, (limit) =>
    ctx.db
      .select({ id: applications.id, number: applications.number })
      .from(assignments)
      .innerJoin(applications, eq(applications.id, assignments.applicationId))
      .where(and(eq(assignments.memberId, memberId), isNull(assignments.doneAt), open))
      .orderBy(asc(applications.reviewCount), asc(applications.submittedAt), asc(applications.id))
      .limit(limit),
  );
  return row?.number ?? null;
}

/** Among all there are, along the index of how often each was read: nobody's first. */
async function leastRead(ctx: Ctx, open: SQL | undefined): Promise<string | null> {
  const [row] = await firstWithKeys(ctx, 1, (limit) =>
    ctx.db
      .select({ id: applications.id, number: applications.number })
      .from(applications)
      .where(open)
      .orderBy(asc(applications.reviewCount), asc(applications.submittedAt), asc(applications.id))
      .limit(limit),
  );
  return row?.number ?? null;
}
