import { and, asc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { enqueue } from '@/db/queue';
import { questions } from '@/db/schema/questions';
import { record } from '@/domain/audit/commands';
import { openClaim, sealClaim } from '@/domain/audit/erasure-claims';
import { lastLine } from '@/domain/audit/queries';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { publication } from '@/domain/settings/queries';
import { mustHaveSession, questionSession } from './question-session';

const AT_ONCE = 100;

const claimed = z.object({ questionId: z.uuid() });

/** What the form that erases in this session carries, so that a second click is told what the first did. Errors: not_found. */
export async function claimQuestionErasure(ctx: Ctx, { session }: { session: string }): Promise<string> {
  return sealClaim(ctx, session, { questionId: await mustHaveSession(ctx, session) });
}

/**
 * Erases the asker's own question at once: rows, mails, then its key, and with the key whatever a backup still holds.
 * With the claim of the form, once more is as good as once. Answers false where there is neither a session nor an erased
 * question that is claimed.
 */
export async function eraseMyQuestion(
  ctx: Ctx,
  { session, claim }: { session: string; claim: string },
): Promise<boolean> {
  const found = await questionSession(ctx, session);
  if (found && (await erase(ctx, found.questionId))) return true;
  const claims = claimed.safeParse(openClaim(ctx, session, claim)).data;
  return claims !== undefined && hasErased(ctx, claims.questionId);
}

async function hasErased(ctx: Ctx, questionId: string): Promise<boolean> {
  const line = await lastLine(ctx, { verb: 'question.erased', subject: { kind: 'question', id: questionId } });
  // The first click may not have come so far yet.
  if (line) await ctx.keyStore.destroy(questionId);
  return line !== null;
}

/** Erases questions to which nothing has happened for as long as the publication keeps things. Answers how many. */
export async function sweepQuestions(ctx: Ctx): Promise<number> {
  const { retentionDays } = await publication(ctx);
  const rested = new Date(ctx.now.getTime() - retentionDays * 24 * 3_600_000);
  const rows = await ctx.db
    .select({ id: questions.id })
    .from(questions)
    .where(lt(questions.touchedAt, rested))
    .orderBy(asc(questions.touchedAt))
    .limit(AT_ONCE);
  let erased = 0;
  for (const { id } of rows) if (await erase(ctx, id, rested)) erased += 1;
  return erased;
}

/** What is left of a question whose key is gone, for the portal itself; false where nothing is. Errors: not_found (anybody else). */
export async function eraseLostQuestion(ctx: Ctx, questionId: string): Promise<boolean> {
  if (ctx.actor.kind !== 'system' || (await ctx.keyStore.get(questionId))) throw new AppError('not_found');
  return erase(ctx, questionId);
}

/** @param rested one that has been taken up again since then stays */
async function erase(ctx: Ctx, questionId: string, rested?: Date): Promise<boolean> {
  const isErased = await transaction(ctx, async (tx) => {
    if (!(await remove(tx, questionId, rested))) return false;
    await record(tx, { verb: 'question.erased', subject: { kind: 'question', id: questionId } });
    // Should this process die before the next lines, a job destroys the key.
    await enqueue(tx, 'questions.destroy-key', { questionId });
    return true;
  });
  if (isErased) await ctx.keyStore.destroy(questionId);
  return isErased;
}

/** Messages, sessions and mails go with the row. */
async function remove(tx: TxCtx, questionId: string, rested: Date | undefined): Promise<boolean> {
  const gone = await tx.db
    .delete(questions)
    .where(and(eq(questions.id, questionId), rested && lt(questions.touchedAt, rested)))
    .returning({ id: questions.id });
  return gone.length === 1;
}
