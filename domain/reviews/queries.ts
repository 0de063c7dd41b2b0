import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { criteria, decisions, reviews, scores } from '@/db/schema/reviews';
import { memberNames } from '@/domain/accounts/queries';
import type { QueueInput } from '@/domain/applications/input';
import { type QueueEntry, type QueuePage, queueFor } from '@/domain/applications/queries';
import { shownName } from '@/domain/applications/queries/queue';
import { visibleTo } from '@/domain/applications/scope';
import { keyOf, openAnswers } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { publication } from '@/domain/settings/queries';
import { knownLocale, translator } from '@/locales';
import { openJson, type SecretKey } from '@/platform/vault';
import { type Answer, answerInput } from './input';
import { areWideApart, type DecisionKind, type DecisionState } from './rules';

export type ShownDecision = Answer & {
  id: string;
  kind: DecisionKind;
  state: DecisionState;
  at: Date;
  by: string | null;
  hasMail: boolean;
  locale: string;
};

/** The newest decision that stands (waiting or released). Callers found the application through the actor's scope. */
export async function decisionOn(ctx: Ctx, applicationId: string): Promise<ShownDecision | null> {
  const [row] = await ctx.db
    .select(decisionColumns)
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(
      and(
        eq(decisions.applicationId, applicationId),
        inArray(decisions.state, ['pending', 'released']),
        visibleTo(ctx.actor),
      ),
    )
    .orderBy(desc(decisions.decidedAt))
    .limit(1);
  if (!row) return null;
  const names = await memberNames(ctx, [row.memberId]);
  return toDecision(row, await keyOf(ctx, applicationId), names);
}

const decisionColumns = {
  id: decisions.id,
  kind: decisions.kind,
  state: decisions.state,
  at: decisions.decidedAt,
  memberId: decisions.memberId,
  sealedAnswer: decisions.sealedAnswer,
  outboxId: decisions.outboxId,
  locale: decisions.locale,
};

type DecisionRow = {
  id: string;
  kind: DecisionKind;
  state: DecisionState;
  at: Date;
  memberId: string;
  sealedAnswer: Buffer;
  outboxId: string | null;
  locale: string;
};

function toDecision(row: DecisionRow, key: SecretKey, names: Map<string, string>): ShownDecision {
  const answer = answerInput.parse(openJson(key, `decision:${row.id}`, row.sealedAnswer));
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    at: row.at,
    by: names.get(row.memberId) ?? null,
    hasMail: row.outboxId !== null,
    locale: row.locale,
    ...answer,
  };
}

export type PendingDecision = ShownDecision & {
  number: string;
  version: number;
  name: string;
  outboxId: string | null;
};

/** Decisions that wait to be released, oldest first, of applications the actor may see. Errors: not_signed_in. */
export async function pendingDecisions(ctx: Ctx, limit = 200): Promise<PendingDecision[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const rows = await ctx.db
    .select({
      ...decisionColumns,
      applicationId: applications.id,
      number: applications.number,
      version: applications.version,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(and(eq(decisions.state, 'pending'), eq(applications.state, 'submitted'), visibleTo(ctx.actor)))
    .orderBy(asc(decisions.decidedAt))
    .limit(limit);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  return Promise.all(
    rows.map(async (row) => {
      const key = await keyOf(ctx, row.applicationId);
      const { name } = shownName(openAnswers(key, row.applicationId, row.sealedAnswers));
      return {
        ...toDecision(row, key, names),
        number: row.number ?? '',
        version: row.version,
        name,
        outboxId: row.outboxId,
      };
    }),
  );
}

/** A first wording of the answer, in the applicant's language, for the editor to change. Errors: not_found. */
export async function answerDraft(
  ctx: Ctx,
  { number, kind }: { number: string; kind: DecisionKind },
): Promise<Answer & { locale: string }> {
  const [row] = await ctx.db
    .select({ id: applications.id, locale: applications.locale, sealedAnswers: applications.sealedAnswers })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(ctx.actor)));
  if (!row) throw new AppError('not_found');
  const locale = knownLocale(row.locale);
  const t = translator(locale, 'answers');
  const { name } = shownName(openAnswers(await keyOf(ctx, row.id), row.id, row.sealedAnswers));
  const fillings = { name, publication: (await publication(ctx)).name };
  return { subject: t(`${kind}.subject`, fillings), text: t(`${kind}.text`, fillings), locale };
}

