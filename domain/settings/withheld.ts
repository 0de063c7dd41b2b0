import { and, eq, ne, sql } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { idList, isOneOf } from '@/db/one-of';
import { applications } from '@/db/schema/applications';
import { decisions, reviewPlans, unmaskings } from '@/db/schema/reviews';
import { type Answers, answersIdentity, answersInput } from '@/domain/applications/input';
import type { Ctx } from '@/domain/context';
import { isWithheld } from '@/domain/reviews/rules';
import { unlessDamaged } from '@/platform/damaged';
import { MASKS_ALL, type Redactor, redactorFor } from '@/platform/redaction';
import { openJson, type SecretKey } from '@/platform/vault';

/**
 * Of these applications, those whose applicant must not be shown to the actor: their call is read blind. Every query that
 * returns a name, an address, a file's name, an original or a text asks here first; what is withheld never leaves the query.
 */
export async function withheldFrom(ctx: Ctx, applicationIds: readonly string[]): Promise<Set<string>> {
  const { actor } = ctx;
  if (applicationIds.length === 0 || actor.kind !== 'member') return new Set();
  const { memberId } = actor;
  const build = () =>
    ctx.db
      .select({
        id: applications.id,
        callId: applications.callId,
        regions: applications.regions,
        blind: reviewPlans.blind,
        decided: sql<boolean>`exists (select 1 from ${decisions} where ${decisions.applicationId} = ${applications.id} and ${decisions.state} in ('pending', 'released'))`,
        unmasked: sql<boolean>`exists (select 1 from ${unmaskings} where ${unmaskings.applicationId} = ${applications.id} and ${unmaskings.memberId} = ${memberId})`,
      })
      .from(applications)
      .innerJoin(reviewPlans, and(eq(reviewPlans.callId, applications.callId), ne(reviewPlans.blind, 'off')))
      .where(isOneOf(applications.id, 'ids'));
  const rows = await builtOnce(ctx.db, ['withheldFrom', memberId], build, { ids: idList(applicationIds) });
  return new Set(rows.filter((row) => isWithheld(actor, row)).map((row) => row.id));
}

/** The same for one application. */
export async function isWithheldFrom(ctx: Ctx, applicationId: string): Promise<boolean> {
  return (await withheldFrom(ctx, [applicationId])).has(applicationId);
}

/**
 * Of other applications of the same person, those that must not be told of beside this one, nor this one beside them: exactly
 * one of both is withheld from the actor, and the open one would say who the other is.
 */
export async function toldApart(ctx: Ctx, applicationId: string, others: readonly string[]): Promise<Set<string>> {
  const pairs = others.map((id) => ({ id, besideId: applicationId }));
  const together = new Set((await toldTogether(ctx, pairs)).map(({ id }) => id));
  return new Set(others.filter((id) => !together.has(id)));
}

/** Of pairs of applications of the same person, those of which neither is to be told apart from the other. */
export async function toldTogether<Pair extends { id: string; besideId: string }>(
  ctx: Ctx,
  pairs: readonly Pair[],
): Promise<Pair[]> {
  const all = new Set(pairs.flatMap(({ id, besideId }) => [id, besideId]));
  const withheld = await withheldFrom(ctx, [...all]);
  return pairs.filter(({ id, besideId }) => withheld.has(id) === withheld.has(besideId));
}

/** Takes an applicant out of texts: all names given, and whatever reaches them. */
export function redactorOf({ name, nameLatin, workingName, email }: Answers): Redactor {
  return redactorFor({ names: [name, nameLatin, workingName], addresses: [email] });
}

/**
 * What a member may read of an application's documents is put through this; null: as it stands. Where the answers are
 * damaged, nothing is left of a text.
 */
export async function redactorForDocuments(
  ctx: Ctx,
  application: { id: string; key: SecretKey },
): Promise<Redactor | null> {
  if (!(await isWithheldFrom(ctx, application.id))) return null;
  const [row] = await ctx.db
    .select({ sealed: applications.sealedAnswers })
    .from(applications)
    .where(eq(applications.id, application.id));
  const sealed = row?.sealed;
  if (!sealed) return redactorOf(answersInput.parse({}));
  const opened = unlessDamaged({ event: 'application.damaged', application: application.id }, () =>
    openJson(application.key, answersIdentity(application.id), sealed),
  );
  return opened === null ? MASKS_ALL : redactorOf(answersInput.parse(opened));
}
