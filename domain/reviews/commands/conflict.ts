import { and, eq } from 'drizzle-orm';
import { conflicts } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { keyOf } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { sealJson } from '@/platform/vault';
import { type ConflictInput, conflictInput } from '../input';
import { lockVisible, memberIn } from './find-application';
import { settleConflictsAround, takeOut } from './settle-conflicts';
import { refreshScores } from './standing';

/**
 * Declares that a member must not judge an application: their own, or, by an administrator, anybody's. From then on the
 * application is not there for them, nor what is read together with it, and what they had to read is passed on, even where
 * their card is in: it counts no longer.
 * Errors: not_found, not_allowed, invalid_input.
 */
export async function declareConflict(ctx: Ctx, input: ConflictInput): Promise<void> {
  const parsed = conflictInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const declarer = memberIn(ctx).memberId;
  const { number, reason } = parsed.data;
  const memberId = parsed.data.memberId ?? declarer;
  await transaction(ctx, async (tx) => {
    const application = await lockVisible(tx, number);
    if (memberId !== declarer && !isAdministrator(ctx.actor)) throw new AppError('not_allowed');
    const sealedReason =
      reason === ''
        ? null
        : sealJson(await keyOf(tx, application.id), `conflict:${application.id}:${memberId}`, reason);
    await tx.db
      .insert(conflicts)
      .values({ applicationId: application.id, memberId, sealedReason, declaredAt: tx.now, declaredBy: declarer })
      .onConflictDoNothing();
    await takeOut(tx, application, memberId);
    await refreshScores(tx, application.id);
    await settleConflictsAround(tx, application.id, { but: application.id });
    await record(tx, {
      verb: 'conflict.declared',
      subject: { kind: 'application', id: application.id },
      details: { member: memberId },
    });
  });
}

/** Lifts a conflict that was declared by mistake; nobody lifts their own. Errors: not_found. */
export async function liftConflict(ctx: Ctx, input: { number: string; memberId: string }): Promise<void> {
  const lifter = memberIn(ctx).memberId;
  if (!isAdministrator(ctx.actor) || lifter === input.memberId) throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    const { id } = await lockVisible(tx, input.number);
    const lifted = await tx.db
      .delete(conflicts)
      .where(and(eq(conflicts.applicationId, id), eq(conflicts.memberId, input.memberId)))
      .returning({ id: conflicts.memberId });
    if (lifted.length === 0) throw new AppError('not_found');
    await refreshScores(tx, id);
    await settleConflictsAround(tx, id, { but: id });
    await record(tx, {
      verb: 'conflict.lifted',
      subject: { kind: 'application', id },
      details: { member: input.memberId },
    });
  });
}
