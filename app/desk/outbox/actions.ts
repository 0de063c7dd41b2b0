'use server';

import { redirect } from 'next/navigation';
import { action, id, makeAnew, text } from '@/app/_http/action';
import { bulkSays, picksIn } from '@/app/_http/picks';
import { retryMail, settleMail } from '@/domain/messages/commands';
import { releaseDecision, releaseDecisions, undoDecision, undoDecisions } from '@/domain/reviews/commands';
import { translator } from '@/locales';

export const tryAgain = action(async ({ ctx, form }) => {
  await retryMail(ctx, id(form, 'mail'));
  redirect('/desk/outbox');
});

/** A mail that failed and has been seen to otherwise: nobody is to be reminded of it. */
export const settleFailed = action(async ({ ctx, form }) => {
  await settleMail(ctx, id(form, 'mail'));
  redirect('/desk/outbox');
});

/** An answer that waits: let it go, or take the decision back. */
export const settleWaiting = action(async ({ ctx, form }) => {
  const standing = { number: text(form, 'number'), version: Number(text(form, 'version')) };
  if (text(form, 'then') === 'send') await releaseDecision(ctx, standing);
  else await undoDecision(ctx, standing);
  redirect('/desk/outbox');
});

/** Several answers that wait; each goes or stays on its own, and the form says which. */
export const settleSelected = action(async ({ ctx, form, locale }) => {
  const then = text(form, 'then');
  const picks = picksIn(form, then === 'send-every' ? 'every' : 'pick');
  const t = translator(locale, 'bulk');
  if (picks.length === 0) return { error: t('none') };
  const back = then === 'back';
  const outcome = back ? await undoDecisions(ctx, picks) : await releaseDecisions(ctx, picks);
  makeAnew();
  return bulkSays(outcome, t(back ? 'undone' : 'sent', { count: outcome.done.length }), locale);
});
