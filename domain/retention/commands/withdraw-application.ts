import { markWithdrawn, tellEditors } from '@/domain/applications/commands';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { forgetMerges } from '@/domain/duplicates/commands';
import { AppError } from '@/domain/errors';
import { writeLetter } from '@/domain/messages/commands';
import { dropPendingDecision } from '@/domain/reviews/commands';
import { DEFAULT_LOCALE, type Locale } from '@/locales';
import { withdrawInput } from '../input';

/**
 * Withdraws the applicant's own application: editors stop reading, an answer that waits is taken back, what was read
 * together with it stands alone, the inbox is told. The reason is kept as a letter, where one is given. Once: a second
 * click finds it done.
 * Errors: not_found, invalid_input.
 */
export async function withdrawMyApplication(ctx: Ctx, input: { reason?: string; locale?: Locale }): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'applicant') throw new AppError('not_found');
  const parsed = withdrawInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { applicationId } = actor;
  await transaction(ctx, async (tx) => {
    const withdrawn = await markWithdrawn(tx, applicationId);
    if (!withdrawn) return;
    const { number, callId } = withdrawn;
    await dropPendingDecision(tx, applicationId);
    await forgetMerges(tx, applicationId);
    if (parsed.data.reason) {
      await writeLetter(tx, {
        applicationId,
        author: 'applicant',
        memberId: null,
        subject: '',
        text: parsed.data.reason,
        locale: input.locale ?? DEFAULT_LOCALE,
        outboxId: null,
      });
    }
    await tellEditors(tx, { applicationId, callId, number, what: 'withdrew' });
    await record(tx, { verb: 'application.withdrawn', subject: { kind: 'application', id: applicationId } });
  });
}
