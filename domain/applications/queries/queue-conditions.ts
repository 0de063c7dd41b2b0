import { and, arrayContains, arrayOverlaps, eq, gte, inArray, lte, ne, notExists, type SQL, sql } from 'drizzle-orm';
import { plannedAnew } from '@/db/planned-anew';
import { applications, applicationWords } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { applicationTags } from '@/db/schema/discussion';
import { assignments, decisions, reviewPlans } from '@/db/schema/reviews';
import type { Ctx } from '@/domain/context';
import { undeliveredMails } from '@/domain/messages/queries';
import { STAGES_TO_REVIEW } from '@/domain/reviews/rules';
import type { Queue } from '../input';
import { asksForScores, stageOfView } from '../rules';
import { standsAlone, visibleTo } from '../scope';
import { scoresAreShown } from './scores-shown';

const DAY = 24 * 3_600_000;

/** Written out, never as a parameter: partial indexes are chosen by it. */
export const isSubmitted = sql`${applications.state} = 'submitted'`;

/** The sent applications that a list shows, whatever its order. */
export async function inQueue(ctx: Ctx, query: Queue): Promise<SQL | undefined> {
  const scored = asksForScores(query) ? await scoresAreShown(ctx) : undefined;
  const filtered = [inView(ctx, query), ...filters(ctx, query), scored, visibleTo(ctx.actor)];
  return and(isSubmitted, standsAlone(), ...filtered, plannedAnew);
}

function inView(ctx: Ctx, { view }: Queue): SQL | undefined {
  const stage = stageOfView(view);
  if (stage) return eq(applications.stage, stage);
  if (view === 'mine') return inArray(applications.id, myWork(ctx));
  if (view === 'pool') return sql`(${applications.keepInPool} and ${applications.stage} in ('held', 'declined'))`;
  if (view === 'decide') return and(isToDecide, sql`${applications.id} not in (${pendingDecisions(ctx)})`);
  return undefined;
}

/** The words of the index `applications_to_decide`. */
export const isToDecide = sql`(${applications.stage} in ('talking', 'shortlist') or (${applications.stage} in ('new', 'reading') and ${applications.reviewCount} >= 2))`;

function pendingDecisions(ctx: Ctx) {
  return ctx.db.select({ id: decisions.applicationId }).from(decisions).where(sql`${decisions.state} = 'pending'`);
}

/** What a member was asked to score and has not yet, as long as a score still helps. */
export function myWork(ctx: Ctx) {
  return ctx.db
    .select({ id: assignments.applicationId })
    .from(assignments)
    .innerJoin(applications, eq(applications.id, assignments.applicationId))
    .where(
      and(
        inArray(applications.stage, [...STAGES_TO_REVIEW]),
        ctx.actor.kind === 'member' ? eq(assignments.memberId, ctx.actor.memberId) : sql`false`,
        sql`${assignments.doneAt} is null`,
      ),
    );
}

function filters(ctx: Ctx, query: Queue): (SQL | undefined)[] {
  const { stages, regions, languages, topics, score, spread, age } = query;
  return [
    stages.length > 0 ? inArray(applications.stage, stages) : undefined,
    anyOf(applications.regions, regions),
    anyOf(applications.writes, languages),
    anyOf(applications.topics, topics),
    score === null ? undefined : gte(applications.scoreMean, Math.round(score * 100)),
    spread === null ? undefined : gte(applications.scoreSpread, Math.round(spread * 100)),
    age === null ? undefined : lte(applications.submittedAt, new Date(ctx.now.getTime() - age * DAY)),
    assignedTo(ctx, query),
    query.trouble ? inArray(applications.id, undeliveredMails(ctx)) : undefined,
    query.tag === null ? undefined : inArray(applications.id, withTag(ctx, query.tag)),
    query.found.length > 0 ? namesAreShown(ctx) : undefined,
    ...query.found.map((word) => inArray(applications.id, withWord(ctx, word))),
    query.callSlug
      ? inArray(applications.callId, sql`(select ${calls.id} from ${calls} where ${calls.slug} = ${query.callSlug})`)
      : undefined,
  ];
}

type List = typeof applications.regions | typeof applications.writes | typeof applications.topics;

/** One value is asked for as `contains`, whose estimate the planner knows best. */
function anyOf(column: List, values: string[]): SQL | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? arrayContains(column, values) : arrayOverlaps(column, values);
}

function assignedTo(ctx: Ctx, { assigned }: Queue): SQL | undefined {
  if (assigned === null) return undefined;
  if (assigned === 'nobody') {
    const anybody = ctx.db
      .select({ one: sql`1` })
      .from(assignments)
      .where(eq(assignments.applicationId, applications.id));
    return notExists(anybody);
  }
  const memberId = assigned === 'me' && ctx.actor.kind === 'member' ? ctx.actor.memberId : assigned;
  if (memberId === 'me') return sql`false`;
  return inArray(
    applications.id,
    ctx.db.select({ id: assignments.applicationId }).from(assignments).where(eq(assignments.memberId, memberId)),
  );
}

/** Whoever reads a call blind finds nobody in it by name: that would say whose an application is. */
function namesAreShown(ctx: Ctx): SQL | undefined {
  const { actor } = ctx;
  if (actor.kind !== 'member') return undefined;
  const mayDecide = actor.grants.every((grant) => grant.role !== 'reviewer');
  const blind = ctx.db
    .select({ one: sql`1` })
    .from(reviewPlans)
    .where(
      and(
        eq(reviewPlans.callId, applications.callId),
        mayDecide ? eq(reviewPlans.blind, 'everyone') : ne(reviewPlans.blind, 'off'),
      ),
    );
  return notExists(blind);
}

function withTag(ctx: Ctx, tagId: string) {
  return ctx.db
    .select({ id: applicationTags.applicationId })
    .from(applicationTags)
    .where(eq(applicationTags.tagId, tagId));
}

function withWord(ctx: Ctx, word: string) {
  return ctx.db
    .select({ id: applicationWords.applicationId })
    .from(applicationWords)
    .where(eq(applicationWords.word, Buffer.from(word, 'base64url')));
}
