'use server';

import { redirect } from 'next/navigation';
import { type ActionRequest, action, text } from '@/app/_http/action';
import { applicationAddress, viewOf } from '@/app/_ui/desk/view';
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
  const view = viewOf(Object.fromEntries(new URLSearchParams(text(form, 'view'))));
  redirect(applicationAddress(text(form, 'number'), view));
}
