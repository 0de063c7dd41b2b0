import type { Answers } from '@/domain/applications/input';
import type { DocumentCheck, Slot } from '@/domain/documents/rules';
import { type ErrorCode, isAppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import { FIELD_LIMITS, type FieldError, fieldOfSlot } from './input';

const SINGLE_LINE = ['name', 'nameLatin', 'workingName', 'email', 'place', 'cooperation', 'writingSampleUrl'] as const;
const CHOICES = ['region', 'writes', 'follows', 'topics'] as const;
const FLAGS = ['quiet', 'noMail', 'consent', 'keepInPool'] as const;
const NO: readonly string[] = ['', '0', 'false', 'no', 'off'];
const LANGUAGE = /^[a-z]{2,3}$/;
const MOST_CHOICES = 60;

/** Reads the fields of a form, whatever was sent; unknown ones are passed over. Nothing is judged here. */
export function readAnswers(fields: ReadonlyMap<string, readonly string[]>): Answers {
  const one = (name: string) => fields.get(name)?.at(-1) ?? '';
  const many = (name: string) =>
    [...new Set((fields.get(name) ?? []).map(plainLine).filter((value) => value !== ''))].slice(0, MOST_CHOICES);
  const flag = (name: string) => !NO.includes(one(name).trim().toLowerCase());
  return {
    ...(Object.fromEntries(SINGLE_LINE.map((name) => [name, plainLine(one(name))])) as Pick<
      Answers,
      (typeof SINGLE_LINE)[number]
    >),
    ...(Object.fromEntries(CHOICES.map((name) => [name, many(name)])) as Pick<Answers, (typeof CHOICES)[number]>),
    ...(Object.fromEntries(FLAGS.map((name) => [name, flag(name)])) as Pick<Answers, (typeof FLAGS)[number]>),
    coverLetterText: plainText(one('coverLetterText')),
    // Lifting a working name is a step of its own, after sending.
    nameShown: false,
  };
}

/**
 * One line without controls and without the marks that turn reading direction (they could make one name look like another);
 * empty where nobody would see anything of it.
 */
export function plainLine(raw: string): string {
  const line = raw
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return VISIBLE.test(line) ? line : '';
}

/** The blank of Braille counts as a sign, and is none to read. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Z}\u2800]/u;

export function plainText(raw: string): string {
  return raw
    .normalize('NFC')
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

type Choices = { regions: readonly string[] };

/** Everything that keeps an application from being sent, in the order of the form. */
export function faultsIn(answers: Answers, call: Choices, slots: ReadonlySet<Slot>): FieldError[] {
  return [
    ...missing(answers.name === '', 'name'),
    ...tooLong(answers),
    ...(answers.email !== '' && parseAddress(answers.email) === null ? [fault('email', 'not_an_address')] : []),
    ...missing(answers.region.length === 0, 'region'),
    ...unknown(answers, call),
    ...documentMissing(!slots.has('cv'), 'cv'),
    ...documentMissing(!slots.has('cover_letter') && answers.coverLetterText === '', 'cover_letter'),
    ...documentMissing(!slots.has('writing_sample') && answers.writingSampleUrl === '', 'writing_sample'),
    ...(answers.writingSampleUrl !== '' && !isLink(answers.writingSampleUrl)
      ? [fault('writingSampleUrl', 'not_a_link')]
      : []),
    ...(answers.consent ? [] : [fault('consent', 'consent_missing')]),
  ];
}

function fault(field: string, code: FieldError['code'], details?: FieldError['details']): FieldError {
  return details ? { field, code, details } : { field, code };
}

function missing(is: boolean, field: string): FieldError[] {
  return is ? [fault(field, 'missing')] : [];
}

function documentMissing(is: boolean, slot: Slot): FieldError[] {
  return is ? [fault(fieldOfSlot(slot), 'document_missing')] : [];
}

function tooLong(answers: Answers): FieldError[] {
  return Object.entries(FIELD_LIMITS).flatMap(([field, limit]) => {
    const length = Array.from(answers[field as keyof typeof FIELD_LIMITS]).length;
    return length > limit ? [fault(field, 'too_long', { limit, length })] : [];
  });
}

function unknown(answers: Answers, call: Choices): FieldError[] {
  const languages = (field: 'writes' | 'follows') =>
    answers[field].every((code) => LANGUAGE.test(code)) ? [] : [fault(field, 'unknown_choice')];
  const regions = answers.region.every((region) => call.regions.includes(region))
    ? []
    : [fault('region', 'unknown_choice')];
  const topics = answers.topics.every((topic) => Array.from(topic).length <= 80)
    ? []
    : [fault('topics', 'too_long', { limit: 80 })];
  return [...regions, ...languages('writes'), ...languages('follows'), ...topics];
}

function isLink(typed: string): boolean {
  const url = URL.parse(typed);
  return (
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  );
}

type CheckedDocument = { slot: Slot; check: DocumentCheck };

/** Files that were received and did not pass their check: each must be replaced or taken out. */
export function refusedAmong(documents: readonly CheckedDocument[]): FieldError[] {
  return documents.flatMap(({ slot, check: { reason } }) =>
    reason ? [fault(fieldOfSlot(slot), 'document_refused', { reason })] : [],
  );
}

const DOCUMENT_FAULTS = [
  'document_empty',
  'document_too_large',
  'document_wrong_type',
  'document_mismatch',
  'document_lock_file',
  'storage_full',
] as const;
type DocumentFault = (typeof DOCUMENT_FAULTS)[number];

/** A refusal of a file as the fault of its field; null where the error is another. */
export function documentFault(error: unknown, field: string): FieldError | null {
  if (!isAppError(error) || !isDocumentFault(error.code)) return null;
  return fault(field, error.code, { ...error.details });
}

function isDocumentFault(code: ErrorCode): code is DocumentFault {
  return (DOCUMENT_FAULTS as readonly ErrorCode[]).includes(code);
}

const STATUS_OF_FAULT = [
  ['storage_full', 507],
  ['document_too_large', 413],
  ['document_wrong_type', 415],
  ['document_mismatch', 415],
  ['document_lock_file', 415],
] as const;

/** The status of a form that comes back with faults: that of the gravest one. */
export function statusOf(errors: readonly FieldError[]): 200 | 413 | 415 | 422 | 507 {
  if (errors.every(({ code }) => code === 'changed_elsewhere')) return 200;
  return STATUS_OF_FAULT.find(([code]) => errors.some((error) => error.code === code))?.[1] ?? 422;
}
