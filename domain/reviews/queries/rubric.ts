import { asc, eq, sql } from 'drizzle-orm';
import { criteria } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { Criterion } from './scorecard';

export type RubricLine = Criterion & { archived: boolean };

/** A call's rubric with what was taken out of it and still has scores. Errors: not_found (to anyone who is no administrator). */
export async function rubricFor(ctx: Ctx, callId: string): Promise<RubricLine[]> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  return ctx.db
    .select({
      key: criteria.key,
      weight: criteria.weight,
      names: criteria.names,
      archived: sql<boolean>`${criteria.archivedAt} is not null`,
    })
    .from(criteria)
    .where(eq(criteria.callId, callId))
    .orderBy(sql`${criteria.archivedAt} is not null`, asc(criteria.position), asc(criteria.id));
}
