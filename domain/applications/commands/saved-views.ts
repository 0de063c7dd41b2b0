import { randomUUID } from 'node:crypto';
import { and, count, eq, sql } from 'drizzle-orm';
import { savedViews } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { seal } from '@/platform/vault';
import { type SavedViewInput, savedViewInput } from '../input';

const MOST = 30;

/** Gives a view of the queue a name, for oneself or for all members. Errors: not_found, invalid_input, too_many_views {limit}. */
export async function saveView(ctx: Ctx, input: SavedViewInput): Promise<{ id: string }> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const parsed = savedViewInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'name' });
  const { name, query, isShared } = parsed.data;
  const id = randomUUID();
  await transaction(ctx, async (tx) => {
    const [had] = await tx.db
      .select({ count: count() })
      .from(savedViews)
      .where(eq(savedViews.memberId, actor.memberId));
    if ((had?.count ?? 0) >= MOST) throw new AppError('too_many_views', { limit: MOST });
    await tx.db.insert(savedViews).values({
      id,
      memberId: actor.memberId,
      sealedName: seal(tx.keys.portal, `view-name:${id}`, name),
      query,
      isShared,
      createdAt: tx.now,
    });
    await record(tx, { verb: 'view.saved', subject: { kind: 'view', id }, details: { shared: isShared } });
  });
  return { id };
}

/** Saved views that ask for a tag which was merged into another ask for that one. */
export async function followMergedTag(tx: TxCtx, { from, into }: { from: string; into: string }): Promise<void> {
  await tx.db
    .update(savedViews)
    .set({ query: sql`replace(${savedViews.query}, ${`tag=${from}`}, ${`tag=${into}`})` })
    .where(sql`position(${`tag=${from}`} in ${savedViews.query}) > 0`);
}

/** Forgets a view of the member's own. Errors: not_found. */
export async function removeView(ctx: Ctx, id: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    const gone = await tx.db
      .delete(savedViews)
      .where(and(eq(savedViews.id, id), eq(savedViews.memberId, actor.memberId)))
      .returning({ id: savedViews.id });
    if (gone.length === 0) throw new AppError('not_found');
    await record(tx, { verb: 'view.removed', subject: { kind: 'view', id } });
  });
}
