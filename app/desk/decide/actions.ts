'use server';

import { redirect } from 'next/navigation';
import { action, makeAnew, text } from '@/app/_http/action';
import { formValues } from '@/app/_http/action-state';
import { bulkSays, picksIn } from '@/app/_http/picks';
import { AppError } from '@/domain/errors';
import { decideMany } from '@/domain/reviews/commands';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { LOCALES, translator } from '@/locales';

/**
 * Decides on all that is listed. Where some were left as they are, the words stay as they were typed, and those alone
 * are listed for the next time.
 */
export const decideTogether = action(async ({ ctx, form, locale }) => {
  const kind = DECISION_KINDS.find((known) => known === text(form, 'kind'));
  if (!kind) throw new AppError('invalid_input');
  const t = translator(locale, 'bulk');
  const picks = picksIn(form, 'pick');
  if (picks.length === 0) return { error: t('empty'), values: formValues(form) };
  const done = text(form, 'then') === 'send' ? 'sent' : 'kept';
  const outcome = await decideMany(ctx, { kind, picks, release: done === 'sent', texts: textsIn(form) });
  const count = outcome.done.length;
  if (outcome.failed.length === 0)
    redirect(`/desk/decide?${new URLSearchParams({ kind, done, count: String(count) })}`);
  makeAnew();
  const listed = outcome.failed.map(({ number }) => number).join(' ');
  return { ...bulkSays(outcome, t(done, { count }), locale), values: { ...formValues(form), listed } };
});

function textsIn(form: FormData) {
  const given = LOCALES.filter((locale) => form.has(`text.${locale}`));
  return Object.fromEntries(
    given.map((locale) => [locale, { subject: text(form, `subject.${locale}`), text: text(form, `text.${locale}`) }]),
  );
}
