import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { conflicts } from '@/db/schema/reviews';
import { removeMember, setLanguages } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import { bePresent, changeStage } from '@/domain/applications/commands';
import { applicationForDesk, queueFor, stageCounts, viewCounts } from '@/domain/applications/queries';
import { openOriginal } from '@/domain/documents/commands';
import { mailPreview, outboxFor } from '@/domain/messages/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import {
  assign,
  assignBest,
  assignOpen,
  changePlan,
  changeRubric,
  decide,
  declareConflict,
  liftConflict,
  reassign,
  releaseDecision,
  score,
  tellReviewers,
  unassign,
} from './commands';
import {
  assignmentsOn,
  conflictsOn,
  fellowReaders,
  mayReview,
  myOpenReviews,
  nextToReview,
  reviewProgress,
  rubricFor,
  scorecardFor,
} from './queries';

let portal: TestPortal;
let editor: MemberActor;
let administrator: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
  administrator = await aMember(portal, [{ role: 'administrator' }]);
});
afterAll(() => portal.close());

const PLAN = { reviewersEach: 2, automatic: false, dueDays: 10, blind: 'off', mayUnmask: true } as const;
const ALL = { local_knowledge: 4, writing: 4, sourcing: 4, languages: 4, reliability: 4 };

async function inArmenia() {
  const { number } = await aSentApplication(portal, { fields: { region: ['armenia'], writes: ['hy'] } });
  return applicationForDesk(portal.as(administrator), number);
}

/** As a session finds the member: with the conflicts declared by now. */
async function again(member: MemberActor): Promise<MemberActor> {
  const rows = await portal.services.connection.db
    .select({ id: conflicts.applicationId })
    .from(conflicts)
    .where(eq(conflicts.memberId, member.memberId));
  return { ...member, conflicts: rows.map((row) => row.id) };
}

