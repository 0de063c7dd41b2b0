'use server';

import { redirect } from 'next/navigation';
import { openAction, text } from '@/app/_http/action';
import { type ActionState, formValues } from '@/app/_http/action-state';
import { askingBrowser, markBrowser, openSession, strangerContext } from '@/app/_http/member-session';
import { safeNext } from '@/app/_http/safe-next';
import { consumeSignIn, requestSignIn } from '@/domain/accounts/commands';
import { parseAddress } from '@/domain/messages/rules';
import { type Locale, translator } from '@/locales';

/** Both steps of signing in share one form, so that the address typed in the first is still known in the second. */
export const signInStep = openAction(async ({ form, locale }) => {
  const address = text(form, 'address');
  const next = text(form, 'next');
  const ctx = await strangerContext();
  if (text(form, 'step') === 'ask') {
    if (!parseAddress(address)) return notAnAddress(form, locale);
    await requestSignIn(ctx, { address, browser: await markBrowser(), locale });
    return { values: { address, step: 'code' } };
  }
  await openSession(
    await consumeSignIn(ctx, { browser: (await askingBrowser()) ?? '', address, code: text(form, 'code') }),
  );
  redirect(safeNext(next));
});

/** The link from a mail or from the console, once a person has pressed the button. */
export const followLink = openAction(async ({ form }) => {
  const proof = { browser: await askingBrowser(), token: text(form, 'token') };
  await openSession(await consumeSignIn(await strangerContext(), proof));
  redirect('/desk');
});

function notAnAddress(form: FormData, locale: Locale): ActionState {
  const error = translator(locale, 'signIn')('notAnAddress');
  return { error, code: 'invalid_input', field: 'address', values: formValues(form) };
}
