'use server';

import { RedirectType, redirect } from 'next/navigation';
import { type ActionRequest, action, makeAnew, text } from '@/app/_http/action';
import { type ActionState, formValues } from '@/app/_http/action-state';
import { happened } from '@/app/_ui/desk/happened';
import { times } from '@/app/_ui/desk/times';
import { placeAddress } from '@/app/_ui/desk/view';
import { changeStage } from '@/domain/applications/commands';
import { applicationForDesk } from '@/domain/applications/queries';
import { STAGES } from '@/domain/applications/rules';
import { AppError, isAppError } from '@/domain/errors';
import { decide, releaseDecision, undoDecision } from '@/domain/reviews/commands';
import { decisionOn } from '@/domain/reviews/queries';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { translator } from '@/locales';

export const moveStage = action((request) =>
  meanwhile(request, async ({ ctx, form }) => {
    const to = STAGES.find((stage) => stage === text(form, 'to'));
    if (!to) throw new AppError('invalid_input');
    await changeStage(ctx, { ...standing(form), to });
  }),
);

/** The answer an editor wrote: at once, or into the outbox. */
export const sendAnswer = action((request) =>
  meanwhile(request, async ({ ctx, form }) => {
    const kind = DECISION_KINDS.find((known) => known === text(form, 'kind'));
    if (!kind) throw new AppError('invalid_input');
    const { number } = standing(form);
    const { version } = await decide(ctx, {
      ...standing(form),
      kind,
      subject: text(form, 'subject'),
      text: text(form, 'text'),
    });
    if (text(form, 'then') === 'send') await releaseDecision(ctx, { number, version });
  }),
);

/** An answer that waits: let it go, or take it back. */
export const settleAnswer = action((request) =>
  meanwhile(request, async ({ ctx, form }) => {
    if (text(form, 'then') === 'send') await releaseDecision(ctx, standing(form));
    else await undoDecision(ctx, standing(form));
  }),
);

function standing(form: FormData): { number: string; version: number } {
  const version = Number(text(form, 'version'));
  if (!Number.isInteger(version) || version < 1) throw new AppError('invalid_input');
  return { number: text(form, 'number'), version };
}

/**
 * Runs what an editor wants with an application and returns to it. When a colleague was faster, nothing happens: the
 * page is made anew, and the form says what has changed beside what was typed.
 */
async function meanwhile(request: ActionRequest, run: (request: ActionRequest) => Promise<void>): Promise<ActionState> {
  const number = text(request.form, 'number');
  try {
    await run(request);
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
    makeAnew();
    return {
      error: await whatChanged(request, number),
      code: 'conflict',
      values: formValues(request.form),
      ...(request.form.has('text') ? { theirs: await theirAnswer(request, number) } : {}),
    };
  }
  // In place of what was shown: Back leads to what was read before, not into an answer that is written.
  redirect(placeAddress(number, text(request.form, 'view')), RedirectType.replace);
}

async function whatChanged({ ctx, locale }: ActionRequest, number: string): Promise<string> {
  const t = translator(locale, 'desk');
  const { stage, timeline } = await applicationForDesk(ctx, number);
  const last = timeline.at(-1);
  return t('facts.conflict', { stage: t(`stages.${stage}`), last: last ? happened(last, locale) : '' });
}

/** The answer a colleague gave while mine was being written: shown beside it, so that neither is lost. */
async function theirAnswer({ ctx, form, locale }: ActionRequest, number: string): Promise<ActionState['theirs']> {
  const application = await applicationForDesk(ctx, number);
  const decision = await decisionOn(ctx, application.id);
  if (!decision || decision.text === null) return;
  if (decision.subject === text(form, 'subject') && sameWords(decision.text, text(form, 'text'))) return;
  const t = translator(locale, 'answering');
  const about = t('theirs', {
    kind: translator(locale, 'desk.decide.kinds')(decision.kind),
    who: decision.by ?? translator(locale, 'desk.decide')('somebody'),
    moment: times(locale, application.timeZone, ctx.now).short(decision.at),
  });
  const state = t(decision.state === 'pending' ? 'theirsWaits' : 'theirsLeft');
  return {
    title: t('both'),
    about: `${about}. ${state} ${t('mineBelow')}`,
    subject: decision.subject,
    text: decision.text,
  };
}

function sameWords(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
