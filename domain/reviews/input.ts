import { z } from 'zod';
import { BULK_LIMIT, DECISION_KINDS } from './rules';

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
  scores: z.record(z.string(), z.coerce.number().int().min(1).max(5)),
  note: z.string().trim().max(5000).default(''),
  /** hands the card in although criteria are open */
  finish: z.boolean().default(false),
});
export type ScorecardInput = z.input<typeof scorecardInput>;
