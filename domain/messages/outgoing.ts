import type { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { allInboxes } from '@/domain/settings/queries';
import { type Locale, translator } from '@/locales';
import type { OutgoingMail } from '@/platform/mailer';
import { isNeutral, type Mailbox, oneLine, parseMailbox } from './rules';
import { frameFor, openMail, writeMail } from './writing';

/** The mail of a row as it goes out. Null when it was erased meanwhile, contents or application. */
export async function outgoingMail(ctx: Ctx, row: typeof outbox.$inferSelect): Promise<OutgoingMail | null> {
  const opened = await openMail(ctx, row);
  if (!opened?.contents) return null;
  const frame = await frameFor(ctx, opened.locale);
  const written = await writeMail({ ...opened, contents: opened.contents }, frame);
  const { replyTo } = opened.contents;
  const neutral = isNeutral(opened.template);
  return {
    id: row.id,
    messageId: row.messageId,
    date: row.releasedAt ?? row.createdAt,
    from: neutral ? await neutralSender(ctx, opened.locale) : await sender(ctx, frame.publication),
    to: { name: '', address: opened.address },
    replyTo: replyTo === null ? null : { name: '', address: replyTo },
    ...written,
  };
}

/** MAIL_FROM, or the editorial inbox under the publication's name where the operator set none. */
async function sender(ctx: Ctx, name: string): Promise<Mailbox> {
  if (ctx.portal.mailFrom !== null) {
    const mailbox = mustBeSender('MAIL_FROM', ctx.portal.mailFrom);
    return { name: mailbox.name || oneLine(name), address: mailbox.address };
  }
  const inbox = (await allInboxes(ctx)).find(({ purpose }) => purpose === 'editorial');
  const mailbox = parseMailbox(inbox?.address ?? '');
  if (!mailbox) throw new Error('neither MAIL_FROM nor an editorial inbox to send from');
  return { name: oneLine(name), address: mailbox.address };
}

/** MAIL_FROM_QUIET; only where there is none another sender, whose name at least says nothing. */
async function neutralSender(ctx: Ctx, locale: Locale): Promise<Mailbox> {
  const { mailFromQuiet } = ctx.portal;
  const { name, address } =
    mailFromQuiet === undefined
      ? { ...(await sender(ctx, '')), name: '' }
      : mustBeSender('MAIL_FROM_QUIET', mailFromQuiet);
  return { name: name || translator(locale, 'mails.quiet')('from'), address };
}

function mustBeSender(setting: string, written: string): Mailbox {
  const mailbox = parseMailbox(written);
  if (!mailbox) throw new Error(`${setting} is no address that mail can come from`);
  return mailbox;
}
