import { and, eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import type { Answers } from '../input';
import { addressIndexOf, keyOf, sealAnswers } from '../sealing';

/** Keeps what has been typed so far, as it was typed, faults included. Errors: not_found (no draft any more). */
export async function saveDraft(
  ctx: Ctx,
  input: { applicationId: string; locale: string; answers: Answers },
): Promise<void> {
  const key = await keyOf(ctx, input.applicationId);
  const address = parseAddress(input.answers.email);
  const saved = await ctx.db
    .update(applications)
    .set({
      sealedAnswers: sealAnswers(key, input.applicationId, input.answers),
      // Whoever loses the code of a draft finds it again by the address given in it.
      addressIndex: address ? addressIndexOf(ctx, address) : null,
      locale: input.locale,
      touchedAt: ctx.now,
    })
    .where(and(eq(applications.id, input.applicationId), eq(applications.state, 'draft')))
    .returning({ id: applications.id });
  if (saved.length === 0) throw new AppError('not_found');
}
