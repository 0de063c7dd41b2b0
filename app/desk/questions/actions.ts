'use server';

import { redirect } from 'next/navigation';
import { type ActionRequest, action, id, makeAnew, text } from '@/app/_http/action';
import { type ActionState, formValues } from '@/app/_http/action-state';
import { questionAddress, stateOf } from '@/app/_ui/desk/question-view';
import { AppError, isAppError } from '@/domain/errors';
import { answerQuestion, closeQuestion, reopenQuestion } from '@/domain/questions/commands';
import { questionForDesk } from '@/domain/questions/queries';
import { translator } from '@/locales';

/** The answer goes out at once: behind the code, and by mail where one was wanted. */
export const sendAnswer = action((request) =>
  meanwhile(request, ({ ctx, form }) => answerQuestion(ctx, { ...standing(form), text: text(form, 'text') })),
);

export const settleQuestion = action((request) =>
  meanwhile(request, ({ ctx, form }) =>
    text(form, 'then') === 'reopen' ? reopenQuestion(ctx, standing(form)) : closeQuestion(ctx, standing(form)),
  ),
);

function standing(form: FormData): { id: string; version: number } {
  const version = Number(text(form, 'version'));
  if (!Number.isInteger(version) || version < 1) throw new AppError('invalid_input');
  return { id: id(form, 'question'), version };
}

/**
 * Runs what an editor wants with a question and returns to it. When somebody was faster nothing happens: the page is made
 * anew, and the form keeps what was typed and says so.
 */
async function meanwhile(request: ActionRequest, run: (request: ActionRequest) => Promise<void>): Promise<ActionState> {
  const { ctx, form, locale } = request;
  const state = stateOf(text(form, 'state'));
  try {
    await run(request);
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
    await questionForDesk(ctx, id(form, 'question'));
    makeAnew();
    const sentence = translator(locale, 'desk.questions')('conflict');
    return { error: sentence, code: 'conflict', values: formValues(form) };
  }
  redirect(questionAddress({ state, question: id(form, 'question') }));
}
