import { and, asc, eq, gt, ne } from 'drizzle-orm';
import { applications, presences } from '@/db/schema/applications';
import { memberNames } from '@/domain/accounts/queries';
import type { Ctx } from '@/domain/context';
import { PRESENT_MS } from '../rules';
import { visibleTo } from '../scope';

/** Names of the other members who have this application open now; none of an application the actor may not see. */
export async function colleaguesAt(ctx: Ctx, number: string): Promise<string[]> {
  if (ctx.actor.kind !== 'member') return [];
  const rows = await ctx.db
    .select({ id: presences.memberId })
    .from(presences)
    .innerJoin(applications, eq(applications.id, presences.applicationId))
    .where(
      and(
        eq(applications.number, number),
        ne(presences.memberId, ctx.actor.memberId),
        gt(presences.seenAt, new Date(ctx.now.getTime() - PRESENT_MS)),
        visibleTo(ctx.actor),
      ),
    )
    .orderBy(asc(presences.memberId));
  const ids = rows.map((row) => row.id);
  const names = await memberNames(ctx, ids);
  return ids.flatMap((id) => names.get(id) ?? []);
}
