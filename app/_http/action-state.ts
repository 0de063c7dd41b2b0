import type { ErrorCode } from '@/domain/errors';

/** What a form knows after it was sent: the refusal, the field it is about, and everything that had been typed. */
export type ActionState = {
  error?: string;
  code?: ErrorCode;
  field?: string;
  notice?: string;
  values?: Record<string, string>;
};

export const UNSENT: ActionState = {};

/** The typed text of a form; Next's own hidden fields and files stay out. */
export function formValues(form: FormData): Record<string, string> {
  const typed = [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(typed.filter(([name]) => !name.startsWith('$')));
}
