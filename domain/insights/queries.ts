import { and, count, desc, eq, gte, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { documents } from '@/db/schema/documents';
import { applicationScores, assignments, decisions, reviews } from '@/db/schema/reviews';
import { memberNames } from '@/domain/accounts/queries';
import type { Actor } from '@/domain/actor';
import { visibleTo } from '@/domain/applications/scope';
import { callsForDesk } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { STAGES_TO_REVIEW } from '@/domain/reviews/rules';
import { type AnswerWeek, answersOf, middleOf, type PromisedWeek, promisedOf } from './queries/answers';
import { day, type Span, sent } from './queries/sent';
import { type Cell, keptBack, type Total, tellable, WEEKS } from './rules';

export const FUNNEL_STEPS = ['begun', 'document', 'sent', 'readOnce', 'readTwice', 'answered'] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/** null where fewer than five stand before sending; without the steps before it where a grant is for a region. */
export type Funnel = { step: FunnelStep; count: number | null }[];
export type WeekOfRegion = { week: Date; region: string; count: number };
export type Load = { memberId: string; name: string | null; open: number; done: number };

export type Insights = {
  total: number;
  waiting: number;
  /** days until half had a first answer; null while too few have */
  middleDays: number | null;
  timeZone: string;
  weeks: Date[];
  funnel: Funnel;
  byWeek: WeekOfRegion[];
  /** the most written first; null: too few to be told */
  languages: Total[];
  /** of those languages; null: too few, or what would give them away */
  cells: Cell[];
  answers: AnswerWeek[];
  /** what was promised to those who arrived in a week */
  promised: PromisedWeek[];
  load: Load[];
};

/**
 * Figures about the applications the actor may see; counts only, never anybody. Several regions count as `more`.
 * Errors: not_signed_in.
 */
export async function insightsFor(ctx: Ctx): Promise<Insights> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const calls = await callsForDesk(ctx);
  const timeZone = calls[0]?.timeZone ?? 'UTC';
  const monday = sql`(date_trunc('week', ${ctx.now.toISOString()}::timestamptz at time zone ${timeZone}) - ${WEEKS - 1} * interval '1 week')`;
  const since = sql`${monday} at time zone ${timeZone}`;
  const [funnel, byWeek, languages, cells, answers, promised, middleDays, load, weeks] = await Promise.all([
    funnelOf(ctx),
    weeksOf(ctx, { since, timeZone }),
    languagesOf(ctx),
    cellsOf(ctx),
    answersOf(ctx, { since, timeZone }),
    promisedOf(ctx, { since, timeZone }),
    middleOf(ctx),
    loadOf(ctx),
    lastWeeks(ctx, monday),
  ]);
  const told = keptBack(cells, languages);
  const of = (step: FunnelStep) => funnel.find((one) => one.step === step)?.count ?? 0;
  return {
    total: of('sent'),
    waiting: Math.max(0, of('sent') - of('answered')),
    middleDays,
    timeZone,
    weeks,
    funnel,
    byWeek,
    languages: told.totals,
    cells: told.cells,
    answers,
    promised,
    load,
  };
}

async function funnelOf(ctx: Ctx): Promise<Funnel> {
  const [unsent, [sentOnes], [read], [answered]] = await Promise.all([
    knowsDrafts(ctx.actor) ? unsentOf(ctx) : null,
    ctx.db.select({ count: count() }).from(applications).where(sent(ctx)),
    ctx.db
      .select({
        once: count(),
        twice: sql<number>`count(*) filter (where ${applicationScores.reviewCount} >= 2)`.mapWith(Number),
      })
      .from(applicationScores)
      .innerJoin(applications, eq(applications.id, applicationScores.applicationId))
      .where(sent(ctx)),
    ctx.db
      .select({ count: sql<number>`count(distinct ${decisions.applicationId})`.mapWith(Number) })
      .from(decisions)
      .innerJoin(applications, eq(applications.id, decisions.applicationId))
      .where(and(eq(decisions.state, 'released'), sent(ctx))),
  ]);
  const whole = sentOnes?.count ?? 0;
  // Few who have begun and not sent could be recognised by the difference.
  const withUnsent = (few: number) => (tellable(few) === null ? null : whole + few);
  const stepsBefore: Funnel = unsent
    ? [
        { step: 'begun', count: withUnsent(unsent.begun) },
        { step: 'document', count: withUnsent(unsent.document) },
      ]
    : [];
  return [
    ...stepsBefore,
    { step: 'sent', count: whole },
    { step: 'readOnce', count: read?.once ?? 0 },
    { step: 'readTwice', count: read?.twice ?? 0 },
    { step: 'answered', count: answered?.count ?? 0 },
  ];
}

