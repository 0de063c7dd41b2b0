import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { open, openJson, type SecretKey, seal, sealJson, secretHash } from '@/platform/vault';
import { type Asker, asker } from './input';

export function sealAsker(key: SecretKey, questionId: string, value: Asker): Buffer {
  return sealJson(key, `asker:${questionId}`, value);
}

export function openAsker(key: SecretKey, questionId: string, sealed: Buffer): Asker {
  return asker.parse(openJson(key, `asker:${questionId}`, sealed));
}

export function sealText(key: SecretKey, messageId: string, text: string): Buffer {
  return seal(key, `question-message:${messageId}`, text);
}

export function openText(key: SecretKey, messageId: string, sealed: Buffer): string {
  return open(key, `question-message:${messageId}`, sealed).toString('utf8');
}

/** The question's own key; without it a question is erased, as an application is. Errors: not_found. */
export async function keyOfQuestion(ctx: Ctx, questionId: string): Promise<SecretKey> {
  const key = await ctx.keyStore.get(questionId);
  if (!key) throw new AppError('not_found');
  return key;
}

export function formHash(ctx: Ctx, token: string): Buffer {
  return secretHash(ctx.keys.code, 'question-form', token);
}

/** @param code as `normaliseCode` returns it */
export function questionCodeHash(ctx: Ctx, code: string): Buffer {
  return secretHash(ctx.keys.code, 'question-receipt', code);
}

export function questionSessionHash(ctx: Ctx, token: string): Buffer {
  return secretHash(ctx.keys.session, 'question', token);
}