export type Scorecard = {
  criteria: { key: string; weight: number }[];
  mine: Record<string, number>;
  myNote: string;
  /** null until the actor has scored */
  others: { by: string | null; scores: Record<string, number>; note: string }[] | null;
  mean: number | null;
  wideApart: boolean;
};

/** The scores on an application; what others gave stays hidden until mine is in. */
export async function scorecardFor(ctx: Ctx, application: { id: string; callId: string }): Promise<Scorecard> {
  const rubric = await ctx.db
    .select({ id: criteria.id, key: criteria.key, weight: criteria.weight })
    .from(criteria)
    .where(eq(criteria.callId, application.callId))
    .orderBy(asc(criteria.position));
  const rows = await ctx.db
    .select({
      reviewId: reviews.id,
      memberId: reviews.memberId,
      sealedNote: reviews.sealedNote,
      criterionId: scores.criterionId,
      value: scores.value,
    })
    .from(reviews)
    .innerJoin(applications, eq(applications.id, reviews.applicationId))
    .leftJoin(scores, eq(scores.reviewId, reviews.id))
    .where(and(eq(reviews.applicationId, application.id), visibleTo(ctx.actor)));
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  const key = await keyOf(ctx, application.id);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  const cards = [...Map.groupBy(rows, (row) => row.memberId)].map(([by, lines]) => ({
    memberId: by,
    by: names.get(by) ?? null,
    scores: Object.fromEntries(
      lines.flatMap((line) =>
        rubric
          .filter((one) => one.id === line.criterionId && line.value !== null)
          .map((one) => [one.key, line.value ?? 0]),
      ),
    ),
    note: lines[0]?.sealedNote ? String(openJson(key, `note:${application.id}:${by}`, lines[0].sealedNote)) : '',
  }));
  const mine = cards.find((card) => card.memberId === memberId);
  const shown = mine ? cards : [];
  const means = shown.map((card) => weightedMean(card.scores, rubric)).filter((value) => value !== null);
  return {
    criteria: rubric.map(({ key: name, weight }) => ({ key: name, weight })),
    mine: mine?.scores ?? {},
    myNote: mine?.note ?? '',
    others: mine
      ? cards.filter((card) => card !== mine).map(({ by, scores: given, note }) => ({ by, scores: given, note }))
      : null,
    mean: means.length > 0 ? means.reduce((sum, value) => sum + value, 0) / means.length : null,
    wideApart: areWideApart(means),
  };
}

function weightedMean(
  given: Record<string, number>,
  rubric: readonly { key: string; weight: number }[],
): number | null {
  const scored = rubric.filter((one) => given[one.key] !== undefined);
  const weight = scored.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? null : scored.reduce((sum, one) => sum + one.weight * (given[one.key] ?? 0), 0) / weight;
}

/** Each reviewer's mean, hidden (null) while the actor has not scored; empty while nobody has. */
export type ScoredEntry = QueueEntry & { scores: number[] | null };

/** A page of the queue with the scores the actor may already see. Errors: not_signed_in. */
export async function scoredQueue(
  ctx: Ctx,
  input: QueueInput,
): Promise<Omit<QueuePage, 'entries'> & { entries: ScoredEntry[] }> {
  const page = await queueFor(ctx, input);
  const given = await meansFor(
    ctx,
    page.entries.map((entry) => entry.id),
  );
  return {
    ...page,
    entries: page.entries.map((entry) => ({
      ...entry,
      scores: given.has(entry.id) ? (given.get(entry.id) ?? null) : [],
    })),
  };
}

async function meansFor(ctx: Ctx, applicationIds: readonly string[]): Promise<Map<string, number[] | null>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      applicationId: reviews.applicationId,
      memberId: reviews.memberId,
      mean: sql<number>`sum(${scores.value} * ${criteria.weight})::float / sum(${criteria.weight})`,
    })
    .from(reviews)
    .innerJoin(scores, eq(scores.reviewId, reviews.id))
    .innerJoin(criteria, eq(criteria.id, scores.criterionId))
    .where(inArray(reviews.applicationId, [...applicationIds]))
    .groupBy(reviews.applicationId, reviews.memberId);
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  return new Map(
    [...Map.groupBy(rows, (row) => row.applicationId)].map(([id, cards]) => [
      id,
      cards.some((card) => card.memberId === memberId) ? cards.map((card) => card.mean) : null,
    ]),
  );
}
