'use server';

import { RedirectType, redirect } from 'next/navigation';
import { type ActionRequest, action, text } from '@/app/_http/action';
import { placeAddress } from '@/app/_ui/desk/view';
import { mergeApplications, unmergeApplication } from '@/domain/duplicates/commands';

export const fold = action(async (request) => {
  const { ctx, form } = request;
  await mergeApplications(ctx, { primary: text(form, 'number'), folded: text(form, 'fold') });
  back(request);
});

export const unfold = action(async (request) => {
  await unmergeApplication(request.ctx, text(request.form, 'unfold'));
  back(request);
});

function back({ form }: ActionRequest): never {
  redirect(placeAddress(text(form, 'number'), text(form, 'view')), RedirectType.replace);
}
