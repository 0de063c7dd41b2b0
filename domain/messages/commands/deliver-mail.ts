import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { failpoint } from '@/platform/failpoint';
import { log } from '@/platform/log';
import type { Mailer, MailResult } from '@/platform/mailer';
import { outgoingMail } from '../outgoing';
import { isSecret, type MailTrouble, patienceEnds, retryDelay, type TemplateName } from '../rules';
import { mailKey } from '../sealing';

/** A lease is renewed while its mail is being sent; a worker that was killed loses it after this long. */
const LEASE_SECONDS = 60;
/** Not being able to write a mail may be a passing fault of the database or the disk, and may be a bug. */
const UNSENDABLE_ATTEMPTS = 3;
/** A database that has gone is asked this often whether it is back. */
const ASK_DATABASE_MS = 250;
/** What cannot be written down although the database answers is a bug. */
const SETTLE_ATTEMPTS = 3;

/**
 * What became of one mail. After `unreachable` it is of no use to try others at once; `lost`: another worker took it
 * over meanwhile.
 */
export type Delivery = 'left' | 'failed' | 'dropped' | 'retry' | 'unreachable' | 'lost';

/** A mail that nobody else holds; it must be sent or its lease runs out. */
export type TakenMail = typeof outbox.$inferSelect;

/** Takes the next mail that is due and sends it. Null: nothing is due. */
export async function deliverNextMail(ctx: Ctx, mailer: Mailer): Promise<Delivery | null> {
  const taken = await takeMail(ctx);
  return taken && sendMail(ctx, mailer, taken);
}

/**
 * Sends a mail, outside any transaction, and writes down what became of it, however long the database is away meanwhile.
 * One whose worker was killed in between is sent again under the same Message-ID.
 */
export async function sendMail(ctx: Ctx, mailer: Mailer, taken: TakenMail): Promise<Delivery> {
  const started = performance.now();
  await failpoint('mail.claimed');
  const result = await sendTaken(ctx, mailer, taken);
  await failpoint('mail.after-data');
  const now = new Date(ctx.now.getTime() + performance.now() - started);
  return writtenDown({ ...ctx, now }, taken, result);
}

async function writtenDown(ctx: Ctx, taken: TakenMail, result: Outcome): Promise<Delivery> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(ctx, (tx) => settle(tx, taken, result));
    } catch (error) {
      if (attempt === SETTLE_ATTEMPTS) throw error;
      log.error({ event: 'mail.not-settled', mail: taken.id, attempt }, error);
      await untilDatabaseAnswers(ctx);
    }
  }
}

async function untilDatabaseAnswers(ctx: Ctx): Promise<void> {
  const answers = () =>
    ctx.db.execute(sql`select 1`).then(
      () => true,
      () => false,
    );
  while (!(await answers())) await pause(ASK_DATABASE_MS);
}

type Outcome =
  | MailResult
  | { outcome: 'erased' }
  | { outcome: 'wiped' }
  | { outcome: 'expired' }
  | { outcome: 'unsendable' };

/**
 * The next mail that is due, for its taker alone. Fresh ones first, then by the time they are due, so that a backlog of
 * retries holds up nobody's sign-in link. Null: nothing is due.
 * @param inHand what the taker holds already: a lease may run out while the database is away
 */
export async function takeMail(ctx: Ctx, inHand: readonly string[] = []): Promise<TakenMail | null> {
  const claim = randomUUID();
  const due = ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      sql`(${outbox.state} = 'waiting' and (${outbox.nextAttemptAt} is null or ${outbox.nextAttemptAt} <= ${ctx.now.toISOString()}::timestamptz))
        or (${outbox.state} = 'sending' and ${outbox.claimedUntil} < clock_timestamp() and ${outbox.id} <> all(${idArray(inHand)}))`,
    )
    .orderBy(sql`${outbox.nextAttemptAt} asc nulls first`, outbox.createdAt)
    .limit(1)
    .for('update', { skipLocked: true });
  const [taken] = await ctx.db
    .update(outbox)
    .set({ state: 'sending', claim, claimedUntil: leaseEnd(), attempts: sql`${outbox.attempts} + 1` })
    .where(sql`${outbox.id} = (${due})`)
    .returning();
  return taken ?? null;
}

function idArray(ids: readonly string[]) {
  return sql`${`{${ids.join(',')}}`}::uuid[]`;
}

/** Leases are judged by the database's clock: workers on two machines may disagree about the time. */
function leaseEnd() {
  return sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;
}

async function sendTaken(ctx: Ctx, mailer: Mailer, taken: TakenMail): Promise<Outcome> {
  let mail: Awaited<ReturnType<typeof outgoingMail>>;
  try {
    if (!(await mailKey(ctx, taken))) return { outcome: 'erased' };
    if (ctx.now > patienceEnds(taken.template as TemplateName, since(taken))) return { outcome: 'expired' };
    mail = await outgoingMail(ctx, taken);
  } catch (error) {
    log.error({ event: 'mail.unsendable', mail: taken.id, template: taken.template }, error);
    return { outcome: 'unsendable' };
  }
  if (!mail) return { outcome: 'wiped' };
  const stopRenewing = keepRenewing(ctx, taken);
  try {
    return await mailer.deliver(mail);
  } catch (error) {
    log.error({ event: 'mail.not-understood', mail: taken.id, template: taken.template }, error);
    return { outcome: 'interrupted', reply: 'EUNKNOWN' };
  } finally {
    stopRenewing();
  }
}