/** A draft has no region: where a grant is for one, how many of its people have begun cannot be told. */
function knowsDrafts(actor: Actor): boolean {
  if (actor.kind !== 'member') return actor.kind === 'system';
  const { grants } = actor;
  const isEverywhere = grants.some(({ role, callId, region }) => role === 'administrator' || (!callId && !region));
  return isEverywhere || grants.every(({ region }) => region === null);
}

async function unsentOf(ctx: Ctx): Promise<{ begun: number; document: number }> {
  const withFile = ctx.db
    .select({ id: documents.applicationId })
    .from(documents)
    .innerJoin(applications, eq(applications.id, documents.applicationId))
    .where(and(sql`${applications.state} = 'draft'`, isNull(documents.removedAt)));
  const [drafts] = await ctx.db
    .select({
      begun: count(),
      document: sql<number>`count(*) filter (where ${applications.id} in (${withFile}))`.mapWith(Number),
    })
    .from(applications)
    .where(and(sql`${applications.state} = 'draft'`, visibleTo(ctx.actor)));
  return drafts ?? { begun: 0, document: 0 };
}

async function weeksOf(ctx: Ctx, { since, timeZone }: Span): Promise<WeekOfRegion[]> {
  const week = sql<string>`date_trunc('week', ${applications.submittedAt} at time zone ${timeZone})::date::text`;
  const region = sql<string>`case when cardinality(${applications.regions}) > 1 then 'more' else ${applications.regions}[1] end`;
  const rows = await ctx.db
    .select({ week: week.as('week'), region: region.as('region'), count: count() })
    .from(applications)
    .where(and(sent(ctx), gte(applications.submittedAt, since)))
    .groupBy(sql`1, 2`);
  return rows.map((row) => ({ ...row, week: day(row.week) }));
}

async function lastWeeks(ctx: Ctx, monday: SQL): Promise<Date[]> {
  const rows = await ctx.db.execute<{ week: string }>(
    sql`select generate_series(${monday}, ${monday} + ${WEEKS - 1} * interval '7 days', interval '7 days')::date::text as week`,
  );
  return [...rows].map((row) => day(row.week));
}

async function languagesOf(ctx: Ctx): Promise<{ language: string; count: number }[]> {
  const language = sql<string>`unnest(${applications.writes})`;
  const rows = await ctx.db
    .select({ language: language.as('language'), count: count() })
    .from(applications)
    .where(sent(ctx))
    .groupBy(sql`1`)
    .orderBy(desc(count()), sql`1`)
    .limit(8);
  return rows;
}

async function cellsOf(ctx: Ctx): Promise<(Cell & { count: number })[]> {
  const region = sql<string>`unnest(${applications.regions})`;
  const pairs = ctx.db
    .select({ region: region.as('region'), writes: applications.writes })
    .from(applications)
    .where(sent(ctx))
    .as('pairs');
  const language = sql<string>`unnest(${pairs.writes})`;
  return ctx.db
    .select({
      region: sql<string>`${pairs.region}`.as('one_region'),
      language: language.as('language'),
      count: count(),
    })
    .from(pairs)
    .groupBy(sql`1, 2`)
    .orderBy(desc(count()));
}

/** What each member has still to read, while a score still helps, and has read; whoever only reviews sees their own. */
async function loadOf(ctx: Ctx): Promise<Load[]> {
  const { actor } = ctx;
  const only =
    actor.kind === 'member' && actor.grants.every((grant) => grant.role === 'reviewer') ? actor.memberId : null;
  const [open, done] = await Promise.all([
    ctx.db
      .select({ memberId: assignments.memberId, count: count() })
      .from(assignments)
      .innerJoin(applications, eq(applications.id, assignments.applicationId))
      .where(
        and(
          isNull(assignments.doneAt),
          inArray(applications.stage, [...STAGES_TO_REVIEW]),
          sent(ctx),
          only ? eq(assignments.memberId, only) : undefined,
        ),
      )
      .groupBy(assignments.memberId),
    ctx.db
      .select({ memberId: reviews.memberId, count: count() })
      .from(reviews)
      .innerJoin(applications, eq(applications.id, reviews.applicationId))
      .where(and(isNotNull(reviews.finishedAt), sent(ctx), only ? eq(reviews.memberId, only) : undefined))
      .groupBy(reviews.memberId),
  ]);
  const ids = [...new Set([...open, ...done].map((row) => row.memberId))];
  const names = await memberNames(ctx, ids);
  const of = (rows: typeof open, id: string) => rows.find((row) => row.memberId === id)?.count ?? 0;
  return ids
    .map((memberId) => ({
      memberId,
      name: names.get(memberId) ?? null,
      open: of(open, memberId),
      done: of(done, memberId),
    }))
    .toSorted((one, other) => other.open - one.open || other.done - one.done)
    .slice(0, 12);
}
