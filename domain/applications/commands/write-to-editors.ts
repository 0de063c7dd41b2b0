import { and, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { countAttempt } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { writeLetter } from '@/domain/messages/commands';
import { hasJustWritten } from '@/domain/messages/queries';
import type { Locale } from '@/locales';
import { letterInput } from '../input';
import { tellEditors } from './tell-editors';

const LETTERS = { limit: 20, minutes: 60 };
/** The same text so soon after itself is one letter: on a slow line people press twice. */
const TWICE_MS = 5 * 60_000;

/**
 * A letter from the applicant's own page; the inbox is told that one is there. The same one again within five minutes is
 * passed over. Errors: not_found, withdrawn, invalid_input, too_many_tries.
 */
export async function writeToEditors(ctx: Ctx, input: { text: string; locale: Locale }): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'applicant') throw new AppError('not_found');
  const parsed = letterInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  await countAttempt(ctx, { bucket: 'letter', subject: actor.applicationId, ...LETTERS });
  await transaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ number: applications.number, callId: applications.callId, state: applications.state })
      .from(applications)
      .where(and(eq(applications.id, actor.applicationId), inArray(applications.state, ['submitted', 'withdrawn'])))
      .for('update');
    if (row?.state === 'withdrawn') throw new AppError('withdrawn');
    if (!row?.number) throw new AppError('not_found');
    const { text } = parsed.data;
    const since = new Date(tx.now.getTime() - TWICE_MS);
    if (await hasJustWritten(tx, { applicationId: actor.applicationId, text, since })) return;
    await writeLetter(tx, {
      applicationId: actor.applicationId,
      author: 'applicant',
      memberId: null,
      subject: '',
      text,
      locale: input.locale,
      outboxId: null,
    });
    await tellEditors(tx, {
      applicationId: actor.applicationId,
      callId: row.callId,
      number: row.number,
      what: 'wrote',
    });
    await record(tx, { verb: 'letter.received', subject: { kind: 'application', id: actor.applicationId } });
  });
}
