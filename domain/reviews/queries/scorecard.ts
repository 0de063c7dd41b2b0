import { and, asc, eq, isNull } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { criteria, reviews, scores } from '@/db/schema/reviews';
import { memberNames } from '@/domain/accounts/queries';
import { visibleTo } from '@/domain/applications/scope';
import { keyToRead } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { redactorForDocuments } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import { openJson, type SecretKey } from '@/platform/vault';
import { noteIdentity } from '../commands/score';
import { areWideApart, weightedMean } from '../rules';
import { WITHOUT_CONFLICT } from './held-conflicts';

export type Criterion = { key: string; weight: number; names: Record<string, string> };

export type Scorecard = {
  criteria: Criterion[];
  mine: Record<string, number>;
  /** null where it is damaged and nobody can read it any more, as with others' */
  myNote: string | null;
  /** mine is in: it counts, and the others' are shown */
  finished: boolean;
  /** null until mine is in */
  others: { by: string | null; scores: Record<string, number>; note: string | null; revised: boolean }[] | null;
  /** how many others have handed in, whether they are shown or not */
  othersIn: number;
  mean: number | null;
  wideApart: boolean;
};

/**
 * The scores on an application; what others gave stays hidden until mine is in, and theirs while it is not. Who reads blind
 * meets no name in others' notes; one's own stays as one wrote it, to be changed.
 */
export async function scorecardFor(ctx: Ctx, application: { id: string; callId: string }): Promise<Scorecard> {
  const rubric = await rubricOf(ctx, application.callId);
  const cards = await cardsOn(ctx, application.id, rubric);
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  const mine = cards.find((card) => card.memberId === memberId);
  const others = cards.filter((card) => card !== mine && card.finished);
  const finished = mine?.finished ?? false;
  const counted = finished ? cards.filter((card) => card.finished) : [];
  const means = counted.map((card) => weightedMean(card.scores, rubric)).filter((value) => value !== null);
  return {
    criteria: rubric.map(({ key, weight, names }) => ({ key, weight, names })),
    mine: mine?.scores ?? {},
    myNote: mine ? mine.note : '',
    finished,
    others: finished
      ? others.map(({ by, scores: given, note, revised }) => ({ by, scores: given, note, revised }))
      : null,
    othersIn: others.length,
    mean: means.length > 0 ? means.reduce((sum, value) => sum + value, 0) / means.length : null,
    wideApart: areWideApart(means),
  };
}

type RubricRow = Criterion & { id: string };

/** The criteria in use of a call, in their order. */
export async function rubricOf(ctx: Ctx, callId: string): Promise<RubricRow[]> {
  return ctx.db
    .select({ id: criteria.id, key: criteria.key, weight: criteria.weight, names: criteria.names })
    .from(criteria)
    .where(and(eq(criteria.callId, callId), isNull(criteria.archivedAt)))
    .orderBy(asc(criteria.position), asc(criteria.id));
}

type Card = {
  memberId: string;
  by: string | null;
  scores: Record<string, number>;
  note: string | null;
  finished: boolean;
  revised: boolean;
};

async function cardsOn(ctx: Ctx, applicationId: string, rubric: readonly RubricRow[]): Promise<Card[]> {
  const rows = await ctx.db
    .select({
      memberId: reviews.memberId,
      sealedNote: reviews.sealedNote,
      finishedAt: reviews.finishedAt,
      revisedAt: reviews.revisedAt,
      criterionId: scores.criterionId,
      value: scores.value,
    })
    .from(reviews)
    .innerJoin(applications, eq(applications.id, reviews.applicationId))
    .leftJoin(scores, eq(scores.reviewId, reviews.id))
    .where(and(eq(reviews.applicationId, applicationId), visibleTo(ctx.actor), WITHOUT_CONFLICT))
    .orderBy(asc(reviews.createdAt));
  const key = await keyToRead(ctx, applicationId);
  const redactor = await redactorForDocuments(ctx, { id: applicationId, key });
  const me = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  const shown = (memberId: string, note: string | null) =>
    memberId === me || note === null ? note : (redactor?.text(note) ?? note);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  const keys = new Map(rubric.map((one) => [one.id, one.key]));
  return [...Map.groupBy(rows, (row) => row.memberId)].map(([memberId, lines]) => ({
    memberId,
    by: names.get(memberId) ?? null,
    scores: Object.fromEntries(
      lines.flatMap(({ criterionId, value }) => {
        const name = criterionId === null ? undefined : keys.get(criterionId);
        return name === undefined || value === null ? [] : [[name, value]];
      }),
    ),
    note: shown(memberId, openNote(key, applicationId, { memberId, sealed: lines[0]?.sealedNote ?? null })),
    finished: lines[0]?.finishedAt != null,
    revised: lines[0]?.revisedAt != null,
  }));
}

type SealedNote = { memberId: string; sealed: Buffer | null };

function openNote(key: SecretKey, applicationId: string, { memberId, sealed }: SealedNote): string | null {
  if (!sealed) return '';
  return unlessDamaged({ event: 'note.damaged', application: applicationId, member: memberId }, () =>
    String(openJson(key, noteIdentity(applicationId, { memberId }), sealed)),
  );
}
