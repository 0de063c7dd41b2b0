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
