'use server';

import { RedirectType, redirect } from 'next/navigation';
import { type ActionRequest, action, id, makeAnew, text } from '@/app/_http/action';
import type { MemberCtx } from '@/app/_http/member-session';
import { changedFields } from '@/app/_ui/desk/card-form';
import { applicationAddress, placeAddress, viewFromQuery } from '@/app/_ui/desk/view';
import { fromLocalTime } from '@/app/_ui/desk/zoned-time';
import { AppError } from '@/domain/errors';
import {
  assign,
  assignBest,
  declareConflict,
  liftConflict,
  reassign,
  score,
  unassign,
  unmask,
} from '@/domain/reviews/commands';
import { nextToReview } from '@/domain/reviews/queries';

/**
 * What was just given on the card, and from when on a page knows it; the page changes only when the card is in. Pages
 * fetched ahead stay as they are until then: making them again for each score would cost more than it tells.
 */
export const keepScores = action(async ({ ctx, form }) => {
  const { finished } = await score(ctx, cardIn(form));
  if (finished && text(form, 'finished') === '') makeAnew();
  return { notice: finished ? 'in' : 'kept', values: { at: String(Date.now()) } };
});

/** The same by its buttons: saved, or finished and on to the next. */
export const saveScores = action(async ({ ctx, form }) => {
  const finish = text(form, 'then') === 'finish';
  await score(ctx, { ...cardIn(form), finish });
  if (!finish) back(form);
  const next = await nextToReview(ctx);
  redirect(next ? applicationAddress(next, viewFromQuery(text(form, 'view'))) : '/desk/reviewing');
});

/** Gives the application to a member, or to whoever fits best. */
export const addReader = action(async ({ ctx, form }) => {
  const number = text(form, 'number');
  if (text(form, 'member') === '') await fillOne(ctx, number);
  else await assign(ctx, { number, memberId: id(form, 'member'), dueAt: dayIn(form) });
  back(form);
});

export const changeReader = action(async ({ ctx, form }) => {
  const number = text(form, 'number');
  const memberId = id(form, 'member');
  if (text(form, 'then') === 'pass') await reassign(ctx, { number, from: memberId, to: null });
  else await unassign(ctx, { number, memberId });
  back(form);
});

/** After one's own conflict of interest the application is not there any more. */
export const declare = action(async ({ ctx, form }) => {
  const memberId = text(form, 'member') === '' ? null : id(form, 'member');
  await declareConflict(ctx, { number: text(form, 'number'), memberId, reason: text(form, 'reason') });
  if (memberId === null || memberId === ctx.actor.memberId) redirect('/desk/reviewing');
  back(form);
});

export const lift = action(async ({ ctx, form }) => {
  const number = text(form, 'declaredOn') || text(form, 'number');
  await liftConflict(ctx, { number, memberId: id(form, 'member') });
  back(form);
});

export const lookBehind = action(async ({ ctx, form }: ActionRequest) => {
  await unmask(ctx, { number: text(form, 'number'), reason: text(form, 'reason') });
  back(form);
});

/** Whoever asks for readers must learn that none was found. */
async function fillOne(ctx: MemberCtx, number: string): Promise<void> {
  if ((await assignBest(ctx, number)) === 0) throw new AppError('no_reader');
}

function cardIn(form: FormData) {
  const changed = changedFields(form);
  const named = changed.filter(([name]) => name.startsWith('score.'));
  const scores = Object.fromEntries(
    named.map(([name, value]) => [name.slice('score.'.length), value === '' ? null : Number(value)]),
  );
  const hasNote = changed.some(([name]) => name === 'note');
  return { number: text(form, 'number'), scores, note: hasNote ? text(form, 'note') : undefined };
}

function dayIn(form: FormData): Date | null {
  const typed = text(form, 'dueAt');
  if (typed === '') return null;
  const day = fromLocalTime(`${typed}T23:59`, text(form, 'timeZone') || 'UTC');
  if (!day) throw new AppError('invalid_input', { field: 'dueAt' });
  return day;
}

function back(form: FormData): never {
  redirect(placeAddress(text(form, 'number'), text(form, 'view')), RedirectType.replace);
}
