import { z } from 'zod';
import { DECISION_KINDS } from './rules';

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

export const scorecardInput = z.object({
  number: z.string(),
  scores: z.record(z.string(), z.coerce.number().int().min(1).max(5)),
  note: z.string().trim().max(5000).default(''),
  /** hands the card in although criteria are open */
  finish: z.boolean().default(false),
});
export type ScorecardInput = z.input<typeof scorecardInput>;
