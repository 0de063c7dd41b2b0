import { unmaskings } from '@/db/schema/reviews';
import { keyOf } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { isWithheldFrom } from '@/domain/settings/withheld';
import { sealJson } from '@/platform/vault';
import { type UnmaskInput, unmaskInput } from '../input';
import { planOf } from '../queries/plan';
import { lockToArrange, memberIn } from './find-application';

/**
 * Looks behind the mask of one application, for good and for oneself only; the reason is kept and the trail says who did.
 * Errors: not_found, not_allowed (reviewers; a call that lets nobody), invalid_input {field: reason}.
 */
export async function unmask(ctx: Ctx, input: UnmaskInput): Promise<void> {
  const parsed = unmaskInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'reason' });
  const { memberId } = memberIn(ctx);
  await transaction(ctx, async (tx) => {
    const application = await lockToArrange(tx, parsed.data.number);
    if (!(await planOf(tx, application.callId)).mayUnmask) throw new AppError('not_allowed');
    if (!(await isWithheldFrom(tx, application.id))) return;
    const key = await keyOf(tx, application.id);
    const sealedReason = sealJson(key, `unmasking:${application.id}:${memberId}`, parsed.data.reason);
    await tx.db
      .insert(unmaskings)
      .values({ applicationId: application.id, memberId, at: tx.now, sealedReason })
      .onConflictDoNothing();
    await record(tx, { verb: 'application.unmasked', subject: { kind: 'application', id: application.id } });
  });
}
