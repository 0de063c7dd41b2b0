import { eq } from 'drizzle-orm';
import { applicationTags, comments, mentions, tasks } from '@/db/schema/discussion';
import type { TxCtx } from '@/domain/context';

/** Removes what members said, noted and planned about an application. */
export async function forgetDiscussion(tx: TxCtx, applicationId: string): Promise<void> {
  await tx.db.delete(mentions).where(eq(mentions.applicationId, applicationId));
  await tx.db.delete(comments).where(eq(comments.applicationId, applicationId));
  await tx.db.delete(applicationTags).where(eq(applicationTags.applicationId, applicationId));
  await tx.db.delete(tasks).where(eq(tasks.applicationId, applicationId));
}