function since(taken: TakenMail): Date {
  return taken.releasedAt ?? taken.createdAt;
}

function keepRenewing(ctx: Ctx, taken: TakenMail): () => void {
  const renew = () =>
    ctx.db
      .update(outbox)
      .set({ claimedUntil: leaseEnd() })
      .where(holds(taken))
      .then(
        () => undefined,
        (error: unknown) => log.error({ event: 'mail.lease-not-renewed', mail: taken.id }, error),
      );
  const timer = setInterval(() => void renew(), (LEASE_SECONDS * 1000) / 3);
  return () => clearInterval(timer);
}

/** Only who still holds the lease may say what became of a mail. */
function holds(taken: TakenMail) {
  return and(eq(outbox.id, taken.id), eq(outbox.claim, taken.claim ?? ''), eq(outbox.state, 'sending'));
}

async function settle(tx: TxCtx, taken: TakenMail, result: Outcome): Promise<Delivery> {
  switch (result.outcome) {
    case 'accepted':
      return markLeft(tx, taken, result.reply);
    case 'erased':
      return isWorthWaiting(tx, taken) ? tryLater(tx, taken, { trouble: 'unsendable', reply: null }) : drop(tx, taken);
    case 'wiped':
      return drop(tx, taken);
    case 'refused':
      return markFailed(tx, taken, { trouble: 'refused', reply: result.reply });
    case 'expired':
      return markFailed(tx, taken, { trouble: 'expired', reply: taken.lastReply });
    case 'unsendable':
      return taken.attempts < UNSENDABLE_ATTEMPTS
        ? tryLater(tx, taken, { trouble: 'unsendable', reply: null })
        : markFailed(tx, taken, { trouble: 'unsendable', reply: null });
    default:
      return tryLater(tx, taken, { trouble: result.outcome, reply: result.reply });
  }
}

/**
 * Nobody can read a mail whose application is erased, and in the moment of erasing its row goes too. One that stands comes
 * from a backup, or its key is not to be had just now: it is asked for again until it would be too old. What it holds is
 * left as it is.
 */
function isWorthWaiting(tx: TxCtx, taken: TakenMail): boolean {
  const next = tx.now.getTime() + retryDelay(taken.attempts);
  return next <= patienceEnds(taken.template as TemplateName, since(taken)).getTime();
}

async function drop(tx: TxCtx, taken: TakenMail): Promise<Delivery> {
  return (await finish(tx, taken, { state: 'dropped' })) ? 'dropped' : 'lost';
}

type Fault = { trouble: MailTrouble; reply: string | null };

async function markLeft(tx: TxCtx, taken: TakenMail, reply: string | null): Promise<Delivery> {
  const left = { state: 'left', leftAt: tx.now, trouble: null, lastReply: reply, ...wiped(taken) } as const;
  if (!(await finish(tx, taken, left))) return 'lost';
  await releaseUnreachable(tx);
  log.info({ event: 'mail.left', mail: taken.id, template: taken.template, attempt: taken.attempts });
  return 'left';
}

async function markFailed(tx: TxCtx, taken: TakenMail, { trouble, reply }: Fault): Promise<Delivery> {
  if (!(await finish(tx, taken, { state: 'failed', trouble, lastReply: reply, ...wiped(taken) }))) return 'lost';
  await record(tx, { verb: 'mail.failed', subject: { kind: 'mail', id: taken.id }, details: { trouble, reply } });
  log.warn({ event: 'mail.failed', mail: taken.id, template: taken.template, trouble, reply });
  return 'failed';
}

async function tryLater(tx: TxCtx, taken: TakenMail, { trouble, reply }: Fault): Promise<Delivery> {
  const nextAttemptAt = new Date(tx.now.getTime() + retryDelay(taken.attempts));
  if (nextAttemptAt > patienceEnds(taken.template as TemplateName, since(taken))) {
    return markFailed(tx, taken, { trouble: 'expired', reply });
  }
  if (!(await finish(tx, taken, { state: 'waiting', trouble, lastReply: reply, nextAttemptAt }))) return 'lost';
  log.info({ event: 'mail.waits', mail: taken.id, template: taken.template, trouble, reply, attempt: taken.attempts });
  return trouble === 'unreachable' ? 'unreachable' : 'retry';
}

/** A mail whose lease went to another worker is that worker's to settle: then nothing is written, and false. */
async function finish(tx: TxCtx, taken: TakenMail, change: Partial<typeof outbox.$inferInsert>): Promise<boolean> {
  const finished = await tx.db
    .update(outbox)
    .set({ ...change, claim: null, claimedUntil: null })
    .where(holds(taken))
    .returning({ id: outbox.id });
  return finished.length === 1;
}

function wiped(taken: TakenMail): { sealedParams?: null } {
  return isSecret(taken.template as TemplateName) ? { sealedParams: null } : {};
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
