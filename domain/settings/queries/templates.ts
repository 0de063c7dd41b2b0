import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import { answerTemplates } from '@/db/schema/settings';
import { isAdministrator } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { DecisionKind } from '@/domain/reviews/rules';

export type AnswerTemplate = {
  callId: string | null;
  kind: DecisionKind;
  locale: string;
  subject: string;
  text: string;
  version: number;
};

const columns = {
  callId: answerTemplates.callId,
  kind: answerTemplates.kind,
  locale: answerTemplates.locale,
  subject: answerTemplates.subject,
  text: answerTemplates.text,
  version: answerTemplates.version,
};

/** The newsroom's words for an answer: the call's own, else those for every call, else null. Says nothing of persons. */
export async function templateFor(
  ctx: Ctx,
  { callId, kind, locale }: { callId: string; kind: DecisionKind; locale: string },
): Promise<AnswerTemplate | null> {
  const [row] = await ctx.db
    .select(columns)
    .from(answerTemplates)
    .where(
      and(
        eq(answerTemplates.kind, kind),
        eq(answerTemplates.locale, locale),
        or(isNull(answerTemplates.callId), eq(answerTemplates.callId, callId)),
      ),
    )
    .orderBy(sql`${answerTemplates.callId} is null`)
    .limit(1);
  return row ?? null;
}

/** Every template of the newsroom. Errors: not_found (to anyone who is no administrator). */
export async function allTemplates(ctx: Ctx): Promise<AnswerTemplate[]> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  return ctx.db.select(columns).from(answerTemplates).orderBy(asc(answerTemplates.kind), asc(answerTemplates.locale));
}
