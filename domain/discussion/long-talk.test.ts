import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comments, tasks } from '@/db/schema/discussion';
import type { MemberActor } from '@/domain/actor';
import { keyOf } from '@/domain/applications/sealing';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { seal } from '@/platform/vault';
import { addTask, writeComment } from './commands';
import { discussionOf } from './queries';
import { COMMENTS_AT_HAND, commentsAtHand, TASKS_AT_HAND, tasksAtHand } from './rules';

let portal: TestPortal;
let editor: MemberActor;
let sent: Sent;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  sent = await sentTo(portal);
});
afterAll(() => portal.close());

async function many(count: number, kind: 'comment' | 'task') {
  const key = await keyOf(portal.system(), sent.id);
  return Array.from({ length: count }, (_, place) => {
    const id = randomUUID();
    const sealedText = seal(key, `${kind}:${id}`, `${kind} ${place}`);
    return { id, applicationId: sent.id, sealedText, at: new Date(Date.UTC(2026, 0, 1) + place * 1000) };
  });
}

describe('a long talk about one application', () => {
  it('loses nothing: neither the first comment nor the newest thing to do', async () => {
    const { db } = portal.services.connection;
    const { memberId } = editor;
    const said = await many(COMMENTS_AT_HAND, 'comment');
    await db.insert(comments).values(said.map(({ at, ...one }) => ({ ...one, memberId, writtenAt: at })));
    await writeComment(portal.as(editor), { number: sent.number, text: 'The newest.' });
    const done = { doneAt: new Date(), doneBy: memberId };
    const planned = await many(TASKS_AT_HAND, 'task');
    await db.insert(tasks).values(planned.map(({ at, ...one }) => ({ ...one, ...done, createdAt: at })));
    await addTask(portal.as(editor), { number: sent.number, text: 'The newest.' });

    const discussion = await discussionOf(portal.as(editor), sent.number);
    const talk = commentsAtHand(discussion.comments);
    expect(talk.earlier.map(({ text }) => text)).toEqual(['comment 0']);
    expect(talk.atHand).toHaveLength(COMMENTS_AT_HAND);
    expect(talk.atHand.at(-1)?.text).toBe('The newest.');
    const todo = tasksAtHand(discussion.tasks);
    expect(todo.earlier.map(({ text }) => text)).toEqual(['task 0']);
    expect(todo.atHand).toHaveLength(TASKS_AT_HAND);
    expect(todo.atHand.at(-1)?.text).toBe('The newest.');
  });

  it('keeps all at hand that is still to be done, however much it is', () => {
    const open = Array.from({ length: TASKS_AT_HAND + 20 }, (_, id) => ({ id, doneAt: null }));
    const done = { id: -1, doneAt: new Date() };
    expect(tasksAtHand([done, ...open])).toEqual({ earlier: [done], atHand: open });
  });
});
