import { reviewPlans } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { callById } from '@/domain/calls/queries';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { type PlanInput, planInput } from '../input';

/** Sets how a call is reviewed: how many read each application, by when, and whether blind. Errors: not_found. */
export async function changePlan(ctx: Ctx, callId: string, input: PlanInput): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = { ...planInput.parse(input), updatedAt: ctx.now };
  await transaction(ctx, async (tx) => {
    await callById(tx, callId);
    await tx.db
      .insert(reviewPlans)
      .values({ callId, ...values })
      .onConflictDoUpdate({ target: reviewPlans.callId, set: values });
    await record(tx, {
      verb: 'call.review-planned',
      subject: { kind: 'call', id: callId },
      details: { blind: values.blind, automatic: values.automatic, reviewersEach: values.reviewersEach },
    });
  });
}
