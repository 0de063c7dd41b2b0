import { and, arrayContains, eq, exists, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import { questions } from '@/db/schema/questions';
import { type Actor, conflictsOf, type Grant, isAdministrator } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mailId } from './input';

/** The mails an actor may find: administrators all, editors those about applications and questions they may decide on, others none. */
export function mailsInReach(ctx: Ctx): SQL | undefined {
  const { actor } = ctx;
  const conflicts = conflictsOf(actor);
  const outside = conflicts.length === 0 ? undefined : notInArray(outbox.applicationId, [...conflicts]);
  if (isAdministrator(actor)) return outside && or(isNull(outbox.applicationId), outside);
  const grants = grantsOf(actor).filter((grant) => grant.role !== 'reviewer');
  if (grants.length === 0) return sql`false`;
  const about = ctx.db
    .select({ one: sql`1` })
    .from(applications)
    .where(and(eq(applications.id, outbox.applicationId), or(...grants.map(covered))));
  const asked = ctx.db
    .select({ one: sql`1` })
    .from(questions)
    .where(and(eq(questions.id, outbox.questionId), questionsInReach(actor)));
  return or(and(exists(about), outside), exists(asked));
}

/**
 * The questions an actor may find: administrators all; editors those about calls they may decide on everywhere, and, if
 * they are bound to no call, those about none. A question stands in no region, so an editor of one region finds none.
 */
export function questionsInReach(actor: Actor): SQL | undefined {
  if (isAdministrator(actor)) return undefined;
  const grants = grantsOf(actor).filter((grant) => grant.role === 'editor' && grant.region === null);
  if (grants.length === 0) return sql`false`;
  return or(...grants.map((grant) => (grant.callId === null ? sql`true` : eq(questions.callId, grant.callId))));
}

/** The mail, if the actor may find it. Errors: not_found, for absent and forbidden alike. */
export async function mailInReach(ctx: Ctx, outboxId: string) {
  if (!mailId.safeParse(outboxId).success) throw new AppError('not_found');
  const [mail] = await ctx.db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, outboxId), mailsInReach(ctx)));
  if (!mail) throw new AppError('not_found');
  return mail;
}

function grantsOf(actor: Actor): readonly Grant[] {
  return actor.kind === 'member' ? actor.grants : [];
}

/** The same as `covers` in the rules of applications, in SQL. */
function covered(grant: Grant): SQL | undefined {
  return and(
    sql`true`,
    grant.callId === null ? undefined : eq(applications.callId, grant.callId),
    grant.region === null ? undefined : arrayContains(applications.regions, [grant.region]),
  );
}
