import { and, eq, gt, lt } from 'drizzle-orm';
import { questionSessions, questions } from '@/db/schema/questions';
import { countingWrong } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { normaliseCode, randomToken } from '@/platform/codes';
import { questionCodeHash, questionSessionHash } from '../sealing';

const SESSION_HOURS = 12;
/** The same door as an application's code; see `enterReceiptCode`. */
const CODE_TRIES = { limit: 20, minutes: 15 };
const ANSWER_MS = 250;

/** Opens a session for a browser that has just asked or holds the code. */
export async function beginQuestionSession(ctx: Ctx, questionId: string): Promise<string> {
  const token = randomToken();
  await ctx.db.insert(questionSessions).values({
    tokenHash: questionSessionHash(ctx, token),
    questionId,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + SESSION_HOURS * 3_600_000),
  });
  return token;
}

/**
 * Opens a session for whoever types the code of a question. Wrong and right take the same time.
 * Errors: unknown_code, too_many_tries {minutes}.
 */
export async function enterQuestionCode(ctx: Ctx, { typed }: { typed: string }): Promise<{ session: string }> {
  const [outcome] = await Promise.allSettled([
    countingWrong(ctx, { bucket: 'question-code', wrong: 'unknown_code', ...CODE_TRIES }, () => checkCode(ctx, typed)),
    new Promise((resolve) => setTimeout(resolve, ANSWER_MS)),
  ]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

async function checkCode(ctx: Ctx, typed: string): Promise<{ session: string }> {
  const [found] = await ctx.db
    .select({ id: questions.id })
    .from(questions)
    .where(eq(questions.codeHash, questionCodeHash(ctx, normaliseCode(typed) ?? '')));
  if (!found || !(await ctx.keyStore.get(found.id))) throw new AppError('unknown_code');
  const session = await beginQuestionSession(ctx, found.id);
  await record(ctx, { verb: 'question.entered', subject: { kind: 'question', id: found.id } });
  return { session };
}

export type QuestionSession = { questionId: string };

/** Whose session a cookie's value is; null when it has ended or never was, or its question is erased. */
export async function questionSession(ctx: Ctx, token: string): Promise<QuestionSession | null> {
  const [row] = await ctx.db
    .select({ questionId: questionSessions.questionId })
    .from(questionSessions)
    .where(
      and(eq(questionSessions.tokenHash, questionSessionHash(ctx, token)), gt(questionSessions.expiresAt, ctx.now)),
    );
  return row && (await ctx.keyStore.get(row.questionId)) ? row : null;
}

/** The same for what may only be done with one. Errors: not_found. */
export async function mustHaveSession(ctx: Ctx, token: string): Promise<string> {
  const session = await questionSession(ctx, token);
  if (!session) throw new AppError('not_found');
  return session.questionId;
}

export async function leaveQuestionSession(ctx: Ctx, token: string): Promise<void> {
  await ctx.db.delete(questionSessions).where(eq(questionSessions.tokenHash, questionSessionHash(ctx, token)));
}

export async function sweepQuestionSessions(ctx: Ctx): Promise<void> {
  await ctx.db.delete(questionSessions).where(lt(questionSessions.expiresAt, ctx.now));
}
