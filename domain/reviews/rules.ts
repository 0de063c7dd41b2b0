import type { Actor, Grant } from '@/domain/actor';
import { canDecide, type Stage } from '@/domain/applications/rules';

export const DECISION_KINDS = ['invite', 'hold', 'ask', 'decline'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

export const DECISION_STATES = ['pending', 'released', 'undone'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

const STAGE_OF_DECISION: Record<DecisionKind, Stage> = {
  invite: 'invited',
  hold: 'held',
  ask: 'asked',
  decline: 'declined',
};

/** Where an application stands once the decision has been released. */
export function stageAfter(kind: DecisionKind): Stage {
  return STAGE_OF_DECISION[kind];
}

/** What a template may leave open; each answer is filled with its own applicant's. */
export const PLACEHOLDERS = ['name', 'publication', 'number', 'call'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type Fillings = Record<Placeholder, string>;

const PLACEHOLDER = /\{\s*([^{}]*?)\s*\}/g;

/** The first thing in braces that nothing could be put in for; null where every one is known. */
export function unknownPlaceholder(text: string): string | null {
  return placeholdersIn(text).find((name) => !PLACEHOLDERS.some((known) => known === name)) ?? null;
}

/** Everything in braces, known or not. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** Puts an applicant's own into a template; what was filled in is not looked through again. */
export function fillPlaceholders(text: string, fillings: Partial<Fillings>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => fillings[name as Placeholder] ?? whole);
}

/** Does the text still hold the gap that the template left for somebody's own words? */
export function hasGap(text: string): boolean {
  return /\n[ \t]*\n[ \t]*\n[ \t]*\n/.test(text.replaceAll('\r\n', '\n'));
}

/** How many a member may decide on, release or take back at once. */
export const BULK_LIMIT = 200;

export const DEFAULT_CRITERIA = ['local_knowledge', 'writing', 'sourcing', 'languages', 'reliability'] as const;
export const SCORES = [1, 2, 3, 4, 5] as const;

/** Scores three points or more apart want a talk. */
export function areWideApart(scores: readonly number[]): boolean {
  return scores.length > 1 && Math.max(...scores) - Math.min(...scores) >= 3;
}

/** A card with a score on every criterion is in by itself; an empty rubric asks for nothing and never is. */
export function isComplete({ given, of }: { given: number; of: number }): boolean {
  return of > 0 && given >= of;
}

/** A card's mean over the criteria it scores, each as heavy as the rubric says; null for an empty card. */
export function weightedMean(
  given: Readonly<Record<string, number>>,
  rubric: readonly { key: string; weight: number }[],
): number | null {
  const scored = rubric.filter((one) => given[one.key] !== undefined);
  const weight = scored.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? null : scored.reduce((sum, one) => sum + one.weight * (given[one.key] ?? 0), 0) / weight;
}

export const BLIND_MODES = ['off', 'reviewers', 'everyone'] as const;
/** From whom applicants' names are kept while a call is reviewed: nobody, its reviewers, or everyone until a decision stands. */
export type BlindMode = (typeof BLIND_MODES)[number];

type Read = { callId: string; regions: readonly string[]; blind: BlindMode; decided: boolean; unmasked: boolean };

/**
 * A reviewer never learns who it is in a call that is read blind. Those who decide learn it, where it is kept from
 * everyone, with the decision or when they ask for it on record.
 */
export function isWithheld(actor: Actor, application: Read): boolean {
  if (actor.kind !== 'member' || application.blind === 'off') return false;
  if (!canDecide(actor, application)) return true;
  return application.blind === 'everyone' && !application.decided && !application.unmasked;
}

/** Stages at which a score still helps. */
export const STAGES_TO_REVIEW: readonly Stage[] = ['new', 'reading', 'talking', 'shortlist'];

type Candidate = {
  memberId: string;
  /** reviews not handed in yet */
  load: number;
  /** languages the member reads; none given: unknown */
  languages: readonly string[];
  /** by a grant for one of the application's regions, not for all */
  ofRegion: boolean;
};

/** A language the member does not read costs as much as five open reviews, one we do not know as much as two. */
const FOREIGN = 5;
const UNKNOWN = 2;
const FROM_ELSEWHERE = 1;

/** Those to read an application, best first: few open reviews, reads its languages, knows its region. */
export function bestReviewers(candidates: readonly Candidate[], writes: readonly string[]): Candidate[] {
  const costs = new Map(candidates.map((one) => [one, costOf(one, writes)]));
  return [...candidates].sort(
    (one, other) => (costs.get(one) ?? 0) - (costs.get(other) ?? 0) || one.memberId.localeCompare(other.memberId),
  );
}

function costOf({ load, languages, ofRegion }: Candidate, writes: readonly string[]): number {
  return load + strangeness(languages, writes) + (ofRegion ? 0 : FROM_ELSEWHERE);
}

function strangeness(languages: readonly string[], writes: readonly string[]): number {
  if (languages.some((one) => writes.includes(one))) return 0;
  return languages.length === 0 ? UNKNOWN : FOREIGN;
}

/** An assignment whose day has passed and whose card is not in. */
export function isOverdue(assignment: { dueAt: Date | null; doneAt: Date | null }, now: Date): boolean {
  return assignment.doneAt === null && assignment.dueAt !== null && assignment.dueAt < now;
}

/** Whether one who reads by the one grants and one who reads by the others may meet over the same application. */
export function doMeet(some: readonly Grant[], others: readonly Grant[]): boolean {
  const fits = (one: string | null, other: string | null) => one === null || other === null || one === other;
  return some.some((one) => others.some((other) => fits(one.callId, other.callId) && fits(one.region, other.region)));
}
