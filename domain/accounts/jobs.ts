import type { Ctx } from '@/domain/context';
import { sweepAttempts, sweepProofs, sweepSignIns } from './commands';

export async function runSweepSignIns(ctx: Ctx): Promise<void> {
  await sweepSignIns(ctx);
  await sweepProofs(ctx);
}

export async function runSweepAttempts(ctx: Ctx): Promise<void> {
  await sweepAttempts(ctx);
}
