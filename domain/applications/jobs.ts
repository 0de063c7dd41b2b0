import type { Ctx } from '@/domain/context';
import { sendCodeLinks, sweepApplicantSessions, sweepCodeLinks, sweepDrafts } from './commands';
import { sendCodeLinksInput } from './input';

export async function runSweepSessions(ctx: Ctx): Promise<void> {
  await sweepApplicantSessions(ctx);
  await sweepCodeLinks(ctx);
}

export async function runSweepDrafts(ctx: Ctx): Promise<void> {
  while ((await sweepDrafts(ctx)) > 0);
}

export async function runSendCodeLinks(ctx: Ctx, payload: unknown): Promise<void> {
  await sendCodeLinks(ctx, sendCodeLinksInput.parse(payload));
}
