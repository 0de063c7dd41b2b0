import { eq } from 'drizzle-orm';
import { calls } from '@/db/schema/calls';
import { reviewPlans } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { lockCall } from '@/domain/calls/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mustBeAsSeen } from '@/domain/seen';
import { type PlanInput, planInput } from '../input';
import { planOf } from '../queries/plan';

/**
 * Sets how a call is reviewed: how many read each application, by when, and whether blind. `seen` is of the plan on the
 * administrator's page. Errors: not_found, conflict.
 */
export async function changePlan(ctx: Ctx, callId: string, input: PlanInput, seen?: string): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const plan = planInput.parse(input);
  const values = { ...plan, updatedAt: ctx.now };
  await transaction(ctx, async (tx) => {
    await lockCall(tx, eq(calls.id, callId));
    mustBeAsSeen({ seen, now: await planOf(tx, callId), wanted: plan });
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
