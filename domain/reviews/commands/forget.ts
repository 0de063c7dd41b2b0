import { and, eq } from 'drizzle-orm';
import { decisions, reviews } from '@/db/schema/reviews';
import type { TxCtx } from '@/domain/context';
import { dropMail } from '@/domain/messages/commands';

/** Removes what was judged of an application: reviews with their scores, decisions with their answers. */
export async function forgetReviews(tx: TxCtx, applicationId: string): Promise<void> {
  await tx.db.delete(decisions).where(eq(decisions.applicationId, applicationId));
  await tx.db.delete(reviews).where(eq(reviews.applicationId, applicationId));
}

/** Takes back an answer that waits in the outbox: its applicant has withdrawn. */
export async function dropPendingDecision(tx: TxCtx, applicationId: string): Promise<void> {
  const [pending] = await tx.db
    .update(decisions)
    .set({ state: 'undone' })
    .where(and(eq(decisions.applicationId, applicationId), eq(decisions.state, 'pending')))
    .returning({ outboxId: decisions.outboxId });
  if (pending?.outboxId) await dropMail(tx, pending.outboxId);
}
