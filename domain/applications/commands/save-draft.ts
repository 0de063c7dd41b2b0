import { and, eq } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { applications } from '@/db/schema/applications';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import { unlessDamaged } from '@/platform/damaged';
import type { SecretKey } from '@/platform/vault';
import type { Answers } from '../input';
import { addressIndexOf, keyOf, openKept, sealAnswers } from '../sealing';

/** What a draft keeps of its text, and the window that all of it was sent by, if there is one; the form names it. */
export type KeptText = { answers: Answers; window: string };

/** What is kept so far, null where nothing has been, and what shall be kept from now on. */
export type Rewriting = (kept: KeptText | null) => KeptText;

/**
 * Keeps what has been typed so far, as it was typed, faults included. Two who save at once do it one after the other.
 * Errors: not_found (no draft any more).
 * @param later the caller makes it durable with a transaction of its own, before anybody is told that it is kept
 */
export async function saveDraft(
  ctx: Ctx,
  {
    applicationId,
    locale,
    rewrite,
    later = false,
  }: { applicationId: string; locale: string; rewrite: Rewriting; later?: boolean },
): Promise<void> {
  const key = await keyOf(ctx, applicationId);
  const isDraft = and(eq(applications.id, applicationId), eq(applications.state, 'draft'));
  return transaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ sealedAnswers: applications.sealedAnswers, ...(later && { durableLater }) })
      .from(applications)
      .where(isDraft)
      .for('update');
    if (!row) throw new AppError('not_found');
    const { answers, window } = rewrite(keptIn(key, applicationId, row.sealedAnswers));
    const address = parseAddress(answers.email);
    await tx.db
      .update(applications)
      .set({
        sealedAnswers: sealAnswers(key, applicationId, { ...answers, window }),
        // Whoever loses the code of a draft finds it again by the address given in it.
        addressIndex: address ? addressIndexOf(tx, address) : null,
        locale,
        touchedAt: tx.now,
      })
      .where(isDraft);
  });
}

/** Null where nothing has been kept, or it is damaged. */
function keptIn(key: SecretKey, applicationId: string, sealed: Buffer | null): KeptText | null {
  if (!sealed) return null;
  return unlessDamaged({ event: 'application.damaged', application: applicationId }, () =>
    openKept(key, applicationId, sealed),
  );
}
