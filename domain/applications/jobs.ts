import type { Ctx } from '@/domain/context';
import { sweepApplicantSessions } from './commands';

export async function runSweepSessions(ctx: Ctx): Promise<void> {
  await sweepApplicantSessions(ctx);
}
