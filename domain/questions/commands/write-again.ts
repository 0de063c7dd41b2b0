import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { questionMessages, questions } from '@/db/schema/questions';
import { countAttempt } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { messageInput } from '../input';
import { keyOfQuestion, sealText } from '../sealing';
import { mustHaveSession } from './question-session';
import { tellQuestionsInbox } from './tell-inbox';

const MESSAGES = { limit: 20, minutes: 60 };

/**
 * More from whoever asked, from their own page: the thread is open again, closed or not, and the inbox is told.
 * Errors: not_found (no session), invalid_input, too_many_tries.
 */
export async function writeAgain(ctx: Ctx, input: { session: string; text: string }): Promise<void> {
  const questionId = await mustHaveSession(ctx, input.session);
  const parsed = messageInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  await countAttempt(ctx, { bucket: 'question-message', subject: questionId, ...MESSAGES });
  const key = await keyOfQuestion(ctx, questionId);
  await transaction(ctx, async (tx) => {
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
      sealedText: sealText(key, id, parsed.data.text),
      writtenAt: tx.now,
    });
    await tellQuestionsInbox(tx, { ...row, id: questionId, again: true });
    await record(tx, { verb: 'question.continued', subject: { kind: 'question', id: questionId } });
  });
}
