import { verifyDocument } from './commands/verify-document';
import { eraseBytes } from './commands/remove-document';
import type { Ctx } from '@/domain/context';
import { eraseBytesInput, verifyInput } from './input';

export async function runVerify(ctx: Ctx, payload: unknown): Promise<void> {
  await verifyDocument(ctx, verifyInput.parse(payload).versionId);
}

export async function runEraseBytes(ctx: Ctx, payload: unknown): Promise<void> {
  await eraseBytes(ctx, eraseBytesInput.parse(payload).versionIds);
}

const HOUR = 3_600_000;

/** What broken uploads and writes of keys left behind; a day is longer than any upload lasts. */
export async function runSweepTemporary(ctx: Ctx): Promise<void> {
  await ctx.storage.sweepTemporary(24 * HOUR);
  await ctx.keyStore.sweepTemporary(24 * HOUR);
}
