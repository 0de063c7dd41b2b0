import type { ErrorCode } from '@/domain/errors';

/** What a form knows after it was sent: the refusal, the field it is about, and everything that had been typed. */
export type ActionState = {
  error?: string;
  code?: ErrorCode;
  field?: string;
  notice?: string;
  values?: Record<string, string>;
  /** What belongs to the notice or the refusal, one thing a line. */
  lines?: string[];
  /** What a colleague wrote at the same time, in the reader's words. */
  theirs?: { title: string; about: string; subject: string; text: string };
};

export const UNSENT: ActionState = {};

/** The typed text of a form; Next's own hidden fields and files stay out. */
export function formValues(form: FormData): Record<string, string> {
  const typed = [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(typed.filter(([name]) => !name.startsWith('$')));
}
