import type { Ctx } from '@/domain/context';
import { sweepKeys, sweepOverdue, sweepWithdrawn } from './commands';
import { destroyKeyInput } from './input';

export async function runDestroyKey(ctx: Ctx, payload: unknown): Promise<void> {
  await ctx.keyStore.destroy(destroyKeyInput.parse(payload).applicationId);
}

export async function runSweepWithdrawn(ctx: Ctx): Promise<void> {
  await sweepWithdrawn(ctx);
}

export async function runSweepOverdue(ctx: Ctx): Promise<void> {
  while ((await sweepOverdue(ctx)) > 0);
}

export async function runSweepKeys(ctx: Ctx): Promise<void> {
  await sweepKeys(ctx);
}
