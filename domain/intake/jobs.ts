import type { Ctx } from '@/domain/context';
import { sweepUploads } from './commands/uploads/sweep-uploads';

export async function runSweepUploads(ctx: Ctx): Promise<void> {
  await sweepUploads(ctx);
}
