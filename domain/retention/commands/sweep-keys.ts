import { statesAmong } from '@/domain/applications/queries';
import { recordedAmong } from '@/domain/audit/queries';
import type { Ctx } from '@/domain/context';
import { questionsAmong } from '@/domain/questions/queries';
import { log } from '@/platform/log';

/** The rest has its turn the next night. */
const AT_MOST = 1000;

/**
 * Destroys keys that have outlived what they opened: their store was away when it was erased, or a copy has brought them back.
 * Only where our own record says erased; a key of which it says nothing stays, so that an older database put back finds
 * all its keys. Answers how many.
 */
export async function sweepKeys(ctx: Ctx, atMost = AT_MOST): Promise<number> {
  let destroyed = 0;
  for await (const ids of ctx.keyStore.ids()) {
    for (const id of await erasedAmong(ctx, ids)) {
      if (destroyed === atMost) return destroyed;
      await ctx.keyStore.destroy(id);
      log.warn({ event: 'key.outlived', id });
      destroyed += 1;
    }
  }
  return destroyed;
}

/** An erased application leaves its row; an abandoned draft and an erased question only their line on the trail. */
async function erasedAmong(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const states = await statesAmong(ctx, ids);
  const questions = await questionsAmong(ctx, ids);
  const rowless = ids.filter((id) => !states.has(id) && !questions.has(id));
  return [
    ...ids.filter((id) => states.get(id) === 'erased'),
    ...(await recordedAmong(ctx, { verb: 'draft.abandoned', kind: 'application', ids: rowless })),
    ...(await recordedAmong(ctx, { verb: 'question.erased', kind: 'question', ids: rowless })),
  ];
}
