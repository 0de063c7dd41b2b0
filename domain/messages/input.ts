import { z } from 'zod';
import { DOCUMENT_KINDS, REFUSAL_REASONS, SLOTS } from '@/domain/documents/rules';
import { LOCALES } from '@/locales';
import { APPLICANT_DEEDS, TEMPLATES } from './rules';

const number = z.string().regex(/^APP-[0-9A-Z]{4,8}$/);
const questionNumber = z.string().regex(/^Q-[0-9A-Z]{4,8}$/);
const oneLineOf = (max: number) => z.string().trim().min(1).max(max);
const timeZone = z.string().min(1).max(64);
const day = z.coerce.date().nullable().default(null);

/** How an answer was given: a file of some kind, typed text, or the address of a page. */
export const DOCUMENT_FORMS = [...DOCUMENT_KINDS, 'text', 'link'] as const;

const nothing = z.object({});

/** What a new receipt code is asked for with: sixteen characters that work once. */
const codeLink = { link: z.string().regex(/^[0-9A-Z]{16}$/), minutes: z.number().int().positive() };

const typedCode = { code: z.string().regex(/^\d{6}$/), minutes: z.number().int().positive() };

/** What each template is filled with. Dates become text when sealed and dates again when opened. */
export const templateParams = {
  'new-application': z.object({
    number,
    call: oneLineOf(300),
    regions: z.array(z.string().min(1).max(64)).min(1),
    writes: z.array(z.string().min(1).max(35)),
    documents: z.array(z.object({ slot: z.enum(SLOTS), form: z.enum(DOCUMENT_FORMS) })),
    arrivedAt: z.coerce.date(),
    timeZone,
    answerBy: day,
  }),
  'applicant-did': z.object({ number, what: z.enum(APPLICANT_DEEDS) }),
  mentioned: z.object({ number }),
  received: z.object({
    number,
    /** how many documents came with it */
    documents: z.number().int().min(0),
    arrivedAt: z.coerce.date(),
    timeZone,
    answerBy: day,
    questionsAddress: z.string().nullable().default(null),
  }),
  'received.quiet': nothing,
  'replace-document': z.object({ number, slot: z.enum(SLOTS), reason: z.enum(REFUSAL_REASONS) }),
  answer: z.object({ number, subject: oneLineOf(300), text: z.string().trim().min(1).max(50_000) }),
  'news.quiet': nothing,
  'new-code': z.object({
    ...codeLink,
    /** null for a draft */
    number: number.nullable(),
    begunAt: z.coerce.date(),
    timeZone,
  }),
  'new-code.quiet': z.object(codeLink),
  'new-question': z.object({
    id: z.uuid(),
    number: questionNumber,
    /** the language it was asked in */
    language: z.enum(LOCALES),
    call: oneLineOf(300).nullable(),
    /** the asker has written before */
    again: z.boolean(),
  }),
  'question-answer': z.object({ number: questionNumber, text: z.string().trim().min(1).max(50_000) }),
  'sign-in': z.object({ link: z.url(), ...typedCode }),
  /** confirms who is signed in */
  proof: z.object(typedCode),
  assigned: z.object({ count: z.number().int().min(1), dueAt: day, timeZone: timeZone.default('UTC') }),
} as const satisfies Record<(typeof TEMPLATES)[number], z.ZodType>;

export type TemplateParams = { [T in keyof typeof templateParams]: z.input<(typeof templateParams)[T]> };
export type FilledParams = { [T in keyof typeof templateParams]: z.output<(typeof templateParams)[T]> };

const recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applicant'), applicationId: z.uuid(), address: z.string() }),
  z.object({ kind: z.literal('asker'), questionId: z.uuid(), address: z.string() }),
  z.object({ kind: z.literal('inbox'), inboxId: z.uuid(), address: z.string() }),
  z.object({ kind: z.literal('member'), memberId: z.uuid(), address: z.string() }),
]);
export type Recipient = z.infer<typeof recipient>;

/** A mail to be written. `params` is checked against its template on its own. */
export const mailRequest = z.object({
  template: z.enum(TEMPLATES),
  to: recipient,
  locale: z.enum(LOCALES),
  /** the application it is about, when it does not go to the applicant */
  about: z.uuid().optional(),
  /** the question it is about, when it does not go to who asked */
  aboutQuestion: z.uuid().optional(),
  /** waits in the outbox until somebody releases it */
  held: z.boolean().default(false),
  replyTo: z.string().optional(),
  /** says nothing, not even who writes */
  quiet: z.boolean().default(false),
});

type RequestOf<T extends keyof TemplateParams> = Omit<z.input<typeof mailRequest>, 'template'> & {
  template: T;
  params: TemplateParams[T];
};
export type MailRequest = { [T in keyof TemplateParams]: RequestOf<T> }[keyof TemplateParams];

/** What is sealed of a letter between applicant and editors. */
export const letterBody = z.object({ subject: z.string(), text: z.string() });

/** What a letter holds, as it is sealed. */
export const letterInput = z.object({ subject: z.string(), text: z.string() });

export const mailId = z.uuid();
