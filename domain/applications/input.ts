import { z } from 'zod';
import { STAGES } from './rules';

/** Everything an applicant wrote, as it was typed; sealed as one value. */
export const answersInput = z.object({
  name: z.string().default(''),
  nameLatin: z.string().default(''),
  workingName: z.string().default(''),
  email: z.string().default(''),
  region: z.array(z.string()).default([]),
  place: z.string().default(''),
  writes: z.array(z.string()).default([]),
  follows: z.array(z.string()).default([]),
  topics: z.array(z.string()).default([]),
  cooperation: z.string().default(''),
  coverLetterText: z.string().default(''),
  writingSampleUrl: z.string().default(''),
  quiet: z.boolean().default(false),
  noMail: z.boolean().default(false),
  consent: z.boolean().default(false),
  keepInPool: z.boolean().default(false),
  /** the applicant has lifted the working name */
  nameShown: z.boolean().default(false),
});
export type Answers = z.infer<typeof answersInput>;

/** What the sealed answers are bound to. */
export function answersIdentity(applicationId: string): string {
  return `answers:${applicationId}`;
}

/** Does a working name stand for the person on the desk? In quiet mode, where one is given, until it is lifted. */
export function hidesName(answers: Answers): boolean {
  return answers.quiet && answers.workingName !== '' && !answers.nameShown;
}

export const queueInput = z.object({
  callSlug: z.string().max(80).optional(),
  stage: z.enum([...STAGES, 'all']).default('all'),
  region: z.string().max(60).optional(),
  order: z.enum(['newest', 'longest']).default('longest'),
  after: z.string().max(200).optional(),
  before: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type QueueInput = z.input<typeof queueInput>;

/** Characters a letter to the editors may have, and the reason somebody gives for withdrawing. */
export const LETTER_LIMIT = 2000;

export const letterInput = z.object({ text: z.string().trim().min(1).max(LETTER_LIMIT) });

/** Whose code is lost: the blind index of an address, never the address. */
export const sendCodeLinksInput = z.object({ addressIndex: z.string().regex(/^[\w-]{43}$/) });