describe('assigning', () => {
  it('goes to those of the region who read the language and have least to do, never to whoever may not see it', async () => {
    const reads = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const other = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const foreign = await aMember(portal, [{ role: 'reviewer', region: 'georgia' }]);
    await setLanguages(portal.as(administrator), reads.memberId, ['hy', 'ru']);
    await setLanguages(portal.as(administrator), other.memberId, ['de']);
    await setLanguages(portal.as(administrator), editor.memberId, ['hy']);
    await changePlan(portal.as(administrator), portal.callId, PLAN);
    const { id, number } = await inArmenia();
    expect(await assignBest(portal.as(editor), number)).toBe(2);
    const given = await assignmentsOn(portal.as(editor), id);
    expect(given.map((one) => one.memberId).sort()).toEqual([reads.memberId, editor.memberId].sort());
    expect(await assignBest(portal.as(editor), number)).toBe(0);
    await expect(assign(portal.as(editor), { number, memberId: foreign.memberId })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'member' },
    });
    await expect(assign(portal.as(reads), { number, memberId: other.memberId })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await expect(assign(portal.as(foreign), { number, memberId: other.memberId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await reassign(portal.as(editor), { number, from: reads.memberId, to: other.memberId });
    await unassign(portal.as(editor), { number, memberId: editor.memberId });
    expect((await assignmentsOn(portal.as(editor), id)).map((one) => one.memberId)).toEqual([other.memberId]);
    for (const member of [reads, other, foreign]) await removeMember(portal.as(administrator), member.memberId);
  });

  it('marks what is late, and what is done once the card is in', async () => {
    const member = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const { id, number } = await inArmenia();
    const dueAt = new Date('2026-01-01T12:00:00Z');
    await assign(portal.as(editor), { number, memberId: member.memberId, dueAt });
    expect(await assignmentsOn(portal.as(editor), id)).toMatchObject([{ overdue: true, doneAt: null, dueAt }]);
    expect(await myOpenReviews(portal.as(member))).toMatchObject([{ number, overdue: true }]);
    const before = (await reviewProgress(portal.as(editor))).find((one) => one.memberId === member.memberId);
    expect(before).toMatchObject({ assigned: 1, done: 0, overdue: 1 });
    await score(portal.as(member), { number, scores: ALL });
    expect(await myOpenReviews(portal.as(member))).toEqual([]);
    const after = (await reviewProgress(portal.as(editor))).find((one) => one.memberId === member.memberId);
    expect(after).toMatchObject({ assigned: 1, done: 1, overdue: 0 });
    await expect(unassign(portal.as(editor), { number, memberId: member.memberId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(reviewProgress(portal.as(member))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('waits for nobody any more once the decision is out, and again when the application is taken up again', async () => {
    const busy = await aMember(portal, [{ role: 'reviewer', region: 'azerbaijan' }]);
    const idle = await aMember(portal, [{ role: 'reviewer', region: 'azerbaijan' }]);
    const decider = await aMember(portal, [{ role: 'administrator' }]);
    const { number } = await aSentApplication(portal, { fields: { region: ['azerbaijan'] } });
    const other = await aSentApplication(portal, { fields: { region: ['azerbaijan'] } });
    const dueAt = new Date('2026-01-01T12:00:00Z');
    await assign(portal.as(decider), { number, memberId: busy.memberId, dueAt });
    await assign(portal.as(decider), { number: other.number, memberId: idle.memberId, dueAt });
    const mine = async () => ({
      listed: (await myOpenReviews(portal.as(busy))).map((one) => one.number),
      queued: (await queueFor(portal.as(busy), { view: 'mine' })).entries.map((one) => one.number),
      counted: (await viewCounts(portal.as(busy))).mine,
      late: (await reviewProgress(portal.as(decider))).find((one) => one.memberId === busy.memberId)?.overdue ?? 0,
    });
    expect(await mine()).toEqual({ listed: [number], queued: [number], counted: 1, late: 1 });
    const answer = { subject: 'Thank you', text: 'We have decided.' };
    const { version } = await decide(portal.as(decider), { number, version: 1, kind: 'hold', ...answer });
    await releaseDecision(portal.as(decider), { number, version });
    expect(await mine()).toEqual({ listed: [], queued: [], counted: 0, late: 0 });
    const third = await aSentApplication(portal, { fields: { region: ['azerbaijan'] } });
    await changePlan(portal.as(administrator), portal.callId, { ...PLAN, reviewersEach: 1 });
    await assignBest(portal.as(decider), third.number);
    const { id } = await applicationForDesk(portal.as(decider), third.number);
    expect((await assignmentsOn(portal.as(decider), id)).map((one) => one.memberId)).toEqual([busy.memberId]);
    const held = await applicationForDesk(portal.as(decider), number);
    await changeStage(portal.as(decider), { number, version: held.version, to: 'reading' });
    expect((await mine()).listed).toContain(number);
    await changePlan(portal.as(administrator), portal.callId, PLAN);
    for (const member of [busy, idle]) await removeMember(portal.as(administrator), member.memberId);
  });

  it('fills every place of an automatic call, and passes on what somebody who left had open', async () => {
    await changePlan(portal.as(administrator), portal.callId, { ...PLAN, reviewersEach: 1, automatic: true });
    const one = await aMember(portal, [{ role: 'reviewer', region: 'north-caucasus' }]);
    const two = await aMember(portal, [{ role: 'reviewer', region: 'north-caucasus' }]);
    const numbers: string[] = [];
    for (let at = 0; at < 4; at += 1)
      numbers.push((await aSentApplication(portal, { fields: { region: ['north-caucasus'] } })).number);
    await assignOpen(portal.system());
    expect(await myOpenReviews(portal.as(one))).toHaveLength(2);
    expect(await myOpenReviews(portal.as(two))).toHaveLength(2);
    await removeMember(portal.as(administrator), one.memberId);
    await assignOpen(portal.system());
    expect((await myOpenReviews(portal.as(two))).map((row) => row.number).sort()).toEqual(numbers.sort());
    await expect(assignOpen(portal.as(editor))).rejects.toMatchObject({ code: 'not_found' });
    await changePlan(portal.as(administrator), portal.callId, PLAN);
  });

  it('is told in one mail that names nobody and nothing', async () => {
    const member = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    await tellReviewers(portal.system());
    for (const { number } of [await inArmenia(), await inArmenia()])
      await assign(portal.as(editor), { number, memberId: member.memberId, dueAt: new Date('2027-02-03T12:00:00Z') });
    expect(await tellReviewers(portal.system())).toBe(1);
    expect(await tellReviewers(portal.system())).toBe(0);
    const [mail] = await portal.services.connection.db
      .select({ id: outbox.id })
      .from(outbox)
      .where(eq(outbox.memberId, member.memberId));
    const preview = await mailPreview(portal.as(administrator), mail?.id ?? '');
    expect(preview.subject).toBe('Something is yours to read');
    expect(preview.text).toContain('2 applications were given to you to read.');
    expect(preview.text).toContain('3 February 2027');
    expect(preview.text).not.toMatch(/APP-|Armenia|ქეთევან/);
  });
});

describe('a list narrowed by who reads', () => {
  it('offers an editor those who read in the same region or call, and a reviewer nobody', async () => {
    const sameRegion = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const everywhere = await aMember(portal, [{ role: 'editor' }]);
    const elsewhere = await aMember(portal, [{ role: 'reviewer', region: 'georgia' }]);
    const left = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    await removeMember(portal.as(administrator), left.memberId);
    const offered = (await fellowReaders(portal.as(editor))).map(({ memberId }) => memberId);
    expect(offered).toEqual(expect.arrayContaining([sameRegion.memberId, everywhere.memberId]));
    for (const absent of [elsewhere, left, editor]) expect(offered).not.toContain(absent.memberId);
    const toAll = (await fellowReaders(portal.as(administrator))).map(({ memberId }) => memberId);
    expect(toAll).toEqual(expect.arrayContaining([sameRegion.memberId, elsewhere.memberId, editor.memberId]));
    expect(await fellowReaders(portal.as(sameRegion))).toEqual([]);
    expect(await fellowReaders(portal.stranger())).toEqual([]);
  });
});

describe('a conflict of interest', () => {
  it('takes the application out of the member’s sight everywhere, and passes on what they had to read', async () => {
    const kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const next = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    await setLanguages(portal.as(administrator), next.memberId, ['hy']);
    const { id, number, documents } = await inArmenia();
    await assign(portal.as(editor), { number, memberId: kin.memberId });
    await score(portal.as(kin), { number, scores: { ...ALL, writing: 5 } });
    await declareConflict(portal.as(kin), { number, reason: 'She is my cousin Nairuhi.' });
    const ctx = portal.as(await again(kin));
    await expect(applicationForDesk(ctx, number)).rejects.toMatchObject({ code: 'not_found' });
    await expect(openOriginal(ctx, documents[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await expect(score(ctx, { number, scores: ALL })).rejects.toMatchObject({ code: 'not_found' });
    const { entries } = await queueFor(ctx, { limit: 200 });
    expect(entries.map((entry) => entry.number)).not.toContain(number);
    expect((await stageCounts(ctx)).all).toBe((await stageCounts(portal.as(kin))).all - 1);
    expect(await mayReview(portal.as(editor), { id, callId: portal.callId, regions: ['armenia'] })).not.toContainEqual(
      expect.objectContaining({ memberId: kin.memberId }),
    );
    await expect(assign(portal.as(administrator), { number, memberId: kin.memberId })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await scorecardFor(portal.as(editor), { id, callId: portal.callId })).othersIn).toBe(0);
    expect(await conflictsOn(portal.as(administrator), id)).toMatchObject([
      { memberId: kin.memberId, reason: 'She is my cousin Nairuhi.' },
    ]);
    expect(await conflictsOn(portal.as(editor), id)).toEqual([]);
    await expect(liftConflict(ctx, { number, memberId: kin.memberId })).rejects.toMatchObject({ code: 'not_found' });
    await liftConflict(portal.as(administrator), { number, memberId: kin.memberId });
    expect((await applicationForDesk(portal.as(await again(kin)), number)).number).toBe(number);
  });

  it('passes on the open review of whoever declares it', async () => {
    const kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const { id, number } = await inArmenia();
    await assign(portal.as(editor), { number, memberId: kin.memberId });
    await declareConflict(portal.as(administrator), { number, memberId: kin.memberId });
    const readers = await assignmentsOn(portal.as(editor), id);
    expect(readers).toHaveLength(1);
    expect(readers[0]?.memberId).not.toBe(kin.memberId);
    await expect(declareConflict(portal.as(editor), { number, memberId: kin.memberId })).rejects.toMatchObject({
      code: 'not_allowed',
    });
  });

  it('also hides an administrator’s own cousin from them, the mails included', async () => {
    const admin = await aMember(portal, [{ role: 'administrator' }]);
    const { number } = await inArmenia();
    expect((await outboxFor(portal.as(admin), { limit: 500 })).waiting.some((mail) => mail.number === number)).toBe(
      true,
    );
    await declareConflict(portal.as(admin), { number });
    const ctx = portal.as(await again(admin));
    await expect(applicationForDesk(ctx, number)).rejects.toMatchObject({ code: 'not_found' });
    expect((await outboxFor(ctx, { limit: 500 })).waiting.some((mail) => mail.number === number)).toBe(false);
  });
});

describe('the next to score', () => {
  it('is one of mine, the least reviewed first, then the oldest of the others', async () => {
    const own = await openTestPortal();
    const me = await aMember(own, [{ role: 'reviewer' }]);
    const colleague = await aMember(own, [{ role: 'reviewer' }]);
    const boss = await aMember(own, [{ role: 'editor' }]);
    const sent: string[] = [];
    for (let at = 0; at < 5; at += 1) sent.push((await aSentApplication(own)).number);
    const [first, second, third, fourth, fifth] = sent;
    for (const number of [second, third]) {
      await assign(own.as(boss), { number: number ?? '', memberId: me.memberId });
    }
    for (const number of [first, second]) await score(own.as(colleague), { number: number ?? '', scores: ALL });
    const order: (string | null)[] = [];
    for (;;) {
      const next = await nextToReview(own.as(me));
      order.push(next);
      if (next === null) break;
      await score(own.as(me), { number: next, scores: ALL });
    }
    expect(order).toEqual([third, second, fourth, fifth, first, null]);
    expect(await nextToReview(own.as(boss))).toBe(third);
    expect(await nextToReview(own.as(boss), { but: third })).toBe(fourth);
    await bePresent(own.as(colleague), third ?? '');
    expect(await nextToReview(own.as(boss))).toBe(fourth);
    await bePresent(own.as(boss), fourth ?? '');
    expect(await nextToReview(own.as(boss))).toBe(fourth);
    await own.close();
  });
});

describe('a rubric', () => {
  it('keeps the scores when it changes, and archives a criterion that has some', async () => {
    const own = await openTestPortal();
    const admin = await aMember(own, [{ role: 'administrator' }]);
    const { number } = await aSentApplication(own);
    await score(own.as(admin), { number, scores: { ...ALL, writing: 1 } });
    const { id } = await applicationForDesk(own.as(admin), number);
    await changeRubric(own.as(admin), own.callId, [
      { key: 'local_knowledge', weight: 3 },
      { key: null, weight: 1, names: { und: 'Humour', de: 'Witz' } },
    ]);
    expect(await rubricFor(own.as(admin), own.callId)).toMatchObject([
      { key: 'local_knowledge', weight: 3, archived: false },
      { names: { und: 'Humour', de: 'Witz' }, archived: false },
      { key: 'writing', archived: true },
      { key: 'sourcing', archived: true },
      { key: 'languages', archived: true },
      { key: 'reliability', archived: true },
    ]);
    expect(await scorecardFor(own.as(admin), { id, callId: own.callId })).toMatchObject({
      mine: { local_knowledge: 4 },
      mean: 4,
      finished: true,
    });
    await changeRubric(own.as(admin), own.callId, [
      { key: 'local_knowledge', weight: 1 },
      { key: 'writing', weight: 2 },
    ]);
    expect((await scorecardFor(own.as(admin), { id, callId: own.callId })).mean).toBe(2);
    expect((await rubricFor(own.as(admin), own.callId)).map((line) => line.key)).not.toContain('own_6');
    await expect(changeRubric(own.as(admin), own.callId, [{ key: null, weight: 1 }])).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'names' },
    });
    await expect(changeRubric(own.as(editor), own.callId, [])).rejects.toMatchObject({ code: 'not_found' });
    await own.close();
  });
});
