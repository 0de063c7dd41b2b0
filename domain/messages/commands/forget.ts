import { eq } from 'drizzle-orm';
import { messages, outbox } from '@/db/schema/messages';
import type { TxCtx } from '@/domain/context';

/** Removes letters and mails of an application; a mail just being handed over finds its row gone. Answers how many letters. */
export async function forgetLetters(tx: TxCtx, applicationId: string): Promise<number> {
  const letters = await tx.db
    .delete(messages)
    .where(eq(messages.applicationId, applicationId))
    .returning({ id: messages.id });
  await tx.db.delete(outbox).where(eq(outbox.applicationId, applicationId));
  return letters.length;
}
