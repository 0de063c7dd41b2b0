import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { atOnce, type TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { type MailRequest, mailRequest, type Recipient } from '../input';
import { isNeutral, parseAddress, parseMailbox, quietVersion, type TemplateName } from '../rules';
import { fill, mailAddressIndex, mailKey, sealAddress, sealContents } from '../sealing';

/**
 * Writes a mail into the outbox, in the transaction of what caused it: it leaves if, and only if, that stands. With
 * `held` it waits for `releaseMail`. Errors: invalid_input {field: address} for an address no mail can go to.
 */
export async function requestMail(tx: TxCtx, request: MailRequest): Promise<{ outboxId: string }> {
  const { to, locale, about, aboutQuestion, held, replyTo, quiet, ...rest } = mailRequest.parse(request);
  const template = quiet ? quietVersion(rest.template) : rest.template;
  const address = mustBeAddress(to.address);
  const id = randomUUID();
  const owner = {
    recipientKind: to.kind,
    applicationId: to.kind === 'applicant' ? to.applicationId : (about ?? null),
    questionId: to.kind === 'asker' ? to.questionId : (aboutQuestion ?? null),
  };
  const key = await mailKey(tx, owner);
  if (!key) throw new AppError('not_found');
  const contents = {
    // A neutral template takes up of what it is given only what says nothing.
    params: fill(template, request.params),
    replyTo: replyTo === undefined || isNeutral(template) ? null : mustBeAddress(replyTo),
  };
  const written = tx.db.insert(outbox).values({
    id,
    template,
    ...owner,
    ...recipientOf(to),
    sealedAddress: sealAddress(key, id, address),
    addressIndex: mailAddressIndex(tx, address),
    locale,
    sealedParams: sealContents(key, id, contents),
    state: held ? 'held' : 'waiting',
    releasedAt: held ? null : tx.now,
    createdAt: tx.now,
    messageId: messageIdOf(tx, id, template),
  });
  await atOnce(held ? [written] : [written, wakeWorker(tx)]);
  return { outboxId: id };
}

/** Heard when the transaction commits, not before; several in one transaction are heard once. */
export async function wakeWorker(tx: TxCtx): Promise<void> {
  await tx.db.execute(sql`select pg_notify('outbox', '')`);
}

function mustBeAddress(written: string): string {
  const address = parseAddress(written);
  if (!address) throw new AppError('invalid_input', { field: 'address' });
  return address;
}

function recipientOf(to: Recipient): { inboxId: string | null; memberId: string | null } {
  return { inboxId: to.kind === 'inbox' ? to.inboxId : null, memberId: to.kind === 'member' ? to.memberId : null };
}

/** Made once and kept: those who get a mail twice see one. A neutral mail does not name the portal here either. */
function messageIdOf(tx: TxCtx, id: string, template: TemplateName): string {
  const sender = isNeutral(template) ? parseMailbox(tx.portal.mailFromQuiet ?? tx.portal.mailFrom ?? '') : null;
  const host = sender?.address.split('@')[1] ?? new URL(tx.portal.url).hostname;
  return `<${id}@${host}>`;
}
