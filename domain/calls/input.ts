import { z } from 'zod';
import { CALL_STATES } from './rules';

const paragraph = z.string().trim().min(1).max(2000);

export const callTextInput = z.object({
  title: z.string().trim().min(1).max(200),
  lead: paragraph,
  season: z.string().trim().max(80).optional(),
  lookFor: z.array(paragraph).max(8),
  regions: z.record(z.string(), z.string().max(300)).optional(),
  offers: z.array(z.object({ name: z.string().trim().min(1).max(120), text: z.string().trim().max(400) })).max(6),
  documents: z.object({ cv: paragraph, coverLetter: paragraph, writingSample: paragraph }),
  afterwards: z.array(paragraph).max(6),
});

const key = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

export const callInput = z.object({
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(80),
  state: z.enum(CALL_STATES),
  closesAt: z.date().nullable(),
  answerBy: z.date().nullable(),
  timeZone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'unknown time zone'),
  defaultLocale: z.string().regex(/^[a-z]{2}$/),
  regions: z.array(key).min(1).max(40),
  topics: z.array(key).max(40),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(40),
  texts: z.record(z.string().regex(/^[a-z]{2}$/), callTextInput),
});
export type CallInput = z.infer<typeof callInput>;

/** What an editor changes in the settings: state and days. */
export const callScheduleInput = callInput.pick({ state: true, closesAt: true, answerBy: true, timeZone: true });
export type CallScheduleInput = z.infer<typeof callScheduleInput>;
