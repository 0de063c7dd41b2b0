import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { changeGrants, removeMember, setLanguages } from '@/domain/accounts/commands';
import { changeStage } from '@/domain/applications/commands';
import { applicationForDesk, queueFor, viewCounts } from '@/domain/applications/queries';
import { mailPreview } from '@/domain/messages/queries';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import {
  assign,
  assignBest,
  assignOpen,
  changePlan,
  decide,
  reassign,
  releaseDecision,
  score,
  tellReviewers,
  unassign,
} from './commands';
import { assignmentsOn, fellowReaders, myOpenReviews, reviewProgress } from './queries';
import { ALL, administrator, aPortalWithReviews, editor, inArmenia, portal } from './testing';

aPortalWithReviews();

const PLAN = { reviewersEach: 2, automatic: false, dueDays: 10, blind: 'off', mayUnmask: true } as const;

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

  it('passes on what somebody has open whose grants were narrowed, and no more than that', async () => {
    const moved = await aMember(portal, [
      { role: 'reviewer', region: 'other' },
      { role: 'reviewer', region: 'azerbaijan' },
    ]);
    const stays = await aMember(portal, [{ role: 'reviewer', region: 'other' }]);
    const lost = await aSentApplication(portal, { fields: { region: ['other'] } });
    const kept = await aSentApplication(portal, { fields: { region: ['azerbaijan', 'other'] } });
    for (const { number } of [lost, kept]) await assign(portal.as(administrator), { number, memberId: moved.memberId });
    await changeGrants(portal.as(administrator), moved.memberId, [
      { role: 'reviewer', callId: portal.callId, region: 'azerbaijan' },
    ]);
    await assignOpen(portal.system());
    const readersOf = async ({ number }: { number: string }) => {
      const { id } = await applicationForDesk(portal.as(administrator), number);
      return (await assignmentsOn(portal.as(administrator), id)).map(({ memberId }) => memberId);
    };
    expect(await readersOf(lost)).toEqual([stays.memberId]);
    expect(await readersOf(kept)).toEqual([moved.memberId]);
    const onwards = { number: lost.number, from: stays.memberId, to: null };
    await expect(reassign(portal.as(administrator), onwards)).rejects.toMatchObject({ code: 'no_reader' });
    expect(await readersOf(lost)).toEqual([stays.memberId]);
    for (const member of [moved, stays]) await removeMember(portal.as(administrator), member.memberId);
  });

  it('is told in one mail that names nobody and nothing', async () => {
    const member = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    await tellReviewers(portal.system());
    for (const { number } of [await inArmenia(), await inArmenia()])
      await assign(portal.as(editor), { number, memberId: member.memberId, dueAt: new Date('2027-02-02T21:30:00Z') });
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
