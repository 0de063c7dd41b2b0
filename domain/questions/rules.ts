export const QUESTION_STATES = ['open', 'answered', 'closed'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

export type QuestionAuthor = 'asker' | 'editors';

export const QUESTION_MAX = 5000;
export const ASKER_NAME_MAX = 200;
export const ANSWER_MAX = 20_000;

/** Whose turn it is once a thread is taken up again: who wrote last has done their part. */
export function stateAfter(lastAuthor: QuestionAuthor): QuestionState {
  return lastAuthor === 'asker' ? 'open' : 'answered';
}
