/** The refusals the domain may utter. Everything else that is thrown is a bug. */
export const ERROR_CODES = [
  'not_found',
  'not_signed_in',
  'not_allowed',
  'conflict',
  'invalid_input',
  'unknown_code',
  'code_link_used',
  'too_many_tries',
  'call_closed',
  'session_ended',
  'draft_unknown',
  'draft_incomplete',
  'already_sent',
  'withdrawn',
  'sign_in_expired',
  'sign_in_other_browser',
  'wrong_sign_in_code',
  'document_empty',
  'document_too_large',
  'document_wrong_type',
  'document_mismatch',
  'document_lock_file',
  'document_waiting',
  'document_refused',
  'storage_full',
  'too_many_uploads',
  'upload_expired',
  'upload_offset',
  'upload_checksum',
  'upload_busy',
  'nothing_to_undo',
  'already_released',
  'unknown_placeholder',
  'answer_unfinished',
  'cannot_merge',
  'tag_elsewhere',
  'export_too_large',
  'nothing_to_export',
  'proof_needed',
  'address_taken',
  'last_administrator',
  'no_reader',
  'too_many_views',
  'unlikely_day',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An expected refusal: translated once, at the border, into a status and a sentence in the reader's language. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'AppError';
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** Something sealed is damaged: the vault's own error by its name, which is all that pages need to know of it. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && error.name === 'VaultError';
}
