import { ERRORS } from '@tus/server';
import { errorText, fieldErrorText, statusOf } from '@/app/_http/error-text';
import { AppError, type ErrorCode } from '@/domain/errors';
import { FIELD_ERROR_CODES, type FieldErrorCode } from '@/domain/intake/input';
import { type Locale, translator } from '@/locales';
import { log } from '@/platform/log';

/** What a client is told of a refusal: for its program, and for the person before it. */
export type Problem = {
  status: number;
  code: ErrorCode | 'fault';
  sentence: string;
  details?: AppError['details'];
};

/** The refusals of the protocol itself, which the server for it knows by their status only. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  404: 'not_found',
  409: 'upload_offset',
  410: 'upload_expired',
  413: 'document_too_large',
  423: 'upload_busy',
};

export function problemOf(error: unknown, locale: Locale): Problem {
  if (error instanceof AppError) return problemOfRefusal(error, locale);
  // Displaced by a later request of the same upload: to be tried again, where 400 would say that it never works.
  if (error === ERRORS.ABORTED) return problemOfRefusal(new AppError('upload_busy'), locale);
  const status = statusIn(error);
  if (status !== null) return problemOfStatus(status, locale);
  const reference = log.error({ event: 'upload.broken' }, error);
  return { status: 500, code: 'fault', sentence: translator(locale, 'trouble')('brokenText', { reference }) };
}

export function problemOfStatus(status: number, locale: Locale): Problem {
  const code = CODE_OF_STATUS[status] ?? 'invalid_input';
  return { ...problemOfRefusal(new AppError(code), locale), status };
}

export function problemResponse({ status, ...said }: Problem, from: HeadersInit = {}): Response {
  const headers = new Headers(from);
  headers.delete('content-length');
  headers.set('content-type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(said), { status, headers });
}

function problemOfRefusal({ code, details }: AppError, locale: Locale): Problem {
  // 409 would mean to a tus client that another offset helps; here nothing does.
  const status = code === 'already_sent' ? 410 : statusOf(code);
  return { status, code, sentence: sentenceOf({ code, details }, locale), details };
}

/** Said of an upload, these mean that its draft or itself has been ended elsewhere. */
const ENDED: Partial<Record<ErrorCode, 'gone' | 'draftGone'>> = { not_found: 'gone', draft_unknown: 'draftGone' };

function sentenceOf({ code, details }: Pick<AppError, 'code' | 'details'>, locale: Locale): string {
  const ended = ENDED[code];
  if (ended) return translator(locale, 'uploads')(ended);
  const ofField = FIELD_ERROR_CODES.find((known) => known === code) as FieldErrorCode | undefined;
  return ofField ? fieldErrorText(locale, { field: '', code: ofField, details }) : errorText(locale, { code, details });
}

function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status_code' in error)) return null;
  return typeof error.status_code === 'number' ? error.status_code : null;
}
