import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { decisions } from '@/db/schema/reviews';
import { memberNames } from '@/domain/accounts/queries';
import type { Actor } from '@/domain/actor';
import { visibleTo } from '@/domain/applications/scope';
import { answersForList, keysOf, keyToRead } from '@/domain/applications/sealing';
import { shownName } from '@/domain/applications/shown-name';
import { noName } from '@/domain/applications/withheld';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { redactorForDocuments, redactorOf, withheldFrom } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import type { Redactor } from '@/platform/redaction';
import { openJson, type SecretKey } from '@/platform/vault';
import { answerInput } from './input';
import type { DecisionKind, DecisionState } from './rules';

export {
  type AnswerDraft,
  answerAid,
  answerDraft,
  answerPreview,
  type BulkDraft,
  bulkDrafts,
  draftTexts,
  shippedAnswer,
  templatePreview,
} from './queries/answers';
export {
  type Assignment,
  assignmentsOn,
  type ConflictLine,
  conflictsOn,
  fellowReaders,
  type MyReview,
  mayReview,
  myOpenReviews,
} from './queries/assignments';
export { nextToReview } from './queries/next-to-review';
export { NO_PLAN, type Plan, planOf } from './queries/plan';
export { type Progress, reviewProgress } from './queries/progress';
export { type RubricLine, rubricFor } from './queries/rubric';
export { type Criterion, type Scorecard, scorecardFor } from './queries/scorecard';
export { meansFor, type ScoredEntry, scoredQueue } from './queries/scored-queue';

export type ShownDecision = {
  id: string;
  subject: string;
  /** null where the answer is damaged and nobody can read it any more */
  text: string | null;
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
  const key = await keyToRead(ctx, applicationId);
  const decision = toDecision(row, key, names);
  const redactor = await redactorForDocuments(ctx, { id: applicationId, key });
  return redactor ? masked(decision, redactor) : decision;
}

/** Without whatever would say who the applicant is; where that is not known any more, without its words. */
function masked(decision: ShownDecision, redactor: Redactor | null): ShownDecision {
  if (!redactor || decision.text === null) return { ...decision, ...UNREADABLE };
  return { ...decision, subject: redactor.text(decision.subject), text: redactor.text(decision.text) };
}

const UNREADABLE = { subject: '', text: null };

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
  const answer = unlessDamaged({ event: 'decision.damaged', decision: row.id }, () =>
    answerInput.parse(openJson(key, `decision:${row.id}`, row.sealedAnswer)),
  );
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    at: row.at,
    by: names.get(row.memberId) ?? null,
    hasMail: row.outboxId !== null,
    locale: row.locale,
    ...(answer ?? UNREADABLE),
  };
}

export type PendingDecision = ShownDecision & {
  number: string;
  version: number;
  name: string;
  outboxId: string | null;
  quiet: boolean;
};

/**
 * Decisions that wait to be released, oldest first, of applications the actor may see; one whose application is damaged stands
 * there by its number. Errors: not_signed_in.
 */
export async function pendingDecisions(ctx: Ctx, limit = 200): Promise<PendingDecision[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const rows = await ctx.db
    .select({
      ...decisionColumns,
      applicationId: applications.id,
      number: applications.number,
      version: applications.version,
      quiet: applications.quiet,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(
      and(eq(decisions.state, 'pending'), eq(applications.state, 'submitted'), visibleTo(decidingActor(ctx.actor))),
    )
    .orderBy(asc(decisions.decidedAt))
    .limit(limit);
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  const ids = rows.map((row) => row.applicationId);
  const [keys, withheld] = await Promise.all([keysOf(ctx, ids), withheldFrom(ctx, ids)]);
  return rows.flatMap((row) => {
    const key = keys.get(row.applicationId);
    if (!key) return [];
    const answers = answersForList(key, row.applicationId, row.sealedAnswers);
    const hidden = withheld.has(row.applicationId);
    const { name } = hidden || !answers ? noName(row.number ?? '') : shownName(answers);
    const decision = toDecision(row, key, names);
    return [
      {
        ...(hidden ? masked(decision, answers && redactorOf(answers)) : decision),
        number: row.number ?? '',
        version: row.version,
        name,
        outboxId: row.outboxId,
        quiet: row.quiet,
      },
    ];
  });
}

/** The actor as far as they decide: what is not released yet is nothing for those who only read. */
function decidingActor(actor: Actor): Actor {
  if (actor.kind !== 'member') return actor;
  return { ...actor, grants: actor.grants.filter((grant) => grant.role !== 'reviewer') };
}
