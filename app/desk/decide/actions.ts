'use server';

import { redirect } from 'next/navigation';
import { action, text } from '@/app/_http/action';
import { failureWord, picksIn } from '@/app/_http/picks';
import { AppError } from '@/domain/errors';
import { decideMany } from '@/domain/reviews/commands';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { LOCALES, translator } from '@/locales';

/** Decides on all that is listed; afterwards only those stand there that were left as they are. */
export const decideTogether = action(async ({ ctx, form, locale }) => {
  const kind = DECISION_KINDS.find((known) => known === text(form, 'kind'));
  if (!kind) throw new AppError('invalid_input');
  const picks = picksIn(form, 'pick');
  if (picks.length === 0) return { error: translator(locale, 'bulk')('empty') };
  const release = text(form, 'then') === 'send';
  const outcome = await decideMany(ctx, { kind, picks, release, texts: textsIn(form) });
  const query = new URLSearchParams({ kind, done: release ? 'sent' : 'kept', count: String(outcome.done.length) });
  for (const failure of outcome.failed) {
    query.append('pick', failure.number);
    query.append('failed', failureWord(failure));
  }
  redirect(`/desk/decide?${query}`);
});

function textsIn(form: FormData) {
  const given = LOCALES.filter((locale) => form.has(`text.${locale}`));
  return Object.fromEntries(
    given.map((locale) => [locale, { subject: text(form, `subject.${locale}`), text: text(form, `text.${locale}`) }]),
  );
}
