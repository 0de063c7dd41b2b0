import { and, eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { hidesName } from '../input';
import { keyOf, openAnswers, sealAnswers } from '../sealing';
import { indexWords } from './index-words';

/**
 * Lifts the applicant's own working name: from here on editors see name and address. There is no way back, because
 * what was seen cannot be unseen; a second call changes nothing. Errors: not_found.
 */
export async function showMyName(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'applicant') throw new AppError('not_found');
  const { applicationId } = actor;
  await transaction(ctx, async (tx) => {
    const mine = and(eq(applications.id, applicationId), eq(applications.state, 'submitted'));
    const [row] = await tx.db
      .select({ number: applications.number, sealedAnswers: applications.sealedAnswers })
      .from(applications)
      .where(mine)
      .for('update');
    if (!row) throw new AppError('not_found');
    const key = await keyOf(tx, applicationId);
    const answers = openAnswers(key, applicationId, row.sealedAnswers);
    if (!hidesName(answers)) return;
    const shown = { ...answers, nameShown: true };
    const sealedAnswers = sealAnswers(key, applicationId, shown);
    await tx.db.update(applications).set({ sealedAnswers }).where(mine);
    await indexWords(tx, applicationId, { number: row.number ?? '', answers: shown });
    await record(tx, { verb: 'name.shown', subject: { kind: 'application', id: applicationId } });
  });
}
