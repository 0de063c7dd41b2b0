import { eq } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { documents } from '@/db/schema/documents';
import type { TxCtx } from '@/domain/context';
import { storedIdsOf, versionIdsOf } from '../queries';

/** Removes every document of an application with all versions; the bytes go after the rows. Answers how many files. */
export async function forgetDocuments(tx: TxCtx, applicationId: string): Promise<number> {
  const versionIds = await versionIdsOf(tx, [applicationId]);
  const storedIds = await storedIdsOf(tx, versionIds);
  await tx.db.delete(documents).where(eq(documents.applicationId, applicationId));
  if (storedIds.length > 0) await enqueue(tx, 'documents.erase-bytes', { versionIds: storedIds });
  return versionIds.length;
}
