import { and, count, eq, gt, gte, isNotNull, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { decisions } from '@/db/schema/reviews';
import type { Ctx } from '@/domain/context';
import { FEWEST_TOLD } from '../rules';
import { day, type Span, sent } from './sent';

export type AnswerWeek = { week: Date; answered: number; soonest: number; middle: number; latest: number };

export type PromisedWeek = { week: Date; days: number };

/** Days from arriving to the first answer that went out, by application. */
function firstAnswers(ctx: Ctx, more?: SQL) {
  const days = sql<number>`extract(epoch from min(${decisions.releasedAt}) - ${applications.submittedAt}) / 86400`;
  return ctx.db
    .select({ submittedAt: applications.submittedAt, days: days.as('days') })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(and(eq(decisions.state, 'released'), isNotNull(decisions.releasedAt), sent(ctx), more))
    .groupBy(applications.id, applications.submittedAt)
    .as('answers');
}

export async function answersOf(ctx: Ctx, { since, timeZone }: Span): Promise<AnswerWeek[]> {
  const answers = firstAnswers(ctx, gte(applications.submittedAt, since));
  const week = sql<string>`date_trunc('week', ${answers.submittedAt} at time zone ${timeZone})::date::text`;
  const rows = await ctx.db
    .select({
      week: week.as('week'),
      answered: count(),
      soonest: sql<number>`percentile_cont(0.1) within group (order by ${answers.days})`.mapWith(Number),
      middle: sql<number>`percentile_cont(0.5) within group (order by ${answers.days})`.mapWith(Number),
      latest: sql<number>`percentile_cont(0.9) within group (order by ${answers.days})`.mapWith(Number),
    })
    .from(answers)
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map((row) => ({ ...row, week: day(row.week) }));
}

/**
 * In how many days those who arrived in a week were promised an answer: a call promises a day to all, so that whoever comes
 * later waits less; of several calls the middle. Weeks in which nothing was promised are not in it.
 */
export async function promisedOf(ctx: Ctx, { since, timeZone }: Span): Promise<PromisedWeek[]> {
  const week = sql<string>`date_trunc('week', ${applications.submittedAt} at time zone ${timeZone})::date::text`;
  const days = sql`extract(epoch from ${calls.answerBy} - ${applications.submittedAt}) / 86400`;
  const rows = await ctx.db
    .select({
      week: week.as('week'),
      days: sql<number>`percentile_cont(0.5) within group (order by ${days})`.mapWith(Number),
    })
    .from(applications)
    .innerJoin(calls, eq(calls.id, applications.callId))
    .where(and(sent(ctx), gte(applications.submittedAt, since), gt(calls.answerBy, applications.submittedAt)))
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map((row) => ({ ...row, week: day(row.week) }));
}

export async function middleOf(ctx: Ctx): Promise<number | null> {
  const answers = firstAnswers(ctx);
  const [row] = await ctx.db
    .select({
      answered: count(),
      middle: sql<number | null>`percentile_cont(0.5) within group (order by ${answers.days})`,
    })
    .from(answers);
  return row && row.answered >= FEWEST_TOLD && row.middle !== null ? Number(row.middle) : null;
}
