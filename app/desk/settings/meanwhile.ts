import { type ActionRequest, makeAnew, text } from '@/app/_http/action';
import type { ActionState } from '@/app/_http/action-state';
import { changedIn } from '@/app/_ui/desk/shown-fields';
import { isAppError } from '@/domain/errors';
import { translator } from '@/locales';

/**
 * Runs what a form wants. When a colleague was faster, nothing happens: the form comes back with what was changed in it,
 * and with the colleague's own in every other field, so that sending it again takes nothing of theirs back.
 */
export async function unlessChanged(
  request: ActionRequest,
  run: (request: ActionRequest) => Promise<undefined>,
): Promise<ActionState | undefined> {
  try {
    return await run(request);
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
    makeAnew();
    return {
      error: translator(request.locale, 'desk.settings')('meanwhile'),
      code: 'conflict',
      values: changedIn(request.form),
    };
  }
}

/** What `Shown` says that the page showed; nothing where a form is not of our pages. */
export function seenIn(form: FormData): string | undefined {
  return text(form, 'version') || undefined;
}
