import { and, eq, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { MemberActor } from '@/domain/actor';
import { canDecide } from '@/domain/applications/rules';
import { visibleTo } from '@/domain/applications/scope';
import { mustBeKept } from '@/domain/applications/sealing';
import type { Ctx, TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';

export type FoundApplication = {
  id: string;
  callId: string;
  regions: string[];
  writes: string[];
  sealedAnswers: Buffer | null;
};

/** A sent application the actor may see, locked against who decides or scores meanwhile. Errors: not_found. */
export async function lockVisible(tx: TxCtx, number: string): Promise<FoundApplication> {
  return lockOne(tx, eq(applications.number, number));
}

/** Errors: not_found. */
export async function lockVisibleById(tx: TxCtx, id: string): Promise<FoundApplication> {
  return lockOne(tx, eq(applications.id, id));
}

async function lockOne(tx: TxCtx, which: SQL): Promise<FoundApplication> {
  const [application] = await tx.db
    .select({
      id: applications.id,
      callId: applications.callId,
      regions: applications.regions,
      writes: applications.writes,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(which, eq(applications.state, 'submitted'), visibleTo(tx.actor)))
    .for('no key update');
  if (!application) throw new AppError('not_found');
  await mustBeKept(tx, application.id);
  return application;
}

/** The same for those who decide. Errors: not_found, not_allowed (may read only). */
export async function lockToArrange(tx: TxCtx, number: string): Promise<FoundApplication> {
  const application = await lockVisible(tx, number);
  if (!canDecide(tx.actor, application)) throw new AppError('not_allowed');
  return application;
}

/** Errors: not_found. */
export function memberIn(ctx: Ctx): MemberActor {
  if (ctx.actor.kind !== 'member') throw new AppError('not_found');
  return ctx.actor;
}
