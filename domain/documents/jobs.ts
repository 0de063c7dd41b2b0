import type { Ctx } from '@/domain/context';
import { checkDocument } from './commands/check-document';
import { checkWaiting } from './commands/check-waiting';
import { eraseBytes, sweepOrphans } from './commands/remove-document';
import { renderDocument, renderPages } from './commands/render-document';
import { traceWaitingTexts } from './commands/trace-texts';
import { checkInput, eraseBytesInput, renderInput, renderPagesInput } from './input';

export async function runCheck(ctx: Ctx, payload: unknown): Promise<void> {
  await checkDocument(ctx, checkInput.parse(payload).versionId);
}

export async function runCheckWaiting(ctx: Ctx): Promise<void> {
  await checkWaiting(ctx);
}

export async function runRender(ctx: Ctx, payload: unknown): Promise<void> {
  await renderDocument(ctx, renderInput.parse(payload).versionId);
}

export async function runRenderPages(ctx: Ctx, payload: unknown): Promise<void> {
  await renderPages(ctx, renderPagesInput.parse(payload));
}

export async function runEraseBytes(ctx: Ctx, payload: unknown): Promise<void> {
  await eraseBytes(ctx, eraseBytesInput.parse(payload).versionIds);
}

export async function runTraceTexts(ctx: Ctx): Promise<void> {
  await traceWaitingTexts(ctx);
}

const HOUR = 3_600_000;

/** What broken uploads, writes of keys and crashes left behind; a day is longer than any upload lasts. */
export async function runSweepTemporary(ctx: Ctx): Promise<void> {
  await ctx.storage.sweepTemporary(24 * HOUR);
  await ctx.keyStore.sweepTemporary(24 * HOUR);
  await sweepOrphans(ctx, 24 * HOUR);
}
