import type { Ctx } from '@/domain/context';
import { addressKey } from '@/domain/messages/rules';
import { blindIndex, openJson, type SecretKey, sealJson } from '@/platform/vault';
import { type Answers, answersIdentity, answersInput, windowInput } from './input';

/** Seals what an applicant wrote, bound to the application's row; for a draft also which window saved it last. */
export function sealAnswers(key: SecretKey, applicationId: string, answers: Answers & { window?: string }): Buffer {
  return sealJson(key, answersIdentity(applicationId), answers);
}

export function openAnswers(key: SecretKey, applicationId: string, sealed: Buffer | null): Answers {
  return answersInput.parse(sealed ? openJson(key, answersIdentity(applicationId), sealed) : {});
}

export function openKept(key: SecretKey, applicationId: string, sealed: Buffer): { answers: Answers; window: string } {
  const { window } = windowInput.parse(openJson(key, answersIdentity(applicationId), sealed));
  return { answers: openAnswers(key, applicationId, sealed), window };
}

/** Finds equal addresses without keeping one readable. */
export function addressIndexOf(ctx: Ctx, address: string): Buffer {
  return blindIndex(ctx.keys.index, 'address', addressKey(address));
}

/** The application's own key; its absence means it has been erased, and a bug wherever it is asked for a living one. */
export async function keyOf(ctx: Ctx, applicationId: string): Promise<SecretKey> {
  const key = await ctx.keyStore.get(applicationId);
  if (!key) throw new Error('an application without its key');
  return key;
}
