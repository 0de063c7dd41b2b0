import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { asDamaged, unlessDamaged } from '@/platform/damaged';
import { open, openJson, type SecretKey, seal, sealJson, secretHash } from '@/platform/vault';
import { type Asker, asker } from './input';

export function sealAsker(key: SecretKey, questionId: string, value: Asker): Buffer {
  return sealJson(key, `asker:${questionId}`, value);
}

/** Who asked; where that is damaged, somebody without name and address, who still has their code. */
export function openAsker(key: SecretKey, questionId: string, sealed: Buffer): Asker {
  const opened = unlessDamaged({ event: 'question.damaged', question: questionId }, () =>
    asker.parse(openJson(key, `asker:${questionId}`, sealed)),
  );
  return opened ?? { name: '', email: '' };
}

export function sealText(key: SecretKey, messageId: string, text: string): Buffer {
  return seal(key, `question-message:${messageId}`, text);
}

/** Null where it is damaged. */
export function openText(key: SecretKey, messageId: string, sealed: Buffer): string | null {
  return unlessDamaged({ event: 'question-message.damaged', message: messageId }, () =>
    open(key, `question-message:${messageId}`, sealed).toString('utf8'),
  );
}

/** The question's own key; without it a question is erased, as an application is. Errors: not_found. */
export async function keyOfQuestion(ctx: Ctx, questionId: string): Promise<SecretKey> {
  const key = await ctx.keyStore.get(questionId);
  if (!key) throw new AppError('not_found');
  return key;
}

/** The same for a list, which goes on with the others: null where it is erased, or its key damaged. */
export async function keyForList(ctx: Ctx, questionId: string): Promise<SecretKey | null> {
  return ctx.keyStore.get(questionId).catch(asDamaged({ event: 'question.damaged', question: questionId }));
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
