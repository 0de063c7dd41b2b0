import type { Ctx } from '@/domain/context';
import { sweepApplicantSessions, sweepDrafts } from './commands';

export async function runSweepSessions(ctx: Ctx): Promise<void> {
  await sweepApplicantSessions(ctx);
}

export async function runSweepDrafts(ctx: Ctx): Promise<void> {
  while ((await sweepDrafts(ctx)) > 0);
}
