import type { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { publication } from '@/domain/settings/queries';
import type { Frame, WrittenMail } from '@/emails/frame';
import { mailSubject, renderMail } from '@/emails/render';
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/locales';
import { TEMPLATES, type TemplateName } from './rules';
import { type Contents, mailKey, openAddress, openContents } from './sealing';

export type MailRow = Pick<
  typeof outbox.$inferSelect,
  'id' | 'template' | 'recipientKind' | 'applicationId' | 'questionId' | 'sealedAddress' | 'sealedParams' | 'locale'
>;

/** A row opened: to whom, and what it is filled with; `contents` is null once wiped. */
export type OpenedMail = { template: TemplateName; locale: Locale; address: string; contents: Contents | null };

/** Null when the application it belongs to has been erased. */
export async function openMail(ctx: Ctx, row: MailRow): Promise<OpenedMail | null> {
  const key = await mailKey(ctx, row);
  if (!key) return null;
  const template = mustBeTemplate(row.template);
  return {
    template,
    locale: isLocale(row.locale) ? row.locale : DEFAULT_LOCALE,
    address: openAddress(key, row.id, row.sealedAddress),
    contents: row.sealedParams && openContents(key, { id: row.id, template, sealedParams: row.sealedParams }),
  };
}

export async function frameFor(ctx: Ctx, locale: Locale): Promise<Frame> {
  const { name } = await publication(ctx);
  return { publication: name, portalUrl: ctx.portal.url, locale };
}

export async function writeMail(mail: OpenedMail & { contents: Contents }, frame: Frame): Promise<WrittenMail> {
  return renderMail(mail.template, mail.contents.params, frame);
}

export function subjectOf(mail: OpenedMail & { contents: Contents }, frame: Frame): string {
  return mailSubject(mail.template, mail.contents.params, frame);
}

function mustBeTemplate(name: string): TemplateName {
  const template = TEMPLATES.find((known) => known === name);
  if (!template) throw new Error('a mail without a template');
  return template;
}
