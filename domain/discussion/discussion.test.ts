import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { applicationTags, comments, mentions, tags, tasks } from '@/db/schema/discussion';
import { outbox } from '@/db/schema/messages';
import type { Grant, MemberActor } from '@/domain/actor';
import { applicantSession } from '@/domain/applications/commands';
import { applicationForDesk, queueFor } from '@/domain/applications/queries';
import { createCall } from '@/domain/calls/commands';
import { callById } from '@/domain/calls/queries';
import { mailPreview } from '@/domain/messages/queries';
import { eraseMyApplication } from '@/domain/retention/commands';
import { changePlan, declareConflict } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import {
  addTag,
  addTask,
  changeComment,
  removeComment,
  removeTag,
  seeMentions,
  settleTask,
  writeComment,
} from './commands';
import { discussionOf, knownTags, myOpenTasks, unseenMentions } from './queries';
import { mentionedIn } from './rules';

let portal: TestPortal;
let editor: MemberActor;
let colleague: MemberActor;
let armenian: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  colleague = await aMember(portal, [{ role: 'reviewer' }]);
  armenian = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
});
afterAll(() => portal.close());

const nameOf = (member: MemberActor, readers: { memberId: string; name: string }[]) =>
  readers.find((one) => one.memberId === member.memberId)?.name ?? '';

describe('who is called', () => {
  const members = [
    { memberId: '1', name: 'Nino Beridze' },
    { memberId: '2', name: 'Nino Beridze-Kvlividze' },
    { memberId: '3', name: 'Արամ Ղազարյան' },
    { memberId: '4', name: 'Marta Lindenhof' },
    { memberId: '5', name: 'Levan Kobalia' },
    { memberId: '6', name: 'LEVAN  Kobalia' },
  ];
  it.each([
    ['@Nino Beridze look', ['1']],
    ['@nino  beridze-kvlividze look', ['2']],
    ['@Արամ և @marta, please', ['3', '4']],
    ['ask @Nino', []],
    ['write to nino@Marta.example', []],
    ['@Martas text', []],
    ['(@Marta Lindenhof)', ['4']],
    ['@Levan Kobalia, one of you two', ['5', '6']],
    ['@Levan', []],
  ])('in “%s” is %j', (text, called) => {
    expect(mentionedIn(text, members).toSorted()).toEqual(called);
  });
});

