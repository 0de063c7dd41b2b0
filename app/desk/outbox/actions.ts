'use server';

import { redirect } from 'next/navigation';
import { action, id, text } from '@/app/_http/action';
import { retryMail } from '@/domain/messages/commands';
import { releaseDecision, undoDecision } from '@/domain/reviews/commands';

export const tryAgain = action(async ({ ctx, form }) => {
  await retryMail(ctx, id(form, 'mail'));
  redirect('/desk/outbox');
});

/** An answer that waits: let it go, or take the decision back. */
export const settleWaiting = action(async ({ ctx, form }) => {
  const standing = { number: text(form, 'number'), version: Number(text(form, 'version')) };
  if (text(form, 'then') === 'send') await releaseDecision(ctx, standing);
  else await undoDecision(ctx, standing);
  redirect('/desk/outbox');
});
