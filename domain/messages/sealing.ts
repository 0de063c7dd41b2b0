import type { Ctx } from '@/domain/context';
import { blindIndex, open, openJson, type SecretKey, seal, sealJson } from '@/platform/vault';
import { type FilledParams, templateParams } from './input';
import { addressKey, type RecipientKind, type TemplateName } from './rules';

/** What a mail is filled with, as it is kept: sealed, bound to its row. */
export type Contents<T extends TemplateName = TemplateName> = { params: FilledParams[T]; replyTo: string | null };

type Owner = { recipientKind: RecipientKind; applicationId: string | null; questionId: string | null };

/** Mails to applicants and askers are sealed with the key of what they are about and go with it; all others with the portal's. Null: erased. */
export async function mailKey(ctx: Ctx, owner: Owner): Promise<SecretKey | null> {
  const { recipientKind } = owner;
  if (recipientKind !== 'applicant' && recipientKind !== 'asker') return ctx.keys.portal;
  const id = recipientKind === 'applicant' ? owner.applicationId : owner.questionId;
  if (id === null) throw new Error('a mail to a person about nothing');
  return ctx.keyStore.get(id);
}

export function sealAddress(key: SecretKey, mailId: string, address: string): Buffer {
  return seal(key, `mail:${mailId}:address`, address);
}

export function openAddress(key: SecretKey, mailId: string, sealed: Buffer): string {
  return open(key, `mail:${mailId}:address`, sealed).toString('utf8');
}

export function sealContents(key: SecretKey, mailId: string, contents: Contents): Buffer {
  return sealJson(key, `mail:${mailId}:contents`, contents);
}

export function openContents<T extends TemplateName>(
  key: SecretKey,
  mail: { id: string; template: T; sealedParams: Buffer },
): Contents<T> {
  const { params, replyTo } = openJson(key, `mail:${mail.id}:contents`, mail.sealedParams) as Contents;
  return { params: fill(mail.template, params), replyTo };
}

/** Checks what a template is to be filled with; one parse per template, so the result has that template's shape. */
export function fill<T extends TemplateName>(template: T, params: unknown): FilledParams[T] {
  return templateParams[template].parse(params) as FilledParams[T];
}

export function mailAddressIndex(ctx: Ctx, address: string): Buffer {
  return blindIndex(ctx.keys.index, 'address', addressKey(address));
}

export function letterIdentity(letterId: string): string {
  return `letter:${letterId}`;
}
