import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { questionMessages, questions } from '@/db/schema/questions';
import { countAttempt } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { SecretKey } from '@/platform/vault';
import { messageInput } from '../input';
import { keyOfQuestion, openText, sealText } from '../sealing';
import { mustHaveSession } from './question-session';
import { tellQuestionsInbox } from './tell-inbox';

const MESSAGES = { limit: 20, minutes: 60 };
/** The same text so soon after itself is one message: on a slow line people press twice. */
const TWICE_MS = 5 * 60_000;

/**
 * More from whoever asked, from their own page: the thread is open again, closed or not, and the inbox is told.
 * The same again within five minutes is passed over.
 * Errors: not_found (no session), invalid_input, too_many_tries.
 */
export async function writeAgain(ctx: Ctx, input: { session: string; text: string }): Promise<void> {
  const questionId = await mustHaveSession(ctx, input.session);
  const parsed = messageInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  await countAttempt(ctx, { bucket: 'question-message', subject: questionId, ...MESSAGES });
  const key = await keyOfQuestion(ctx, questionId);
  const { text } = parsed.data;
  await transaction(ctx, async (tx) => {
    if (await hasJustWritten(tx, { questionId, key, text })) return;
    const [row] = await tx.db
      .update(questions)
      .set({ state: 'open', touchedAt: tx.now, version: sql`${questions.version} + 1` })
      .where(eq(questions.id, questionId))
      .returning({ number: questions.number, callId: questions.callId, locale: questions.locale });
    if (!row) throw new AppError('not_found');
    const id = randomUUID();
    await tx.db.insert(questionMessages).values({
      id,
      questionId,
      author: 'asker',
      sealedText: sealText(key, id, text),
      writtenAt: tx.now,
    });
    await tellQuestionsInbox(tx, { ...row, id: questionId, again: true });
    await record(tx, { verb: 'question.continued', subject: { kind: 'question', id: questionId } });
  });
}

type Written = { questionId: string; key: SecretKey; text: string };

/** Holds the question, so that of two at once the second sees the first. */
async function hasJustWritten(tx: TxCtx, { questionId, key, text }: Written): Promise<boolean> {
  await tx.db.select({ id: questions.id }).from(questions).where(eq(questions.id, questionId)).for('update');
  const since = new Date(tx.now.getTime() - TWICE_MS);
  const [newest] = await tx.db
    .select({ id: questionMessages.id, sealedText: questionMessages.sealedText })
    .from(questionMessages)
    .where(
      and(
        eq(questionMessages.questionId, questionId),
        eq(questionMessages.author, 'asker'),
        gt(questionMessages.writtenAt, since),
      ),
    )
    .orderBy(desc(questionMessages.writtenAt), desc(questionMessages.id))
    .limit(1);
  return newest !== undefined && openText(key, newest.id, newest.sealedText) === text;
}
