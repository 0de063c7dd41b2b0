'use server';

import { RedirectType, redirect } from 'next/navigation';
import { type ActionRequest, action, id, text } from '@/app/_http/action';
import { placeAddress } from '@/app/_ui/desk/view';
import {
  addTag,
  addTask,
  changeComment,
  deleteTag,
  removeComment,
  removeTag,
  renameTag,
  seeMentions,
  settleTask,
  writeComment,
} from '@/domain/discussion/commands';

export const say = action(async (request) => {
  await writeComment(request.ctx, { number: text(request.form, 'number'), text: text(request.form, 'comment') });
  back(request);
});

export const changeOwn = action(async (request) => {
  const commentId = id(request.form, 'id');
  if (text(request.form, 'then') === 'remove') await removeComment(request.ctx, commentId);
  else await changeComment(request.ctx, { commentId, text: text(request.form, 'comment') });
  back(request);
});

export const markSeen = action(async (request) => {
  await seeMentions(request.ctx, text(request.form, 'number'));
  back(request);
});

export const setTag = action(async (request) => {
  const { ctx, form } = request;
  const number = text(form, 'number');
  if (form.has('off')) await removeTag(ctx, { number, tagId: id(form, 'off') });
  else await addTag(ctx, { number, name: text(form, 'tag') });
  back(request);
});

export const changeTag = action(async (request) => {
  const { ctx, form } = request;
  const which = { number: text(form, 'number'), tagId: id(form, 'id') };
  if (text(form, 'then') === 'delete') await deleteTag(ctx, which);
  else await renameTag(ctx, { ...which, name: text(form, 'tag') });
  back(request);
});

export const planTask = action(async (request) => {
  const { ctx, form } = request;
  await addTask(ctx, {
    number: text(form, 'number'),
    text: text(form, 'task'),
    assigneeId: text(form, 'assignee') === '' ? null : id(form, 'assignee'),
    dueOn: text(form, 'due') || null,
  });
  back(request);
});

export const settle = action(async (request) => {
  await settleTask(request.ctx, { taskId: id(request.form, 'id'), done: text(request.form, 'then') === 'done' });
  back(request);
});

function back({ form }: ActionRequest): never {
  redirect(placeAddress(text(form, 'number'), text(form, 'view')), RedirectType.replace);
}
