import type { Ctx } from '@/domain/context';
import { assignOpen, tellReviewers } from './commands';

export async function runAssignOpen(ctx: Ctx): Promise<void> {
  await assignOpen(ctx);
}

export async function runTellReviewers(ctx: Ctx): Promise<void> {
  await tellReviewers(ctx);
}
