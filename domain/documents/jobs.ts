import type { Ctx } from '@/domain/context';
import { eraseBytes, sweepOrphans } from './commands/remove-document';
import { renderDocument, renderPages } from './commands/render-document';
import { verifyDocument } from './commands/verify-document';
import { eraseBytesInput, renderInput, renderPagesInput, verifyInput } from './input';

export async function runVerify(ctx: Ctx, payload: unknown): Promise<void> {
  await verifyDocument(ctx, verifyInput.parse(payload).versionId);
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

const HOUR = 3_600_000;

/** What broken uploads, writes of keys and crashes left behind; a day is longer than any upload lasts. */
export async function runSweepTemporary(ctx: Ctx): Promise<void> {
  await ctx.storage.sweepTemporary(24 * HOUR);
  await ctx.keyStore.sweepTemporary(24 * HOUR);
  await sweepOrphans(ctx, 24 * HOUR);
}
