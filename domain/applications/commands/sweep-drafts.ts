import { and, eq, lt } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { versionIdsOf } from '@/domain/documents/queries';
import { failpoint } from '@/platform/failpoint';
import { DRAFT_DAYS } from '../rules';

const AT_ONCE = 100;

/** Erases abandoned drafts: rows and files go, and with the key whatever a backup still holds becomes unreadable. */
export async function sweepDrafts(ctx: Ctx): Promise<number> {
  const abandoned = new Date(ctx.now.getTime() - DRAFT_DAYS * 24 * 3_600_000);
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.state, 'draft'), lt(applications.touchedAt, abandoned)))
    .limit(AT_ONCE);
  let erased = 0;
  for (const { id } of rows) if (await eraseDraft(ctx, id, abandoned)) erased += 1;
  return erased;
}

/** Conditional: a draft that is touched again at the last moment stays. */
async function eraseDraft(ctx: Ctx, id: string, abandoned: Date): Promise<boolean> {
  const isErased = await transaction(ctx, async (tx) => {
    const versionIds = await versionIdsOf(tx, [id]);
    const gone = await tx.db
      .delete(applications)
      .where(and(eq(applications.id, id), eq(applications.state, 'draft'), lt(applications.touchedAt, abandoned)))
      .returning({ id: applications.id });
    if (gone.length === 0) return false;
    if (versionIds.length > 0) await enqueue(tx, 'documents.erase-bytes', { versionIds });
    await record(tx, { verb: 'draft.abandoned', subject: { kind: 'application', id } });
    // Should this process die before the next lines, a job destroys the key.
    await enqueue(tx, 'retention.destroy-key', { applicationId: id });
    return true;
  });
  await failpoint('draft.abandoned');
  if (isErased) await ctx.keyStore.destroy(id);
  return isErased;
}
