import { eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { type Ctx, transaction } from '@/domain/context';
import { documentsOf } from '@/domain/documents/queries';
import { requestMail } from '@/domain/messages/commands';
import { parseAddress } from '@/domain/messages/rules';
import { inboxesOf } from '@/domain/settings/queries';
import { knownLocale } from '@/locales';
import { openAnswers } from '../sealing';

/**
 * Asks the applicant of a sent application by mail for another copy of a file that has not been taken. Nothing where
 * they wanted no mail, have replaced it, or have not sent yet: then the form tells them.
 */
export async function tellRefused(ctx: Ctx, told: { applicationId: string; versionId: string }): Promise<void> {
  const { applicationId, versionId } = told;
  await transaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        state: applications.state,
        number: applications.number,
        callId: applications.callId,
        locale: applications.locale,
        sealedAnswers: applications.sealedAnswers,
      })
      .from(applications)
      .where(eq(applications.id, applicationId))
      // Also of a draft: one that is being sent at this moment is waited for.
      .for('update');
    const key = await tx.keyStore.get(applicationId);
    if (row?.state !== 'submitted' || !row.number || !key) return;
    const answers = openAnswers(key, applicationId, row.sealedAnswers);
    const address = parseAddress(answers.email);
    const document = (await documentsOf(tx, applicationId, key)).find(({ id }) => id === versionId);
    const reason = document?.check.reason;
    if (!document || !reason || !address || answers.noMail) return;
    const [editorial] = (await inboxesOf(tx, row.callId)).editorial;
    await requestMail(tx, {
      template: 'replace-document',
      to: { kind: 'applicant', applicationId, address },
      locale: knownLocale(row.locale),
      quiet: answers.quiet,
      replyTo: editorial?.address,
      params: { number: row.number, slot: document.slot, reason },
    });
  });
}
