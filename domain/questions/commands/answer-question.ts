import { randomUUID } from 'node:crypto';
import { and, desc, eq, sql } from 'drizzle-orm';
import { questionMessages, questions } from '@/db/schema/questions';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { questionsInReach } from '@/domain/messages/scope';
import { knownLocale } from '@/locales';
import { questionInboxes } from '../inboxes';
import { answerInput } from '../input';
import { type QuestionState, stateAfter } from '../rules';
import { keyOfQuestion, openAsker, sealText } from '../sealing';

type Standing = { id: string; version: number };

/**
 * Answers a question: behind its code at once, and by mail where one was wanted, which says nothing in quiet mode.
 * Errors: not_found (absent, or not for this actor), conflict (a colleague or the asker was faster), invalid_input {field}.
 */
export async function answerQuestion(ctx: Ctx, input: Standing & { text: string }): Promise<void> {
  const parsed = answerInput.safeParse(input);
  if (!parsed.success)
    throw new AppError('invalid_input', { field: String(parsed.error.issues[0]?.path[0] ?? 'text') });
  const { id, text, version } = parsed.data;
  await transaction(ctx, async (tx) => {
    const question = await lock(tx, { id, version });
    const key = await keyOfQuestion(tx, id);
    const messageId = randomUUID();
    await tx.db.insert(questionMessages).values({
      id: messageId,
      questionId: id,
      author: 'editors',
      memberId: tx.actor.kind === 'member' ? tx.actor.memberId : null,
      sealedText: sealText(key, messageId, text),
      writtenAt: tx.now,
    });
    await change(tx, { id, state: 'answered' });
    const { email } = openAsker(key, id, question.sealedAsker);
    if (email !== '' && !question.noMail) await mailAnswer(tx, { ...question, id, email, text });
    await record(tx, { verb: 'question.answered', subject: { kind: 'question', id } });
  });
}

/** Nothing more is to be said. Errors: not_found, conflict. */
export async function closeQuestion(ctx: Ctx, standing: Standing): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { state } = await lock(tx, standing);
    if (state === 'closed') throw new AppError('conflict');
    await change(tx, { id: standing.id, state: 'closed' });
    await record(tx, { verb: 'question.closed', subject: { kind: 'question', id: standing.id } });
  });
}

/** Errors: not_found, conflict. */
export async function reopenQuestion(ctx: Ctx, standing: Standing): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { state } = await lock(tx, standing);
    if (state !== 'closed') throw new AppError('conflict');
    const [last] = await tx.db
      .select({ author: questionMessages.author })
      .from(questionMessages)
      .where(eq(questionMessages.questionId, standing.id))
      .orderBy(desc(questionMessages.writtenAt))
      .limit(1);
    await change(tx, { id: standing.id, state: stateAfter(last?.author ?? 'asker') });
    await record(tx, { verb: 'question.reopened', subject: { kind: 'question', id: standing.id } });
  });
}

async function lock(tx: TxCtx, { id, version }: Standing) {
  const [row] = await tx.db
    .select({
      number: questions.number,
      callId: questions.callId,
      state: questions.state,
      locale: questions.locale,
      quiet: questions.quiet,
      noMail: questions.noMail,
      sealedAsker: questions.sealedAsker,
      version: questions.version,
    })
    .from(questions)
    .where(and(eq(questions.id, id), questionsInReach(tx.actor)))
    .for('update');
  if (!row) throw new AppError('not_found');
  await keyOfQuestion(tx, id);
  if (row.version !== version) throw new AppError('conflict');
  return row;
}

async function change(tx: TxCtx, { id, state }: { id: string; state: QuestionState }): Promise<void> {
  await tx.db
    .update(questions)
    .set({ state, touchedAt: tx.now, version: sql`${questions.version} + 1` })
    .where(eq(questions.id, id));
}

type Answered = {
  id: string;
  number: string;
  callId: string | null;
  locale: string;
  quiet: boolean;
  email: string;
  text: string;
};

/** Answering the mail reaches people who read it: the questions inbox. */
async function mailAnswer(tx: TxCtx, { id, number, callId, locale, quiet, email, text }: Answered): Promise<void> {
  const [inbox] = await questionInboxes(tx, callId);
  await requestMail(tx, {
    template: 'question-answer',
    to: { kind: 'asker', questionId: id, address: email },
    locale: knownLocale(locale),
    quiet,
    ...(inbox ? { replyTo: inbox.address } : {}),
    params: { number, text },
  });
}
