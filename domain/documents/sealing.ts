import type { Ctx } from '@/domain/context';
import { open } from '@/platform/vault';

type SealedVersion = { id: string; applicationId: string; sealedKey: Buffer };

/** The key of one file; null when the application's key has been destroyed. */
export async function fileKeyOf(ctx: Ctx, version: SealedVersion): Promise<Buffer | null> {
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  return applicationKey ? open(applicationKey, `document-key:${version.id}`, version.sealedKey) : null;
}
