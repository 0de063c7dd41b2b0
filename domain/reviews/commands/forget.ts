import { and, eq } from 'drizzle-orm';
import { applicationScores, assignments, conflicts, decisions, reviews, unmaskings } from '@/db/schema/reviews';
import type { TxCtx } from '@/domain/context';
import { dropMail } from '@/domain/messages/commands';

/** Removes what was judged of an application, by whom it was to be read, and who was kept from it and why. */
export async function forgetReviews(tx: TxCtx, applicationId: string): Promise<void> {
  await tx.db.delete(decisions).where(eq(decisions.applicationId, applicationId));
  for (const table of [reviews, applicationScores, assignments, conflicts, unmaskings])
    await tx.db.delete(table).where(eq(table.applicationId, applicationId));
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
