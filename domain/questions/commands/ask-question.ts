import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { questionMessages, questions } from '@/db/schema/questions';
import { record } from '@/domain/audit/commands';
import { callBySlug } from '@/domain/calls/queries';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { Locale } from '@/locales';
import { formatCode, publicNumber, receiptCode, signedToken, verifySignedToken } from '@/platform/codes';
import type { SecretKey } from '@/platform/vault';
import { type Question, type QuestionInput, readQuestion } from '../input';
import { formHash, openText, questionCodeHash, sealAsker, sealText } from '../sealing';
import { beginQuestionSession } from './question-session';
import { tellQuestionsInbox } from './tell-inbox';

const PURPOSE = 'question';

/** A token for a form nobody has sent yet: signed, so that nothing need be stored for it. */
export function newQuestionToken(ctx: Ctx): string {
  return signedToken(ctx.keys.session, PURPOSE, ctx.now);
}

/** `code` as it is shown to people */
export type Receipt = { questionId: string; number: string; code: string; session: string };

/**
 * Takes a question and gives the code that opens its answers. Sent twice it arrives once and shows the same receipt;
 * another text from the same form is another question. How often one may ask is judged before (`judgeSending`).
 * Errors: draft_unknown (no token of ours), invalid_input {field, why}.
 */
export async function askQuestion(
  ctx: Ctx,
  { token, locale, ...typed }: QuestionInput & { token: string; locale: Locale },
): Promise<Receipt> {
  if (!verifySignedToken(ctx.keys.session, PURPOSE, token)) throw new AppError('draft_unknown');
  const question = mustBeQuestion(typed);
  const earlier = await askedWith(ctx, token);
  if (earlier?.text === question.text) return receipt(ctx, earlier, token);
  const own = earlier ? newQuestionToken(ctx) : token;
  const callId = question.callSlug === '' ? null : (await callBySlug(ctx, question.callSlug)).id;
  return receipt(ctx, await keep(ctx, { ...question, callId, token: own, locale }), own);
}

function mustBeQuestion(typed: QuestionInput): Question {
  const read = readQuestion(typed);
  if ('faults' in read) throw new AppError('invalid_input', { ...read.faults[0] });
  return read.question;
}

type Kept = { id: string; number: string };

/** `text` is null where the question is erased, or its text damaged: then the token is used up. */
async function askedWith(ctx: Ctx, token: string): Promise<(Kept & { text: string | null }) | null> {
  const [row] = await ctx.db
    .select({
      id: questions.id,
      number: questions.number,
      messageId: questionMessages.id,
      sealedText: questionMessages.sealedText,
    })
    .from(questions)
    .innerJoin(questionMessages, eq(questionMessages.questionId, questions.id))
    .where(and(eq(questions.formHash, formHash(ctx, token)), eq(questionMessages.author, 'asker')))
    .orderBy(asc(questionMessages.writtenAt))
    .limit(1);
  if (!row) return null;
  const { id, number, messageId, sealedText } = row;
  const key = await ctx.keyStore.get(id);
  return { id, number, text: key && openText(key, messageId, sealedText) };
}

type NewQuestion = Question & { callId: string | null; token: string; locale: Locale };

/** The key is on disk before the row. Of two that come at once with one token the second gets the first one's. */
async function keep(ctx: Ctx, question: NewQuestion): Promise<Kept> {
  const id = randomUUID();
  const key = await ctx.keyStore.create(id);
  const kept = await transaction(ctx, (tx) => insert(tx, { ...question, id, key }));
  if (kept) return kept;
  await ctx.keyStore.destroy(id);
  const winner = await askedWith(ctx, question.token);
  if (!winner) throw new Error('a question was neither kept nor found');
  return winner;
}

async function insert(tx: TxCtx, question: NewQuestion & { id: string; key: SecretKey }): Promise<Kept | null> {
  const { id, key, token, callId, locale, quiet, noMail, name, email, text } = question;
  const [kept] = await tx.db
    .insert(questions)
    .values({
      id,
      number: await freeNumber(tx),
      callId,
      locale,
      formHash: formHash(tx, token),
      codeHash: questionCodeHash(tx, receiptCode(tx.keys.code, token)),
      sealedAsker: sealAsker(key, id, { name, email }),
      quiet,
      noMail,
      createdAt: tx.now,
      touchedAt: tx.now,
    })
    .onConflictDoNothing({ target: questions.formHash })
    .returning({ id: questions.id, number: questions.number });
  if (!kept) return null;
  const messageId = randomUUID();
  await tx.db.insert(questionMessages).values({
    id: messageId,
    questionId: id,
    author: 'asker',
    sealedText: sealText(key, messageId, text),
    writtenAt: tx.now,
  });
  await tellQuestionsInbox(tx, { ...kept, callId, locale, again: false });
  await record(tx, { verb: 'question.asked', subject: { kind: 'question', id } });
  return kept;
}

/** Four characters while that is room enough, then more; the unique index has the last word. */
async function freeNumber(tx: TxCtx): Promise<string> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const number = `Q-${publicNumber(4 + Math.floor(attempt / 3))}`;
    const taken = await tx.db.select({ id: questions.id }).from(questions).where(eq(questions.number, number));
    if (taken.length === 0) return number;
  }
  throw new Error('no free public number');
}

async function receipt(ctx: Ctx, { id, number }: Kept, token: string): Promise<Receipt> {
  const session = await beginQuestionSession(ctx, id);
  return { questionId: id, number, code: formatCode(receiptCode(ctx.keys.code, token)), session };
}
