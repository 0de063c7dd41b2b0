import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { outbox } from '@/db/schema/messages';

type Transaction = Pick<Database, 'update'>;
const waitingOn = (applicationId: string) =>
  and(eq(outbox.applicationId, applicationId), eq(outbox.state, 'waiting'), isNull(outbox.nextAttemptAt));

/**
 * Says of every mail of an invented application that it left, in the transaction that wrote it: no worker, and no mail
 * server, ever gets to see one. Returns how many.
 */
export async function sayMailsLeft(tx: Transaction, applicationId: string): Promise<number> {
  const left = await tx
    .update(outbox)
    .set({ state: 'left', attempts: 1, leftAt: sql`${outbox.releasedAt} + interval '2 seconds'` })
    .where(waitingOn(applicationId))
    .returning({ id: outbox.id });
  return left.length;
}

/** The applicant's server does not know the address; to be called before `sayMailsLeft`. Returns the mail's id. */
export async function sayMailRefused(tx: Transaction, applicationId: string): Promise<string | undefined> {
  const [refused] = await tx
    .update(outbox)
    .set({ state: 'failed', attempts: 1, trouble: 'refused', lastReply: '550 5.1.1' })
    .where(and(waitingOn(applicationId), eq(outbox.recipientKind, 'applicant')))
    .returning({ id: outbox.id });
  return refused?.id;
}

/**
 * The applicant's server has been asking for patience. The next attempt is due after the portal's patience (five days)
 * has ended, so that this mail will be given up and never be sent.
 */
export async function sayMailDeferred(tx: Transaction, applicationId: string): Promise<void> {
  await tx
    .update(outbox)
    .set({
      attempts: 122,
      trouble: 'deferred',
      lastReply: '451 4.7.1',
      nextAttemptAt: sql`${outbox.releasedAt} + interval '5 days 6 minutes'`,
    })
    .where(and(waitingOn(applicationId), eq(outbox.recipientKind, 'applicant')));
}
