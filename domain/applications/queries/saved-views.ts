import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import { members } from '@/db/schema/accounts';
import { savedViews as views } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { open } from '@/platform/vault';

export type SavedView = { id: string; name: string; query: string; isShared: boolean; isMine: boolean };

/** The member's own views and those that colleagues share, own before others', by name. */
export async function savedViews(ctx: Ctx): Promise<SavedView[]> {
  if (ctx.actor.kind !== 'member') return [];
  const { memberId } = ctx.actor;
  const rows = await ctx.db
    .select({
      id: views.id,
      memberId: views.memberId,
      sealedName: views.sealedName,
      query: views.query,
      isShared: views.isShared,
    })
    .from(views)
    .innerJoin(members, eq(members.id, views.memberId))
    .where(or(eq(views.memberId, memberId), and(eq(views.isShared, true), isNull(members.removedAt))))
    .orderBy(desc(eq(views.memberId, memberId)), asc(views.createdAt))
    .limit(60);
  const shown = rows.map(({ id, query, isShared, memberId: owner, sealedName }) => ({
    id,
    query,
    isShared,
    isMine: owner === memberId,
    name: open(ctx.keys.portal, `view-name:${id}`, sealedName).toString('utf8'),
  }));
  return shown.sort((one, other) => Number(other.isMine) - Number(one.isMine) || one.name.localeCompare(other.name));
}
