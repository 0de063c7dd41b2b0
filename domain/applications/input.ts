import { z } from 'zod';
import { ORDERS, STAGES, VIEWS } from './rules';

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
/** Sealed beside the answers of a draft: the window that all of them were sent by, or none. */
export const windowInput = z.object({ window: z.string().default('') });
export type Answers = z.infer<typeof answersInput>;

/** What the sealed answers are bound to. */
export function answersIdentity(applicationId: string): string {
  return `answers:${applicationId}`;
}

/** Does a working name stand for the person on the desk? In quiet mode, where one is given, until it is lifted. */
export function hidesName(answers: Answers): boolean {
  return answers.quiet && answers.workingName !== '' && !answers.nameShown;
}

const place = z.string().max(200).optional();
const key = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

/** What a list may be narrowed by; within one filter any of its values will do, across filters all must hold. */
export const filterInput = z.object({
  stages: z.array(z.enum(STAGES)).max(STAGES.length).default([]),
  regions: z.array(key).max(20).default([]),
  languages: z.array(key).max(20).default([]),
  topics: z.array(key).max(20).default([]),
  /** at least this mean, 1 to 5; of applications whose scores the member may see */
  score: z.number().min(1).max(5).nullable().default(null),
  /** at least so many points between the highest and the lowest */
  spread: z.number().min(0).max(4).nullable().default(null),
  /** waiting for at least so many days */
  age: z.number().int().min(1).max(3650).nullable().default(null),
  assigned: z
    .union([z.literal('me'), z.literal('nobody'), z.uuid()])
    .nullable()
    .default(null),
  /** a mail to the applicant did not get through */
  trouble: z.boolean().default(false),
  /** carries this tag */
  tag: z.uuid().nullable().default(null),
  /** keyed hashes of words that were searched for, as `findApplications` gives them */
  found: z
    .array(z.string().regex(/^[\w-]{22}$/))
    .max(8)
    .default([]),
});

export const queueInput = filterInput.extend({
  callSlug: z.string().max(80).optional(),
  view: z.enum(VIEWS).default('all'),
  order: z.enum(ORDERS).default('longest'),
  after: place,
  before: place,
  limit: z.number().int().min(1).max(200).default(50),
});
export type QueueInput = z.input<typeof queueInput>;
export type Queue = z.output<typeof queueInput>;

export const savedViewInput = z.object({
  name: z.string().trim().min(1).max(60),
  query: z.string().max(1000),
  isShared: z.boolean().default(false),
});
export type SavedViewInput = z.input<typeof savedViewInput>;

/** Characters a letter to the editors may have, and the reason somebody gives for withdrawing. */
export const LETTER_LIMIT = 2000;

export const letterInput = z.object({ text: z.string().trim().min(1).max(LETTER_LIMIT) });

/** Whose code is lost: the blind index of an address, never the address. */
export const sendCodeLinksInput = z.object({ addressIndex: z.string().regex(/^[\w-]{43}$/) });

export const tellRefusedInput = z.object({ applicationId: z.uuid(), versionId: z.uuid() });
