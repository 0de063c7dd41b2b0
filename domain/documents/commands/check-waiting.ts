import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { documentChecks } from '@/db/schema/documents';
import { type Ctx, transaction } from '@/domain/context';
import { JOB_MAY_TAKE_MS } from '../rules';

const AT_ONCE = 500;

/** Asks for the check of every file that is due for one: put off, lost with a worker, or from before there were checks. */
export async function checkWaiting(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    const due = await tx.db
      .select({ id: documentChecks.versionId })
      .from(documentChecks)
      .where(and(eq(documentChecks.state, 'waiting'), lte(documentChecks.nextAt, tx.now)))
      .orderBy(asc(documentChecks.nextAt))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true });
    const ids = due.map(({ id }) => id);
    if (ids.length === 0) return;
    const nextAt = new Date(tx.now.getTime() + JOB_MAY_TAKE_MS);
    await tx.db.update(documentChecks).set({ nextAt }).where(inArray(documentChecks.versionId, ids));
    for (const versionId of ids) await enqueue(tx, 'documents.check', { versionId });
  });
}