describe('a comment', () => {
  it('is sealed, read by colleagues, and calls those who may read the application, once, by number only', async () => {
    const { number } = await aSentApplication(portal, { fields: { region: ['georgia'] } });
    const { readers } = await discussionOf(portal.as(editor), number);
    expect(readers.map((reader) => reader.memberId)).not.toContain(armenian.memberId);
    const text = `@${nameOf(colleague, readers)} and @Member 3: is Qwxyzname right?`;
    const { commentId } = await writeComment(portal.as(editor), { number, text });
    await changeComment(portal.as(editor), { commentId, text: `${text} Please.` });

    const db = portal.services.connection.db;
    const [row] = await db.select().from(comments).where(eq(comments.id, commentId));
    expect(row?.sealedText.includes('Qwxyzname')).toBe(false);
    const [said] = (await discussionOf(portal.as(colleague), number)).comments;
    expect(said).toMatchObject({
      text: `${text} Please.`,
      callsMe: true,
      mayChange: false,
      editedAt: expect.any(Date),
    });
    expect(await unseenMentions(portal.as(colleague))).toEqual({ count: 1, number });
    expect(await unseenMentions(portal.as(armenian))).toEqual({ count: 0, number: null });

    const mails = await db.select().from(outbox).where(eq(outbox.template, 'mentioned'));
    expect(mails.map((mail) => mail.memberId)).toEqual([colleague.memberId]);
    const shown = await mailPreview(portal.system(), mails[0]?.id ?? '');
    expect(`${shown.subject} ${shown.text}`).toContain(number);
    expect(`${shown.subject} ${shown.text} ${shown.html}`).not.toMatch(/Qwxyzname|Member|მთისძირელი/);

    await seeMentions(portal.as(colleague), number);
    expect(await unseenMentions(portal.as(colleague))).toEqual({ count: 0, number: null });
  });

  it('is changed and taken back by its author alone, within a day', async () => {
    const { number } = await aSentApplication(portal);
    const { commentId } = await writeComment(portal.as(editor), { number, text: 'First thought' });
    await expect(changeComment(portal.as(colleague), { commentId, text: 'x' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    const later = new Date(Date.now() + 25 * 3_600_000);
    await expect(removeComment(portal.as(editor, later), commentId)).rejects.toMatchObject({ code: 'not_allowed' });
    await removeComment(portal.as(editor), commentId);
    expect((await discussionOf(portal.as(editor), number)).comments).toEqual([]);
  });

  it('is not there for a member who may not see the application', async () => {
    const { number } = await aSentApplication(portal, { fields: { region: ['georgia'] } });
    const { commentId } = await writeComment(portal.as(editor), { number, text: 'Between us' });
    const ctx = portal.as(armenian);
    for (const refused of [
      () => discussionOf(ctx, number),
      () => writeComment(ctx, { number, text: 'x' }),
      () => changeComment(ctx, { commentId, text: 'x' }),
      () => removeComment(ctx, commentId),
      () => addTag(ctx, { number, name: 'x' }),
      () => addTask(ctx, { number, text: 'x' }),
      () => seeMentions(ctx, number),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'not_found' });
    await expect(discussionOf(portal.stranger(), number)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('tags and tasks', () => {
  it('are put on once whatever their case, and taken off', async () => {
    const { number } = await aSentApplication(portal);
    const ctx = portal.as(editor);
    const { tagId } = await addTag(ctx, { number, name: '  Long   read ' });
    expect(await addTag(ctx, { number, name: 'long read' })).toEqual({ tagId });
    expect((await discussionOf(ctx, number)).tags).toEqual([{ id: tagId, name: 'Long read' }]);
    await expect(addTag(ctx, { number, name: 'ask a@b.example' })).rejects.toMatchObject({ code: 'invalid_input' });
    await removeTag(ctx, { number, tagId });
    const after = await discussionOf(ctx, number);
    expect(after.tags).toEqual([]);
    expect(after.otherTags).toContainEqual({ id: tagId, name: 'Long read' });
    await expect(removeTag(ctx, { number, tagId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are given only to members who may read the application, and are done or open again', async () => {
    const { number } = await aSentApplication(portal, { fields: { region: ['georgia'] } });
    const ctx = portal.as(editor);
    await expect(addTask(ctx, { number, text: 'Call', assigneeId: armenian.memberId })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { taskId } = await addTask(ctx, {
      number,
      text: 'Ask for a second sample',
      assigneeId: colleague.memberId,
      dueOn: '2020-01-31',
    });
    expect((await discussionOf(ctx, number)).tasks).toMatchObject([
      { text: 'Ask for a second sample', dueOn: '2020-01-31', overdue: true, doneAt: null },
    ]);
    await settleTask(portal.as(colleague), { taskId, done: true });
    expect((await discussionOf(ctx, number)).tasks).toMatchObject([{ overdue: false, doneAt: expect.any(Date) }]);
    await settleTask(ctx, { taskId, done: false });
    expect((await discussionOf(ctx, number)).tasks).toMatchObject([{ doneAt: null }]);
  });
});

it('is late once its day has ended in the zone of the call, for whoever lists it', async () => {
  const { number } = await aSentApplication(portal);
  const member = await aMember(portal);
  await addTask(portal.as(editor), { number, text: 'Call', dueOn: '2027-01-31', assigneeId: member.memberId });
  const isLate = async (at: string) => {
    const ctx = portal.as(member, new Date(at));
    return [...(await discussionOf(ctx, number)).tasks, ...(await myOpenTasks(ctx))].map((task) => task.overdue);
  };
  expect(await isLate('2027-01-31T19:59:00Z')).toEqual([false, false]);
  expect(await isLate('2027-01-31T20:00:00Z')).toEqual([true, true]);
});

it('shows how long somebody is kept for later calls only where they agreed', async () => {
  const agreed = await aSentApplication(portal, { fields: { keepInPool: 'on' } });
  const not = await aSentApplication(portal);
  const { submittedAt } = await applicationForDesk(portal.as(editor), agreed.number);
  const inDays = (days: number) => new Date(submittedAt.getTime() + days * 24 * 3_600_000);
  expect((await discussionOf(portal.as(editor), agreed.number)).pool).toEqual({ until: inDays(365) });
  expect((await discussionOf(portal.as(editor), not.number)).pool).toBeNull();
});

it('leaves nothing of what was said once the applicant has erased the application', async () => {
  const { number, session } = await aSentApplication(portal);
  const ctx = portal.as(editor);
  const { readers } = await discussionOf(ctx, number);
  await writeComment(ctx, { number, text: `@${nameOf(colleague, readers)} look` });
  await addTag(ctx, { number, name: 'Soon gone' });
  await addTask(ctx, { number, text: 'Call' });
  const db = portal.services.connection.db;
  const [row] = await db.select({ id: applications.id }).from(applications).where(eq(applications.number, number));
  const found = await applicantSession(portal.stranger(), session);
  if (!found || !row) throw new Error('not there');
  await eraseMyApplication(
    portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash }),
  );
  for (const table of [comments, mentions, applicationTags, tasks])
    expect(await db.select().from(table).where(eq(table.applicationId, row.id))).toEqual([]);
});

it('finds in the queue what carries a tag', async () => {
  const ctx = portal.as(editor);
  const [one] = [await aSentApplication(portal), await aSentApplication(portal)];
  const { tagId } = await addTag(ctx, { number: one.number, name: 'Only this' });
  expect((await queueFor(ctx, { tag: tagId })).entries.map((entry) => entry.number)).toEqual([one.number]);
});

it('shows every tag an application carries, however many the call has', async () => {
  const { number } = await aSentApplication(portal);
  const others = Array.from({ length: 201 }, (_, place) => ({ id: randomUUID(), name: `a tag, ${place}` }));
  const { db } = portal.services.connection;
  await db.insert(tags).values(others.map((tag) => ({ ...tag, callId: portal.callId, createdAt: new Date() })));
  const { tagId } = await addTag(portal.as(editor), { number, name: 'ჰაერი' });
  const shown = (await discussionOf(portal.as(editor), number)).tags;
  await db.delete(applicationTags).where(eq(applicationTags.tagId, tagId));
  await db.delete(tags).where(eq(tags.callId, portal.callId));
  expect(shown).toEqual([{ id: tagId, name: 'ჰაერი' }]);
});

it('offers tags for all calls and for the calls a member reads, and no others', async () => {
  const { slug, id: _, ...call } = await callById(portal.system(), portal.callId);
  const other = await createCall(portal.system(), { ...call, slug: `${slug}-other` } as never);
  await portal.services.connection.db.insert(tags).values([
    { id: randomUUID(), callId: null, name: 'for all', createdAt: new Date() },
    { id: randomUUID(), callId: portal.callId, name: 'for this', createdAt: new Date() },
    { id: randomUUID(), callId: other.id, name: 'for another', createdAt: new Date() },
  ]);
  const namesFor = async (grant: Partial<Grant>) =>
    (await knownTags(portal.as(await aMember(portal, [grant]))))
      .map((tag) => tag.name)
      .filter((name) => /^for /.test(name));
  expect(await namesFor({ role: 'editor', callId: portal.callId })).toEqual(['for all', 'for this']);
  expect(await namesFor({ role: 'reviewer', callId: other.id, region: 'georgia' })).toEqual(['for all', 'for another']);
  expect(await namesFor({ role: 'editor', region: 'georgia' })).toEqual(['for all', 'for another', 'for this']);
});

it('names the application where a member has been called longest without looking', async () => {
  const called = await aMember(portal);
  const at = (minute: number) => portal.as(editor, new Date(Date.UTC(2026, 0, 1, 12, minute)));
  const sent = [await aSentApplication(portal), await aSentApplication(portal), await aSentApplication(portal)];
  const sorted = sent.map((one) => one.number).sort();
  const [first = '', second = '', third = ''] = [sorted[2], sorted[0], sorted[1]];
  const [{ name = '' } = {}] = (await discussionOf(portal.as(editor), first)).readers.filter(
    (one) => one.memberId === called.memberId,
  );
  for (const [minute, number] of [first, second, third, first].entries())
    await writeComment(at(minute), { number, text: `@${name} look` });
  expect(await unseenMentions(portal.as(called))).toEqual({ count: 4, number: first });
  await seeMentions(portal.as(called), first);
  expect(await unseenMentions(portal.as(called))).toEqual({ count: 2, number: second });
});

it('never offers whoever must not read an application, whatever else they are kept from', async () => {
  const kin = await aMember(portal);
  const [near, far] = [await aSentApplication(portal), await aSentApplication(portal)];
  await declareConflict(portal.as(kin), { number: near.number });
  const readers = async (number: string) =>
    (await discussionOf(portal.as(editor), number)).readers.map((one) => one.memberId);
  expect(await readers(near.number)).not.toContain(kin.memberId);
  expect(await readers(far.number)).toContain(kin.memberId);
});

it('lists a member’s open tasks over all applications, the nearest day first, without names read blind', async () => {
  const busy = await aMember(portal, [{ role: 'reviewer', region: 'georgia' }]);
  const [near, far] = [await aSentApplication(portal), await aSentApplication(portal)];
  const elsewhere = await aSentApplication(portal, { fields: { region: ['armenia'] } });
  const give = (number: string, text: string, dueOn: string | null = null) =>
    addTask(portal.as(editor), { number, text, assigneeId: busy.memberId, dueOn });
  await give(far.number, 'Some day');
  await give(far.number, 'Later', '2999-01-02');
  await give(near.number, 'Ask ქეთევან მთისძირელი for more', '2020-01-31');
  const { taskId } = await give(near.number, 'Done already', '2020-01-30');
  await settleTask(portal.as(busy), { taskId, done: true });
  await addTask(portal.as(editor), { number: near.number, text: 'For another', assigneeId: colleague.memberId });
  await portal.services.connection.db.insert(tasks).values({
    id: randomUUID(),
    applicationId: (await applicationForDesk(portal.as(editor), elsewhere.number)).id,
    sealedText: Buffer.alloc(1),
    assigneeId: busy.memberId,
    createdAt: new Date(),
  });
  const plan = { reviewersEach: 2, automatic: false, dueDays: null, mayUnmask: true };
  const administrator = await aMember(portal, [{ role: 'administrator' }]);
  await changePlan(portal.as(administrator), portal.callId, { ...plan, blind: 'reviewers' });
  const listed = await myOpenTasks(portal.as(busy));
  await changePlan(portal.as(administrator), portal.callId, { ...plan, blind: 'off' });
  expect(listed).toMatchObject([
    { number: near.number, text: expect.stringMatching(/^Ask .* for more$/), dueOn: '2020-01-31', overdue: true },
    { number: far.number, text: 'Later', dueOn: '2999-01-02', overdue: false },
    { number: far.number, text: 'Some day', dueOn: null, overdue: false },
  ]);
  expect(JSON.stringify(listed)).not.toMatch(/ქეთევან|მთისძირ/);
});
