import { z } from 'zod';
import { LOCALES } from '@/locales';
import { BLIND_MODES, BULK_LIMIT, DECISION_KINDS } from './rules';

export const answerInput = z.object({
  subject: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/),
  text: z.string().trim().min(1).max(20_000),
});
export type Answer = z.infer<typeof answerInput>;

export const decideInput = answerInput.extend({
  number: z.string(),
  version: z.number().int().positive(),
  kind: z.enum(DECISION_KINDS),
});
export type DecideInput = z.infer<typeof decideInput>;

/** Applications as a member has seen them. */
export const picksInput = z
  .array(z.object({ number: z.string().max(20), version: z.number().int().positive() }))
  .min(1)
  .max(BULK_LIMIT);
export type Picks = z.infer<typeof picksInput>;

export const decideManyInput = z.object({
  kind: z.enum(DECISION_KINDS),
  picks: picksInput,
  /** templates by language, with placeholders; a language not named here takes the newsroom's default */
  texts: z.record(z.string().max(10), answerInput).default({}),
  /** let them go at once */
  release: z.boolean().default(false),
});
export type DecideManyInput = z.input<typeof decideManyInput>;

export const scorecardInput = z.object({
  number: z.string(),
  /** null clears a criterion; those not named stay as they are */
  scores: z.record(z.string(), z.number().int().min(1).max(5).nullable()),
  /** absent: the note stays as it is */
  note: z.string().trim().max(5000).optional(),
  /** hands the card in although criteria are open */
  finish: z.boolean().default(false),
});
export type ScorecardInput = z.input<typeof scorecardInput>;

const criterionKey = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/);
const criterionName = z.string().trim().max(80);

export const rubricInput = z
  .array(
    z.object({
      /** null: a new criterion */
      key: criterionKey.nullable(),
      weight: z.coerce.number().int().min(1).max(9),
      /** by language, or under `und` for all */
      names: z.partialRecord(z.enum([...LOCALES, 'und']), criterionName).default({}),
    }),
  )
  .min(1)
  .max(12);
export type RubricInput = z.input<typeof rubricInput>;

export const planInput = z.object({
  reviewersEach: z.coerce.number().int().min(1).max(9),
  automatic: z.boolean(),
  dueDays: z.coerce.number().int().min(1).max(365).nullable(),
  blind: z.enum(BLIND_MODES),
  mayUnmask: z.boolean(),
});
export type PlanInput = z.input<typeof planInput>;

export const assignInput = z.object({
  number: z.string(),
  memberId: z.uuid(),
  dueAt: z.date().nullable().default(null),
});
export type AssignInput = z.input<typeof assignInput>;

export const conflictInput = z.object({
  number: z.string(),
  /** null: the one who declares it */
  memberId: z.uuid().nullable().default(null),
  reason: z.string().trim().max(2000).default(''),
});
export const settleConflictsInput = z.object({ applicationId: z.uuid() });

export type ConflictInput = z.input<typeof conflictInput>;

export const unmaskInput = z.object({ number: z.string(), reason: z.string().trim().min(3).max(1000) });
export type UnmaskInput = z.input<typeof unmaskInput>;
