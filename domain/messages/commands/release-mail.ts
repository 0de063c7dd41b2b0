import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mailInReach } from '../scope';
import { mailKey } from '../sealing';
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
  const dropped = await tx.db
    .update(outbox)
    .set({ state: 'dropped', sealedParams: null, nextAttemptAt: null })
    .where(and(eq(outbox.id, outboxId), inArray(outbox.state, ['held', 'waiting', 'failed'])))
    .returning({ id: outbox.id });
  if (dropped.length === 0) throw new AppError('already_released');
  await record(tx, { verb: 'mail.dropped', subject: { kind: 'mail', id: outboxId } });
}

/**
 * Tries a failed mail again, from the beginning: "try again" on the desk.
 * Errors: not_found (absent, erased, or not for this actor to decide on), conflict (it has not failed, or holds a wiped secret).
 */
export async function retryMail(ctx: Ctx, outboxId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    if (!(await mailKey(tx, await mailInReach(tx, outboxId)))) throw new AppError('not_found');
    const retried = await tx.db
      .update(outbox)
      .set({ state: 'waiting', trouble: null, lastReply: null, attempts: 0, nextAttemptAt: null, releasedAt: tx.now })
      .where(and(eq(outbox.id, outboxId), eq(outbox.state, 'failed'), isNotNull(outbox.sealedParams)))
      .returning({ id: outbox.id });
    if (retried.length === 0) throw new AppError('conflict');
    await record(tx, { verb: 'mail.retried', subject: { kind: 'mail', id: outboxId } });
    await wakeWorker(tx);
  });
}
