'use server';

import { redirect } from 'next/navigation';
import { action, id, text } from '@/app/_http/action';
import { applicationAddress, FIRST_VIEW, fromStart, queryOf, queueAddress, viewFromQuery } from '@/app/_ui/desk/view';
import { removeView, saveView } from '@/domain/applications/commands';
import { findApplications } from '@/domain/applications/queries';
import { translator } from '@/locales';

/** Goes to what was searched for. A POST: what is typed is a name, and names stand in no address. */
export const find = action(async ({ ctx, form, locale }) => {
  const typed = text(form, 'find').slice(0, 200);
  if (typed === '') return {};
  const found = await findApplications(ctx, typed);
  const everywhere = { ...FIRST_VIEW, name: 'all' as const };
  if (found.kind === 'one') redirect(applicationAddress(found.number, everywhere));
  if (found.kind === 'several') redirect(queueAddress({ ...everywhere, found: found.words }));
  return { error: translator(locale, 'desk.list')('notFound'), values: { find: typed } };
});

export const keepView = action(async ({ ctx, form }) => {
  const query = queryOf(fromStart(viewFromQuery(text(form, 'view'))));
  await saveView(ctx, { name: text(form, 'name'), query, isShared: form.has('shared') });
  redirect(queueAddress(viewFromQuery(query)));
});

export const forgetView = action(async ({ ctx, form }) => {
  await removeView(ctx, id(form, 'id'));
  redirect(queueAddress(viewFromQuery(text(form, 'view'))));
});
