import type { Ctx } from '@/domain/context';
import { sweepAttempts, sweepSignIns } from './commands';

export async function runSweepSignIns(ctx: Ctx): Promise<void> {
  await sweepSignIns(ctx);
}

export async function runSweepAttempts(ctx: Ctx): Promise<void> {
  await sweepAttempts(ctx);
}
