import { eq, sql } from 'drizzle-orm';
import { heldConflicts } from '@/db/schema/held-conflicts';
import { reviews } from '@/db/schema/reviews';
import type { Ctx } from '@/domain/context';

/** The card of somebody who should not have judged counts no longer. */
export const WITHOUT_CONFLICT = sql`not exists (select 1 from ${heldConflicts} where ${heldConflicts.applicationId} = ${reviews.applicationId} and ${heldConflicts.memberId} = ${reviews.memberId})`;

/** Ids of the members who must not meet an application. Callers found it through the actor's scope. */
export async function membersKeptFrom(ctx: Pick<Ctx, 'db'>, applicationId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectDistinct({ id: heldConflicts.memberId })
    .from(heldConflicts)
    .where(eq(heldConflicts.applicationId, applicationId));
  return new Set(rows.map((row) => row.id));
}
