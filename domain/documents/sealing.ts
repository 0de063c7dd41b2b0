import type { Ctx } from '@/domain/context';
import { fileOpener, open } from '@/platform/vault';

type SealedVersion = { id: string; applicationId: string; sealedKey: Buffer };

/** The key of one file; null when the application's key has been destroyed. */
export async function fileKeyOf(ctx: Ctx, version: SealedVersion): Promise<Buffer | null> {
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  return applicationKey ? open(applicationKey, `document-key:${version.id}`, version.sealedKey) : null;
}

/** The stored bytes of a rendition. Small enough to hold whole: a page is some 200 KB. */
export async function readRendition(ctx: Ctx, id: string, key: Uint8Array): Promise<Buffer> {
  const sealed = await ctx.storage.read(id);
  const opener = fileOpener(key, `rendition:${id}`);
  sealed.on('error', (error) => opener.destroy(error));
  const parts: Buffer[] = [];
  for await (const part of sealed.pipe(opener)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
