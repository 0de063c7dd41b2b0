import { and, eq, lt, sql } from 'drizzle-orm';
import { applications, presences } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { PRESENT_MS } from '../rules';
import { visibleTo } from '../scope';
import { mustBeKept } from '../sealing';

/**
 * Says that the member has an application open; to be said again before a minute has passed. Not on the trail: it
 * says where somebody looks, not what was done. Errors: not_found.
 */
export async function bePresent(ctx: Ctx, number: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const [application] = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(actor)));
  if (!application) throw new AppError('not_found');
  await mustBeKept(ctx, application.id);
  await ctx.db
    .insert(presences)
    .values({ applicationId: application.id, memberId: actor.memberId, seenAt: ctx.now })
    .onConflictDoUpdate({
      target: [presences.applicationId, presences.memberId],
      set: { seenAt: sql`greatest(${presences.seenAt}, excluded.seen_at)` },
    });
}

/** Removes what has lost its worth. */
export async function sweepPresences(ctx: Ctx): Promise<void> {
  await ctx.db.delete(presences).where(lt(presences.seenAt, new Date(ctx.now.getTime() - PRESENT_MS)));
}
