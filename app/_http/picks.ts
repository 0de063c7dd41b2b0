import { ERROR_CODES } from '@/domain/errors';
import type { BulkFailure, BulkOutcome } from '@/domain/reviews/commands';
import type { Picks } from '@/domain/reviews/input';
import { type Locale, translator } from '@/locales';
import type { ActionState } from './action-state';
import { errorText } from './error-text';
import { isNumber } from './ids';

/** What was ticked, as in APP-7F3K:3, the number and the version that was seen; anything else is left out. */
export function picksIn(form: FormData, name: string): Picks {
  return form.getAll(name).flatMap((value) => {
    const [number = '', version = ''] = typeof value === 'string' ? value.split(':') : [];
    return isNumber(number) && /^\d{1,9}$/.test(version) ? [{ number, version: Number(version) }] : [];
  });
}

/** What became of several: how many, and which did not and why. */
export function bulkSays(outcome: BulkOutcome, done: string, locale: Locale): ActionState {
  if (outcome.failed.length === 0) return { notice: done };
  const t = translator(locale, 'bulk');
  return {
    error: `${done} ${t('failed', { count: outcome.failed.length })}`,
    lines: failureLines(outcome.failed, locale),
  };
}

export function failureLines(failed: readonly BulkFailure[], locale: Locale): string[] {
  return failed.map((failure) => `${failure.number}: ${reasonText(failure, locale)}`);
}

function reasonText(failure: BulkFailure, locale: Locale): string {
  if ('fault' in failure) return translator(locale, 'bulk')('fault', { id: failure.fault });
  return errorText(locale, { code: failure.code, details: {} });
}

/** A failure as it stands in the address of the page that tells of it, as in APP-7F3K:conflict. */
export function failureWord(failure: BulkFailure): string {
  return `${failure.number}:${'fault' in failure ? failure.fault : failure.code}`;
}

/** The failure such a word names; none where somebody has made it up. */
export function failureIn(word: string): BulkFailure[] {
  const [number = '', said = ''] = word.split(':');
  if (!isNumber(number)) return [];
  if (/^[0-9a-f]{12}$/.test(said)) return [{ number, fault: said }];
  const code = ERROR_CODES.find((known) => known === said);
  return code ? [{ number, code }] : [];
}
