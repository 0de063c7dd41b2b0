import { QUESTION_STATES, type QuestionState } from '@/domain/questions/rules';

type Shown = { state: QuestionState; question?: string; after?: string | null; before?: string | null };

/** What the list shows stands whole in the address. */
export function questionAddress({ state, question, after, before }: Shown): string {
  const entries: [string, string | null | undefined][] = [
    ['state', state === 'open' ? null : state],
    ['after', after],
    ['before', before],
    ['question', question],
  ];
  const query = new URLSearchParams(entries.filter((entry): entry is [string, string] => Boolean(entry[1]))).toString();
  return query === '' ? '/desk/questions' : `/desk/questions?${query}`;
}

export function stateOf(said: string | undefined): QuestionState {
  return QUESTION_STATES.find((state) => state === said) ?? 'open';
}
