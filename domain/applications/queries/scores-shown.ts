import { and, eq, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { reviews } from '@/db/schema/reviews';
import type { Ctx } from '@/domain/context';

/**
 * Up to so many own reviews, what they are of is looked up and sorted; whoever has more would wait for that, and finds
 * them soon enough in the index of the order itself.
 */
const LOOKED_UP = 5_000;

/** What others gave stays hidden until one's own scores are in, also from whoever sorts or filters by it. */
export async function scoresAreShown(ctx: Ctx, lookedUp = LOOKED_UP): Promise<SQL | undefined> {
  const isScored = sql`${applications.scoreMean} is not null`;
  if (ctx.actor.kind !== 'member') return isScored;
  const { memberId } = ctx.actor;
  return and(isScored, (await hasMoreThan(ctx, memberId, lookedUp)) ? isScoredBy(memberId) : isLookedUp(ctx, memberId));
}

async function hasMoreThan(ctx: Ctx, memberId: string, count: number): Promise<boolean> {
  return (await ownReviews(ctx, memberId).offset(count).limit(1)).length > 0;
}

/** Both are written so that the planner, which cannot know who has scored what, has little to guess. */
function isLookedUp(ctx: Ctx, memberId: string): SQL {
  return sql`${applications.id} = any(array(${ownReviews(ctx, memberId)}))`;
}

function isScoredBy(memberId: string): SQL {
  return sql`exists (select 1 from ${reviews} where ${reviews.applicationId} = ${applications.id} and ${reviews.memberId} = ${memberId} and ${reviews.finishedAt} is not null offset 0)`;
}

function ownReviews(ctx: Ctx, memberId: string) {
  return ctx.db
    .select({ id: reviews.applicationId })
    .from(reviews)
    .where(and(eq(reviews.memberId, memberId), sql`${reviews.finishedAt} is not null`));
}
