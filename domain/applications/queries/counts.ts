import { and, eq, inArray, not, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { builtOnce } from '@/db/built-once';
import { applications, applicationTallies } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
import { decisions } from '@/db/schema/reviews';
import { conflictsOf } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { STAGES_TO_REVIEW } from '@/domain/reviews/rules';
import { COUNTED_TO, STAGES, type Stage, VIEWS, type ViewName } from '../rules';
import { placedWithin, standsAlone, talliedFor, visibleTo } from '../scope';
import { mustBeMember } from './queue';
import { isSubmitted, isToDecide, myWork } from './queue-conditions';

export type ViewCounts = Record<ViewName | 'withdrawn', number>;

export type Standing = {
  views: ViewCounts;
  /** ids of the calls in which somebody stands at a stage before an answer */
  waitingIn: ReadonlySet<string>;
};

/** How many applications each view holds for the actor; `mine` up to `COUNTED_TO`. Errors: not_signed_in. */
export async function viewCounts(ctx: Ctx): Promise<ViewCounts> {
  return (await standingFor(ctx)).views;
}

/**
 * Where the actor's applications stand, read from running sums: as fast at a million as at ten. One statement, because every
 * page of the desk asks for it. Errors: not_signed_in.
 */
export async function standingFor(ctx: Ctx): Promise<Standing> {
  mustBeMember(ctx);
  const rows = await builtOnce(ctx.db, ['standingFor', ctx.actor], () =>
    unionAll(tallied(ctx), keptFrom(ctx), foldedAway(ctx), waitingDecisions(ctx), myWorkCount(ctx)),
  );
  const counts = emptyCounts();
  const waiting = new Map<string, number>();
  for (const { callId, stage, inPool, toDecide, amount } of rows) {
    if (callId !== null && stage !== null && STAGES_TO_REVIEW.includes(stage))
      waiting.set(callId, (waiting.get(callId) ?? 0) + amount);
    if (stage !== null) counts[stage] += amount;
    if (stage !== null && stage !== 'withdrawn') counts.all += amount;
    if (inPool) counts.pool += amount;
    if (toDecide) counts.decide += amount;
  }
  const mine = rows.find((row) => row.isMine)?.amount ?? 0;
  return {
    views: { ...counts, decide: Math.max(0, counts.decide), mine },
    waitingIn: new Set([...waiting].flatMap(([callId, amount]) => (amount > 0 ? [callId] : []))),
  };
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

/** What each part of the counts gives: so many more (or fewer) at this stage of a call, in the pool, to be decided. */
const step = {
  callId: sql<string | null>`${applications.callId}`.as('call_id'),
  stage: sql<Stage | null>`${applications.stage}::text`.as('stage'),
  inPool: sql<boolean>`${applications.keepInPool} and ${applications.stage} in ('held', 'declined')`.as('in_pool'),
  toDecide: sql<boolean>`${isToDecide}`.as('to_decide'),
  isMine: sql<boolean>`false`.as('is_mine'),
};

const oneLess = sql<number>`-1::float`.as('amount');
const noCall = sql<string | null>`null::uuid`.as('call_id');
const noStage = sql<Stage | null>`null::text`.as('stage');
const no = (name: string) => sql<boolean>`false`.as(name);

function tallied(ctx: Ctx) {
  return ctx.db
    .select({
      callId: sql<string | null>`${applicationTallies.callId}::uuid`.as('call_id'),
      stage: sql<Stage | null>`${applicationTallies.stage}::text`.as('stage'),
      inPool: sql<boolean>`${applicationTallies.inPool}`.as('in_pool'),
      toDecide: sql<boolean>`${applicationTallies.toDecide}`.as('to_decide'),
      isMine: no('is_mine'),
      amount: sql<number>`sum(${applicationTallies.amount})::float`.as('amount'),
    })
    .from(applicationTallies)
    .where(talliedFor(ctx.actor))
    .groupBy(
      applicationTallies.callId,
      applicationTallies.stage,
      applicationTallies.inPool,
      applicationTallies.toDecide,
    );
}

/** What the sums hold and the actor must not meet, as steps back. */
function keptFrom(ctx: Ctx) {
  return ctx.db
    .select({ ...step, amount: oneLess })
    .from(applications)
    .where(
      and(
        inArray(applications.id, [...conflictsOf(ctx.actor)]),
        inArray(applications.state, ['submitted', 'withdrawn']),
        placedWithin(ctx.actor),
      ),
    );
}

/** What the sums hold and is read under another application, as steps back: never more than a newsroom folds by hand. */
function foldedAway(ctx: Ctx) {
  return ctx.db
    .select({ ...step, amount: oneLess })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.foldedId))
    .where(and(isSubmitted, not(standsAlone()), visibleTo(ctx.actor)));
}

/** Decided, but not told: they are no longer to be decided. There are never more than one newsroom's outbox. */
function waitingDecisions(ctx: Ctx) {
  return ctx.db
    .select({
      callId: noCall,
      stage: noStage,
      inPool: no('in_pool'),
      toDecide: sql<boolean>`true`.as('to_decide'),
      isMine: no('is_mine'),
      amount: sql<number>`-count(*)::float`.as('amount'),
    })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(and(sql`${decisions.state} = 'pending'`, isSubmitted, isToDecide, visibleTo(ctx.actor)));
}

function myWorkCount(ctx: Ctx) {
  const some = ctx.db
    .select({ one: sql`1`.as('one') })
    .from(applications)
    .where(and(isSubmitted, standsAlone(), inArray(applications.id, myWork(ctx)), visibleTo(ctx.actor)))
    .limit(COUNTED_TO)
    .as('some');
  return ctx.db
    .select({
      callId: noCall,
      stage: noStage,
      inPool: no('in_pool'),
      toDecide: no('to_decide'),
      isMine: sql<boolean>`true`.as('is_mine'),
      amount: sql<number>`count(*)::float`.as('amount'),
    })
    .from(some);
}
