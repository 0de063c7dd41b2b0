import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { ZodError } from 'zod';
import { AppError, isDamage } from '@/domain/errors';
import { type Locale, translator } from '@/locales';
import { log } from '@/platform/log';
import { type ActionState, formValues } from './action-state';
import { errorText } from './error-text';
import { isId } from './ids';
import { deskLocale, type MemberCtx, memberContext } from './member-session';

export type ActionRequest = { ctx: MemberCtx; form: FormData; locale: Locale };

/**
 * A form of the desk. `run` calls commands, which judge whether the member may; a refusal comes back as a sentence
 * beside what was typed, so that nothing has to be typed twice. `run` may redirect.
 */
export function action(run: (request: ActionRequest) => Promise<ActionState | undefined>) {
  return openAction(async ({ form, locale }) => run({ ctx: await memberContext(), form, locale }));
}

/** The same for forms that one sends without being signed in. */
export function openAction(run: (request: { form: FormData; locale: Locale }) => Promise<ActionState | undefined>) {
  return async function submit(_previous: ActionState, form: FormData): Promise<ActionState> {
    const locale = await deskLocale();
    try {
      await mustComeFromHere();
      return (await run({ form, locale })) ?? {};
    } catch (error) {
      goOn(error);
      return refusal(error, form, locale);
    }
  };
}

/**
 * The desk has changed: the page that is shown, those gone through, and those fetched ahead are all made anew. Next's
 * own `refresh` would leave what was fetched ahead, and J would lead to an application as it was minutes ago.
 */
export function makeAnew(): void {
  revalidatePath('/desk', 'layout');
}

/**
 * Redirects are thrown too. Where one leads to the very address that is shown, or to it without its #part, the browser
 * would keep the page it has.
 */
function goOn(error: unknown): void {
  try {
    unstable_rethrow(error);
  } catch (redirection) {
    makeAnew();
    throw redirection;
  }
}

/** A text field, trimmed; an absent one is empty. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  // PostgreSQL knows no NUL in a text.
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
}

/** The id of something a page has listed; whatever else stands there was not written by our pages. */
export function id(form: FormData, name: string): string {
  const value = text(form, name);
  if (!isId(value)) throw new AppError('invalid_input');
  return value;
}

/** Next compares the Origin where there is one; a form sent without one must at least not say that it is foreign. */
async function mustComeFromHere(): Promise<void> {
  const site = (await headers()).get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new AppError('not_allowed');
}

function refusal(error: unknown, form: FormData, locale: Locale): ActionState {
  const values = formValues(form);
  if (error instanceof ZodError) {
    const field = error.issues[0]?.path.map(String).join('.') ?? '';
    return { error: errorText(locale, { code: 'invalid_input', details: {} }), code: 'invalid_input', field, values };
  }
  if (error instanceof AppError) {
    // The page behind the form shows what the colleague made of it.
    if (error.code === 'conflict') makeAnew();
    const field = typeof error.details.field === 'string' ? error.details.field : undefined;
    return { error: sentence(error, locale), code: error.code, field, values };
  }
  const faultId = log.error({ event: 'action.failed' }, error);
  if (isDamage(error)) return { error: translator(locale, 'trouble')('unreadable'), values };
  return { error: translator(locale, 'desk.trouble')('faultLine', { id: faultId }), values };
}

function sentence(error: AppError, locale: Locale): string {
  if (error.code === 'not_signed_in') return translator(locale, 'desk.trouble')('signedOut');
  return errorText(locale, error);
}
