import type { Ctx } from '@/domain/context';
import { assignOpen, settleConflicts, tellReviewers } from './commands';
import { settleConflictsInput } from './input';

export async function runAssignOpen(ctx: Ctx): Promise<void> {
  await assignOpen(ctx);
}

export async function runSettleConflicts(ctx: Ctx, payload: unknown): Promise<void> {
  await settleConflicts(ctx, settleConflictsInput.parse(payload));
}

export async function runTellReviewers(ctx: Ctx): Promise<void> {
  await tellReviewers(ctx);
}
