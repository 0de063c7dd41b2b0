import type { Ctx } from '@/domain/context';
import {
  compactTallies,
  indexForgottenWords,
  sendCodeLinks,
  sweepApplicantSessions,
  sweepCodeLinks,
  sweepDrafts,
  sweepPresences,
  tellRefused,
} from './commands';
import { sendCodeLinksInput, tellRefusedInput } from './input';
import { traceMissingNames } from './name-traces';

export async function runSweepSessions(ctx: Ctx): Promise<void> {
  await sweepApplicantSessions(ctx);
  await sweepCodeLinks(ctx);
}

export async function runTellRefused(ctx: Ctx, payload: unknown): Promise<void> {
  await tellRefused(ctx, tellRefusedInput.parse(payload));
}

export async function runSweepDrafts(ctx: Ctx): Promise<void> {
  while ((await sweepDrafts(ctx)) > 0);
  await traceMissingNames(ctx);
}

export async function runSendCodeLinks(ctx: Ctx, payload: unknown): Promise<void> {
  await sendCodeLinks(ctx, sendCodeLinksInput.parse(payload));
}

export async function runIndexWords(ctx: Ctx): Promise<void> {
  await indexForgottenWords(ctx);
}

/** What the desk leaves behind: small steps of its counts, and who was where. */
export async function runTidyDesk(ctx: Ctx): Promise<void> {
  await compactTallies(ctx);
  await sweepPresences(ctx);
}
