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
