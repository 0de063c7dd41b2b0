import { z } from 'zod';
import { parseAddress } from '@/domain/messages/rules';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { LOCALES } from '@/locales';
import { INBOX_PURPOSES, PRIVACY_LEVELS } from './rules';

const httpUrl = z.url({ protocol: /^https?$/ }).max(500);

const textByLanguage = z.record(z.string(), z.string().max(10_000)).default({});

export const publicationInput = z.object({
  name: z.string().trim().min(1).max(120),
  homeUrl: httpUrl,
  leaveUrl: httpUrl,
  privacyContact: z.string().trim().min(3).max(254),
  retentionDays: z.coerce.number().int().min(1).max(3650),
  rememberLanguage: z.boolean().default(false),
  imprint: textByLanguage,
  privacyText: textByLanguage,
});
export type PublicationInput = z.input<typeof publicationInput>;

/** An inbox no mail can go to would stop every application that is announced to it. */
const mailAddress = z.string().transform((typed, context) => {
  const address = parseAddress(typed);
  if (address) return address;
  context.addIssue({ code: 'custom', message: 'not an address that mail can go to' });
  return z.NEVER;
});

export const inboxInput = z.object({
  purpose: z.enum(INBOX_PURPOSES),
  address: mailAddress,
  privacyLevel: z.enum(PRIVACY_LEVELS).default('link'),
  callId: z.uuid().nullable().default(null),
});
export type InboxInput = z.input<typeof inboxInput>;

/** The newsroom's words for one kind of answer in one language; `version` is what the editor saw, 0 where there were none. */
export const templateInput = z.object({
  callId: z.uuid().nullable().default(null),
  kind: z.enum(DECISION_KINDS),
  locale: z.enum(LOCALES),
  subject: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/),
  text: z.string().trim().min(1).max(20_000),
  version: z.number().int().min(0),
});
export type TemplateInput = z.input<typeof templateInput>;
