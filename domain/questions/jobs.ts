import type { Ctx } from '@/domain/context';
import { sweepQuestionSessions, sweepQuestions } from './commands';
import { destroyQuestionKeyInput } from './input';

export async function runSweepQuestions(ctx: Ctx): Promise<void> {
  await sweepQuestionSessions(ctx);
  while ((await sweepQuestions(ctx)) > 0);
}

export async function runDestroyQuestionKey(ctx: Ctx, payload: unknown): Promise<void> {
  await ctx.keyStore.destroy(destroyQuestionKeyInput.parse(payload).questionId);
}
