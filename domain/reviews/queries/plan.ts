import { eq } from 'drizzle-orm';
import { reviewPlans } from '@/db/schema/reviews';
import type { Ctx } from '@/domain/context';
import type { BlindMode } from '../rules';

export type Plan = {
  reviewersEach: number;
  automatic: boolean;
  dueDays: number | null;
  blind: BlindMode;
  mayUnmask: boolean;
};

export const NO_PLAN: Plan = { reviewersEach: 2, automatic: false, dueDays: null, blind: 'off', mayUnmask: true };

/** How a call is reviewed. For callers that may see the call. */
export async function planOf(ctx: Ctx, callId: string): Promise<Plan> {
  const [row] = await ctx.db
    .select({
      reviewersEach: reviewPlans.reviewersEach,
      automatic: reviewPlans.automatic,
      dueDays: reviewPlans.dueDays,
      blind: reviewPlans.blind,
      mayUnmask: reviewPlans.mayUnmask,
    })
    .from(reviewPlans)
    .where(eq(reviewPlans.callId, callId));
  return row ?? NO_PLAN;
}
