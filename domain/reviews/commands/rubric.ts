import { criteria } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { DEFAULT_CRITERIA } from '../rules';

/** Gives a call what its reviewers score; criteria that are there already keep their scores. Errors: not_found. */
export async function setRubric(ctx: Ctx, callId: string, keys: readonly string[] = DEFAULT_CRITERIA): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    await tx.db
      .insert(criteria)
      .values(keys.map((key, position) => ({ callId, key, position })))
      .onConflictDoNothing({ target: [criteria.callId, criteria.key] });
    await record(tx, { verb: 'call.rubric-set', subject: { kind: 'call', id: callId } });
  });
}
