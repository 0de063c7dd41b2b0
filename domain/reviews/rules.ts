import type { Stage } from '@/domain/applications/rules';

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
  for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (!PLACEHOLDERS.some((known) => known === name)) return name;
  }
  return null;
}

/** Puts an applicant's own into a template; what was filled in is not looked through again. */
export function fillPlaceholders(text: string, fillings: Fillings): string {
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
