import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { allInboxes } from '@/domain/settings/queries';
import type { SecretKey } from '@/platform/vault';
import type { MailState } from '../rules';
import { mailInReach } from '../scope';
import { mailAddressIndex, mailKey, sealAddress, sealContents } from '../sealing';
import { openMail } from '../writing';
import { wakeWorker } from './request-mail';

/**
 * Lets a held mail go. The caller has found what it belongs to through what the actor may see.
 * Errors: already_released (or dropped meanwhile).
 */
export async function releaseMail(tx: TxCtx, outboxId: string): Promise<void> {
  const released = await tx.db
    .update(outbox)
    .set({ state: 'waiting', releasedAt: tx.now, nextAttemptAt: null })
    .where(and(eq(outbox.id, outboxId), eq(outbox.state, 'held')))
    .returning({ id: outbox.id });
  if (released.length === 0) throw new AppError('already_released');
  await record(tx, { verb: 'mail.released', subject: { kind: 'mail', id: outboxId } });
  await wakeWorker(tx);
}

/** Takes a mail back that has not left; its contents are wiped. The caller has found it. Errors: already_released. */
export async function dropMail(tx: TxCtx, outboxId: string): Promise<void> {
  if (!(await drop(tx, outboxId, ['held', 'waiting', 'failed']))) throw new AppError('already_released');
  await record(tx, { verb: 'mail.dropped', subject: { kind: 'mail', id: outboxId } });
}

/**
 * Holds a failed mail as settled: it asks nothing more of the desk, and its contents are wiped. Why it failed is kept.
 * Errors: not_found (absent, erased, or not for this actor to decide on), conflict (it has not failed, or no longer).
 */
export async function settleMail(ctx: Ctx, outboxId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    if (!(await mailKey(tx, await mailInReach(tx, outboxId)))) throw new AppError('not_found');
    if (!(await drop(tx, outboxId, ['failed']))) throw new AppError('conflict');
    await record(tx, { verb: 'mail.settled', subject: { kind: 'mail', id: outboxId } });
  });
}

async function drop(tx: TxCtx, outboxId: string, from: MailState[]): Promise<boolean> {
  const dropped = await tx.db
    .update(outbox)
    .set({ state: 'dropped', sealedParams: null, nextAttemptAt: null })
    .where(and(eq(outbox.id, outboxId), inArray(outbox.state, from)))
    .returning({ id: outbox.id });
  return dropped.length > 0;
}

/**
 * Tries a failed mail again, from the beginning: "try again" on the desk. One to an inbox goes to the address it has now.
 * Errors: not_found (absent, erased, or not for this actor to decide on), conflict (it has not failed, or holds a wiped secret).
 */
export async function retryMail(ctx: Ctx, outboxId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const mail = await mailInReach(tx, outboxId);
    const key = await mailKey(tx, mail);
    if (!key) throw new AppError('not_found');
    const fresh = { trouble: null, lastReply: null, attempts: 0, nextAttemptAt: null, releasedAt: tx.now };
    const retried = await tx.db
      .update(outbox)
      .set({ state: 'waiting', ...fresh, ...(await addressedAnew(tx, mail, key)) })
      .where(and(eq(outbox.id, outboxId), eq(outbox.state, 'failed'), isNotNull(outbox.sealedParams)))
      .returning({ id: outbox.id });
    if (retried.length === 0) throw new AppError('conflict');
    await record(tx, { verb: 'mail.retried', subject: { kind: 'mail', id: outboxId } });
    await wakeWorker(tx);
  });
}

type Mail = typeof outbox.$inferSelect;

/** Of a mail to an inbox that has another address by now: that one, where answers to the mail go as well. */
async function addressedAnew(tx: TxCtx, mail: Mail, key: SecretKey): Promise<Partial<Mail>> {
  const inbox = (await allInboxes(tx)).find(({ id }) => id === mail.inboxId);
  if (!inbox || mailAddressIndex(tx, inbox.address).equals(mail.addressIndex)) return {};
  const opened = await openMail(tx, mail);
  if (!opened?.contents) return {};
  const { contents, address: former } = opened;
  const replyTo = contents.replyTo === former ? inbox.address : contents.replyTo;
  return {
    sealedAddress: sealAddress(key, mail.id, inbox.address),
    addressIndex: mailAddressIndex(tx, inbox.address),
    sealedParams: sealContents(key, mail.id, { ...contents, replyTo }),
  };
}
