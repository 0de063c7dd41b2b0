import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { failpoint } from '@/platform/failpoint';
import { log } from '@/platform/log';
import type { Mailer, MailResult } from '@/platform/mailer';
import { outgoingMail } from '../outgoing';
import { isSecret, type MailTrouble, patienceEnds, retryDelay, type TemplateName } from '../rules';

/** A lease is renewed while its mail is being sent; a worker that was killed loses it after this long. */
const LEASE_SECONDS = 60;

/** What became of one mail; `left` and `retry` say whether the way out works. */
export type Delivery = 'left' | 'failed' | 'dropped' | 'retry' | 'unreachable';

type Claimed = typeof outbox.$inferSelect;

/**
 * Takes the next mail that is due and sends it, outside any transaction. Two workers never hold the same mail; one
 * whose worker was killed is sent again under the same Message-ID. Null: nothing is due.
 */
export async function deliverNextMail(ctx: Ctx, mailer: Mailer): Promise<Delivery | null> {
  const claimed = await claimMail(ctx);
  if (!claimed) return null;
  await failpoint('mail.claimed');
  const result = await sendClaimed(ctx, mailer, claimed);
  await failpoint('mail.after-data');
  return transaction(ctx, (tx) => settle(tx, claimed, result));
}

type Outcome = MailResult | { outcome: 'erased' } | { outcome: 'expired' } | { outcome: 'unsendable' };

/** Fresh mails first, then by the time they are due, so that a backlog of retries holds up nobody's sign-in link. */
async function claimMail(ctx: Ctx): Promise<Claimed | null> {
  const claim = randomUUID();
  const due = ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      sql`(${outbox.state} = 'waiting' and (${outbox.nextAttemptAt} is null or ${outbox.nextAttemptAt} <= ${ctx.now.toISOString()}::timestamptz))
        or (${outbox.state} = 'sending' and ${outbox.claimedUntil} < clock_timestamp())`,
    )
    .orderBy(sql`${outbox.nextAttemptAt} asc nulls first`, outbox.createdAt)
    .limit(1)
    .for('update', { skipLocked: true });
  const [claimed] = await ctx.db
    .update(outbox)
    .set({ state: 'sending', claim, claimedUntil: leaseEnd(), attempts: sql`${outbox.attempts} + 1` })
    .where(sql`${outbox.id} = (${due})`)
    .returning();
  return claimed ?? null;
}

/** Leases are judged by the database's clock: workers on two machines may disagree about the time. */
function leaseEnd() {
  return sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;
}

async function sendClaimed(ctx: Ctx, mailer: Mailer, claimed: Claimed): Promise<Outcome> {
  if (ctx.now > patienceEnds(claimed.template as TemplateName, since(claimed))) return { outcome: 'expired' };
  let mail: Awaited<ReturnType<typeof outgoingMail>>;
  try {
    mail = await outgoingMail(ctx, claimed);
  } catch (error) {
    log.error({ event: 'mail.unsendable', mail: claimed.id, template: claimed.template }, error);
    return { outcome: 'unsendable' };
  }
  if (!mail) return { outcome: 'erased' };
  const stopRenewing = keepRenewing(ctx, claimed);
  try {
    return await mailer.deliver(mail);
  } catch (error) {
    log.error({ event: 'mail.not-understood', mail: claimed.id, template: claimed.template }, error);
    return { outcome: 'interrupted', reply: 'EUNKNOWN' };
  } finally {
    stopRenewing();
  }
}

function since(claimed: Claimed): Date {
  return claimed.releasedAt ?? claimed.createdAt;
}

function keepRenewing(ctx: Ctx, claimed: Claimed): () => void {
  const renew = () =>
    ctx.db
      .update(outbox)
      .set({ claimedUntil: leaseEnd() })
      .where(holds(claimed))
      .then(
        () => undefined,
        (error: unknown) => log.error({ event: 'mail.lease-not-renewed', mail: claimed.id }, error),
      );
  const timer = setInterval(() => void renew(), (LEASE_SECONDS * 1000) / 3);
  return () => clearInterval(timer);
}

/** Only who still holds the lease may say what became of a mail. */
function holds(claimed: Claimed) {
  return and(eq(outbox.id, claimed.id), eq(outbox.claim, claimed.claim ?? ''), eq(outbox.state, 'sending'));
}

async function settle(tx: TxCtx, claimed: Claimed, result: Outcome): Promise<Delivery> {
  switch (result.outcome) {
    case 'accepted':
      return markLeft(tx, claimed, result.reply);
    case 'erased':
      await finish(tx, claimed, { state: 'dropped', sealedParams: null });
      return 'dropped';
    case 'refused':
      return markFailed(tx, claimed, { trouble: 'refused', reply: result.reply });
    case 'expired':
      return markFailed(tx, claimed, { trouble: 'expired', reply: claimed.lastReply });
    case 'unsendable':
      return markFailed(tx, claimed, { trouble: 'unsendable', reply: null });
    default:
      return tryLater(tx, claimed, { trouble: result.outcome, reply: result.reply });
  }
}

type Fault = { trouble: MailTrouble; reply: string | null };

async function markLeft(tx: TxCtx, claimed: Claimed, reply: string | null): Promise<Delivery> {
  await finish(tx, claimed, { state: 'left', leftAt: tx.now, trouble: null, lastReply: reply, ...wiped(claimed) });
  await releaseUnreachable(tx);
  log.info({ event: 'mail.left', mail: claimed.id, template: claimed.template, attempt: claimed.attempts });
  return 'left';
}

async function markFailed(tx: TxCtx, claimed: Claimed, { trouble, reply }: Fault): Promise<Delivery> {
  await finish(tx, claimed, { state: 'failed', trouble, lastReply: reply, ...wiped(claimed) });
  await record(tx, { verb: 'mail.failed', subject: { kind: 'mail', id: claimed.id }, details: { trouble, reply } });
  log.warn({ event: 'mail.failed', mail: claimed.id, template: claimed.template, trouble, reply });
  return 'failed';
}

async function tryLater(tx: TxCtx, claimed: Claimed, { trouble, reply }: Fault): Promise<Delivery> {
  const nextAttemptAt = new Date(tx.now.getTime() + retryDelay(claimed.attempts));
  if (nextAttemptAt > patienceEnds(claimed.template as TemplateName, since(claimed))) {
    return markFailed(tx, claimed, { trouble: 'expired', reply });
  }
  await finish(tx, claimed, { state: 'waiting', trouble, lastReply: reply, nextAttemptAt });
  log.info({
    event: 'mail.waits',
    mail: claimed.id,
    template: claimed.template,
    trouble,
    reply,
    attempt: claimed.attempts,
  });
  return trouble === 'unreachable' ? 'unreachable' : 'retry';
}

/** A mail whose lease went to another worker is that worker's to settle. */
async function finish(tx: TxCtx, claimed: Claimed, change: Partial<typeof outbox.$inferInsert>): Promise<void> {
  await tx.db
    .update(outbox)
    .set({ ...change, claim: null, claimedUntil: null })
    .where(holds(claimed));
}

function wiped(claimed: Claimed): { sealedParams?: null } {
  return isSecret(claimed.template as TemplateName) ? { sealedParams: null } : {};
}

/** The way out works again: what waited only for that goes at once. Returns how many. */
export async function releaseUnreachable(ctx: Ctx): Promise<number> {
  const released = await ctx.db
    .update(outbox)
    .set({ nextAttemptAt: null, trouble: null })
    .where(and(eq(outbox.state, 'waiting'), eq(outbox.trouble, 'unreachable')))
    .returning({ id: outbox.id });
  return released.length;
}
