'use server';

import { redirect } from 'next/navigation';
import { action, text } from '@/app/_http/action';
import { markBrowser } from '@/app/_http/member-session';
import { proveAgain, requestProof } from '@/domain/accounts/commands';

/** Both steps of confirming; afterwards the same export page stands there, confirmed. */
export const confirmAgain = action(async ({ ctx, form, locale }) => {
  const browser = await markBrowser();
  const back = new URLSearchParams(text(form, 'selection'));
  if (text(form, 'step') === 'ask') {
    await requestProof(ctx, { browser, locale });
    back.set('asked', '1');
  } else {
    await proveAgain(ctx, { browser, code: text(form, 'code') });
    back.delete('asked');
  }
  redirect(`/desk/export?${back}`);
});
