import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { members } from '@/db/schema/accounts';
import { savedViews as views } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { knownLocale, translator } from '@/locales';
import { unlessDamaged } from '@/platform/damaged';
import { open } from '@/platform/vault';

export type SavedView = { id: string; name: string; query: string; isShared: boolean; isMine: boolean };

/**
 * The member's own views and those that colleagues share, own before others', by name. One whose name is damaged still leads
 * where it led, under a stand-in.
 */
export async function savedViews(ctx: Ctx): Promise<SavedView[]> {
  if (ctx.actor.kind !== 'member') return [];
  const { memberId, locale } = ctx.actor;
  const rows = await builtOnce(ctx.db, ['savedViews', memberId], () =>
    ctx.db
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
      .limit(60),
  );
  const shown = rows.map(({ id, query, isShared, memberId: owner, sealedName }) => ({
    id,
    query,
    isShared,
    isMine: owner === memberId,
    name: nameOf(ctx, { id, sealedName }) ?? translator(knownLocale(locale), 'trouble')('namelessView'),
  }));
  return shown.sort((one, other) => Number(other.isMine) - Number(one.isMine) || one.name.localeCompare(other.name));
}

function nameOf(ctx: Ctx, { id, sealedName }: { id: string; sealedName: Buffer }): string | null {
  return unlessDamaged({ event: 'view-name.damaged', view: id }, () =>
    open(ctx.keys.portal, `view-name:${id}`, sealedName).toString('utf8'),
  );
}
