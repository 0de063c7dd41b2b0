import { MAX_DOCUMENT_BYTES, REFUSAL_REASONS } from '@/domain/documents/rules';
import type { AppError, ErrorCode, ErrorDetails } from '@/domain/errors';
import { FIELD_LIMITS, type FieldError } from '@/domain/intake/input';
import { type Locale, translator } from '@/locales';

const STATUS: Record<ErrorCode, number> = {
  not_found: 404,
  not_signed_in: 401,
  not_allowed: 403,
  conflict: 409,
  invalid_input: 422,
  unknown_code: 404,
  code_link_used: 410,
  too_many_tries: 429,
  call_closed: 410,
  session_ended: 401,
  draft_unknown: 403,
  draft_incomplete: 422,
  already_sent: 409,
  withdrawn: 410,
  sign_in_expired: 410,
  sign_in_other_browser: 403,
  wrong_sign_in_code: 422,
  document_empty: 422,
  document_too_large: 413,
  document_wrong_type: 415,
  document_mismatch: 415,
  document_lock_file: 415,
  document_waiting: 409,
  document_refused: 409,
  storage_full: 507,
  too_many_uploads: 429,
  upload_expired: 410,
  upload_offset: 409,
  upload_checksum: 460,
  upload_busy: 423,
  nothing_to_undo: 409,
  already_released: 409,
  unknown_placeholder: 422,
  answer_unfinished: 422,
  cannot_merge: 409,
  tag_elsewhere: 403,
  export_too_large: 413,
  nothing_to_export: 422,
  proof_needed: 403,
  address_taken: 409,
  last_administrator: 409,
  no_reader: 409,
  too_many_views: 409,
  unlikely_day: 422,
};

export const LIMIT_IN_MEGABYTES = MAX_DOCUMENT_BYTES / 1024 / 1024;

export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}

/** A refusal as one sentence: what happened and what to do now. */
export function errorText(locale: Locale, error: Pick<AppError, 'code' | 'details'>): string {
  return translator(locale, 'errors')(error.code, withDefaults(error.details));
}

/** The sentence that stands at a field of the application form. */
export function fieldErrorText(locale: Locale, error: FieldError): string {
  if (error.code === 'document_refused') return refusalText(locale, error.details?.reason);
  const t = translator(locale, 'fieldErrors');
  const values = { ...withDefaults(error.details ?? {}), limit: limitOf(error) };
  const ofThisField = `${error.code}_${error.field}`;
  // A code may have a sentence of its own for one field: "missing_name" says more than "missing".
  return t.has(ofThisField as never) ? t(ofThisField as never, values as never) : t(error.code, values);
}

/** Why a file that was checked is not taken, and what to do about it. */
export function refusalText(locale: Locale, reason: unknown): string {
  const known = REFUSAL_REASONS.find((one) => one === reason);
  return translator(locale, 'checks.refused')(known ?? 'unreadable');
}

function withDefaults(details: ErrorDetails): ErrorDetails {
  return { minutes: 1, placeholder: '', limit: LIMIT_IN_MEGABYTES, isText: 'no', alone: 'no', other: '', ...details };
}

function limitOf(error: FieldError): number {
  if (error.code !== 'too_long') return LIMIT_IN_MEGABYTES;
  const limit = Object.entries(FIELD_LIMITS).find(([field]) => field === error.field)?.[1];
  return Number(error.details?.limit ?? limit ?? 0);
}
