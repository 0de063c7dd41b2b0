import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { assignments } from '@/db/schema/reviews';
import { memberNames } from '@/domain/accounts/queries';
import { standsAlone, visibleTo } from '@/domain/applications/scope';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { STAGES_TO_REVIEW } from '../rules';

export type Progress = { memberId: string; name: string | null; assigned: number; done: number; overdue: number };

/**
 * How far each member is with what they were given, among the applications the actor may decide on that are still to be
 * reviewed: the work at hand, however much was decided before. Errors: not_found.
 */
export async function reviewProgress(ctx: Ctx): Promise<Progress[]> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const deciding = { ...actor, grants: actor.grants.filter((grant) => grant.role !== 'reviewer') };
  if (deciding.grants.length === 0) throw new AppError('not_found');
  const isOpen = sql`${assignments.doneAt} is null and ${assignments.dueAt} < ${ctx.now.toISOString()}::timestamptz`;
  const rows = await ctx.db
    .select({
      memberId: assignments.memberId,
      assigned: count(),
      done: count(assignments.doneAt),
      overdue: sql<number>`(count(*) filter (where ${isOpen}))::int`,
    })
    .from(assignments)
    .innerJoin(applications, eq(applications.id, assignments.applicationId))
    .where(
      and(
        eq(applications.state, 'submitted'),
        inArray(applications.stage, [...STAGES_TO_REVIEW]),
        standsAlone(),
        visibleTo(deciding),
      ),
    )
    .groupBy(assignments.memberId);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  return rows
    .map((row) => ({ ...row, name: names.get(row.memberId) ?? null }))
    .sort((one, other) => other.overdue - one.overdue || (one.name ?? '').localeCompare(other.name ?? ''));
}
