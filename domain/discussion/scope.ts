import { and, eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { colleaguesAround } from '@/domain/accounts/colleagues';
import type { MemberActor } from '@/domain/actor';
import { canRead } from '@/domain/applications/rules';
import { visibleTo } from '@/domain/applications/scope';
import { mustBeKept } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';

export type Talked = { id: string; number: string; callId: string; regions: string[]; timeZone: string };

/** A sent application the member may read, by number or id. Errors: not_found. */
export async function findTalked(ctx: Ctx, by: { number: string } | { id: string }): Promise<Talked> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_found');
  const [row] = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      callId: applications.callId,
      regions: applications.regions,
      timeZone: calls.timeZone,
    })
    .from(applications)
    .innerJoin(calls, eq(calls.id, applications.callId))
    .where(
      and(
        'id' in by ? eq(applications.id, by.id) : eq(applications.number, by.number),
        eq(applications.state, 'submitted'),
        visibleTo(ctx.actor),
      ),
    );
  if (!row?.number) throw new AppError('not_found');
  await mustBeKept(ctx, row.id);
  return { ...row, number: row.number };
}

/** The members who may read it: only they can be called or given something to do. */
export async function readersOf(ctx: Ctx, application: Talked) {
  const everybody = await colleaguesAround(ctx, application.id);
  return everybody.filter((member) => canRead(member.actor, { ...application, applicationId: application.id }));
}

/** Errors: not_found. */
export function memberOf(ctx: Ctx): MemberActor {
  if (ctx.actor.kind !== 'member') throw new AppError('not_found');
  return ctx.actor;
}
