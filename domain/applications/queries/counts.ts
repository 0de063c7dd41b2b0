import { and, count, eq, inArray, not, sql, sum } from 'drizzle-orm';
import { applications, applicationTallies } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
import { decisions } from '@/db/schema/reviews';
import { conflictsOf } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { STAGES, type Stage, VIEWS, type ViewName } from '../rules';
import { placedWithin, standsAlone, talliedFor, visibleTo } from '../scope';
import { mustBeMember } from './queue';
import { isSubmitted, isToDecide, myWork } from './queue-conditions';

export type ViewCounts = Record<ViewName | 'withdrawn', number>;

/** Counted one by one, therefore only so far. */
export const COUNTED = 1000;

/**
 * How many applications each view holds for the actor, read from running sums: as fast at a million as at ten. `mine` is
 * counted, up to `COUNTED`. Errors: not_signed_in.
 */
export async function viewCounts(ctx: Ctx): Promise<ViewCounts> {
  mustBeMember(ctx);
  const [tallies, kept, folded, waiting, mine] = await Promise.all([
    talliesOf(ctx),
    keptFrom(ctx),
    foldedAway(ctx),
    waitingDecisions(ctx),
    myCount(ctx),
  ]);
  const counts = emptyCounts();
  for (const { stage, inPool, toDecide, amount } of [...tallies, ...kept, ...folded]) {
    counts[stage] += amount;
    if (stage !== 'withdrawn') counts.all += amount;
    if (inPool) counts.pool += amount;
    if (toDecide) counts.decide += amount;
  }
  return { ...counts, decide: Math.max(0, counts.decide - waiting), mine };
}

/** How many sent applications the actor may see at each stage, and in all. Errors: not_signed_in. */
export async function stageCounts(ctx: Ctx): Promise<Record<Stage | 'all', number>> {
  const counts = await viewCounts(ctx);
  const kept = [...STAGES, 'all' as const].map((stage) => [stage, counts[stage]]);
  return Object.fromEntries(kept) as Record<Stage | 'all', number>;
}

function emptyCounts(): ViewCounts {
  return Object.fromEntries([...VIEWS, 'withdrawn'].map((view) => [view, 0])) as ViewCounts;
}

async function talliesOf(ctx: Ctx) {
  const rows = await ctx.db
    .select({
      stage: applicationTallies.stage,
      inPool: applicationTallies.inPool,
      toDecide: applicationTallies.toDecide,
      amount: sum(applicationTallies.amount).mapWith(Number),
    })
    .from(applicationTallies)
    .where(talliedFor(ctx.actor))
    .groupBy(applicationTallies.stage, applicationTallies.inPool, applicationTallies.toDecide);
  return rows.map((row) => ({ ...row, stage: row.stage as Stage }));
}

/** What the sums hold and the actor must not meet, as steps back. */
async function keptFrom(ctx: Ctx) {
  const conflicts = conflictsOf(ctx.actor);
  if (conflicts.length === 0) return [];
  const rows = await ctx.db
    .select({
      stage: applications.stage,
      inPool: sql<boolean>`${applications.keepInPool} and ${applications.stage} in ('held', 'declined')`,
      toDecide: sql<boolean>`${isToDecide}`,
    })
    .from(applications)
    .where(
      and(
        inArray(applications.id, [...conflicts]),
        inArray(applications.state, ['submitted', 'withdrawn']),
        placedWithin(ctx.actor),
      ),
    );
  return rows.map((row) => ({ ...row, amount: -1 }));
}

/** What the sums hold and is read under another application, as steps back: never more than a newsroom folds by hand. */
async function foldedAway(ctx: Ctx) {
  const rows = await ctx.db
    .select({
      stage: applications.stage,
      inPool: sql<boolean>`${applications.keepInPool} and ${applications.stage} in ('held', 'declined')`,
      toDecide: sql<boolean>`${isToDecide}`,
    })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.foldedId))
    .where(and(isSubmitted, not(standsAlone()), visibleTo(ctx.actor)));
  return rows.map((row) => ({ ...row, amount: -1 }));
}

/** Decided, but not told: they are no longer to be decided. There are never more than one newsroom's outbox. */
async function waitingDecisions(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(and(sql`${decisions.state} = 'pending'`, isSubmitted, isToDecide, visibleTo(ctx.actor)));
  return row?.count ?? 0;
}

async function myCount(ctx: Ctx): Promise<number> {
  const some = ctx.db
    .select({ one: sql`1` })
    .from(applications)
    .where(and(isSubmitted, standsAlone(), inArray(applications.id, myWork(ctx)), visibleTo(ctx.actor)))
    .limit(COUNTED)
    .as('some');
  const [row] = await ctx.db.select({ count: count() }).from(some);
  return row?.count ?? 0;
}
