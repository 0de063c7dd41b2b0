import { z } from 'zod';
import { parseAddress } from '@/domain/messages/rules';
import { ANSWER_MAX, ASKER_NAME_MAX, QUESTION_MAX, QUESTION_STATES } from './rules';

const textUpTo = (max: number) => z.string().trim().min(1, 'missing').max(max, 'too_long');

const questionInput = z.object({
  name: z.string().trim().max(ASKER_NAME_MAX, 'too_long').default(''),
  email: z.string().trim().max(1000).default(''),
  text: textUpTo(QUESTION_MAX),
  callSlug: z.string().max(80).default(''),
  quiet: z.boolean().default(false),
  noMail: z.boolean().default(false),
});
export type QuestionInput = z.input<typeof questionInput>;

export type Question = z.output<typeof questionInput>;
export type QuestionFault = { field: 'name' | 'email' | 'text' | 'callSlug'; why: 'missing' | 'too_long' | 'address' };

const FIELDS = ['text', 'name', 'email', 'callSlug'] as const;

/** What was typed into the form, as it can be taken, or everything that is wrong with it, in the order of the form. */
export function readQuestion(typed: QuestionInput): { question: Question } | { faults: readonly QuestionFault[] } {
  const parsed = questionInput.safeParse(typed);
  const email = (typed.email ?? '').trim() === '' ? '' : parseAddress(typed.email ?? '');
  if (parsed.success && email !== null) return { question: { ...parsed.data, email } };
  const issues = parsed.error?.issues ?? [];
  const faults = FIELDS.flatMap((field): QuestionFault[] => {
    const issue = issues.find(({ path }) => path[0] === field);
    if (issue) return [{ field, why: issue.code === 'too_big' ? 'too_long' : 'missing' }];
    return field === 'email' && email === null ? [{ field, why: 'address' }] : [];
  });
  return { faults };
}

/** What is sealed of whoever asked. */
export const asker = z.object({ name: z.string(), email: z.string() });
export type Asker = z.infer<typeof asker>;

export const messageInput = z.object({ text: textUpTo(QUESTION_MAX) });

export const answerInput = z.object({
  id: z.uuid(),
  version: z.number().int().min(1),
  text: textUpTo(ANSWER_MAX),
});

export const questionListInput = z.object({
  state: z.enum(QUESTION_STATES).default('open'),
  after: z.string().max(80).optional(),
  before: z.string().max(80).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type QuestionListInput = z.input<typeof questionListInput>;

export const destroyQuestionKeyInput = z.object({ questionId: z.uuid() });
