import { randomUUID } from 'node:crypto';
import { messages } from '@/db/schema/messages';
import type { TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { Locale } from '@/locales';
import { sealJson } from '@/platform/vault';
import { letterIdentity } from '../sealing';

export type NewLetter = {
  applicationId: string;
  author: 'editors' | 'applicant';
  memberId: string | null;
  locale: Locale;
  subject: string;
  text: string;
  /** the mail that carries it, where one was wanted */
  outboxId: string | null;
};

/**
 * Puts what editors or applicant wrote on the applicant's page and on the desk; it can be read there whatever becomes
 * of the mail. The caller has found the application. Errors: not_found (erased).
 */
export async function writeLetter(tx: TxCtx, letter: NewLetter): Promise<{ id: string }> {
  const key = await tx.keyStore.get(letter.applicationId);
  if (!key) throw new AppError('not_found');
  const id = randomUUID();
  await tx.db.insert(messages).values({
    id,
    applicationId: letter.applicationId,
    author: letter.author,
    memberId: letter.memberId,
    sealedBody: sealJson(key, letterIdentity(id), { subject: letter.subject, text: letter.text }),
    locale: letter.locale,
    outboxId: letter.outboxId,
    writtenAt: tx.now,
  });
  return { id };
}
