import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls } from '@/db/schema/calls';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { assign, decide, releaseDecision } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { insightsFor } from './queries';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  for (let one = 0; one < 6; one += 1)
    await aSentApplication(portal, { fields: { region: ['georgia'], writes: ['ka'] } });
  for (let one = 0; one < 3; one += 1)
    await aSentApplication(portal, { fields: { region: ['armenia'], writes: ['hy'] } });
  await aSentApplication(portal, { fields: { region: ['armenia', 'georgia'], writes: ['ka', 'hy'] } });
  await postForm(portal.stranger(), { fields: { consent: '' } });
});
afterAll(() => portal.close());

describe('the figures', () => {
  it('count what was sent, and not how few have begun', async () => {
    const { total, waiting, funnel } = await insightsFor(portal.as(editor));
    expect({ total, waiting }).toEqual({ total: 10, waiting: 10 });
    expect(funnel).toEqual([
      { step: 'begun', count: null },
      { step: 'document', count: null },
      { step: 'sent', count: 10 },
      { step: 'readOnce', count: 0 },
      { step: 'readTwice', count: 0 },
      { step: 'answered', count: 0 },
    ]);
  });

  it('leave out the steps before sending for an editor of one region: a draft has none', async () => {
    const stepsOf = async (...grants: Parameters<typeof aMember>[1] & object) =>
      (await insightsFor(portal.as(await aMember(portal, grants)))).funnel.map(({ step }) => step);
    const all = ['begun', 'document', 'sent', 'readOnce', 'readTwice', 'answered'];
    expect(await stepsOf({ region: 'georgia' })).toEqual(all.slice(2));
    expect(await stepsOf({ callId: portal.callId }, { region: 'georgia' })).toEqual(all.slice(2));
    expect(await stepsOf({ callId: portal.callId })).toEqual(all);
    expect(await stepsOf({}, { region: 'georgia' })).toEqual(all);
    expect(await stepsOf({ role: 'administrator', region: 'georgia' })).toEqual(all);
  });

  it('put this week last, and those of several regions apart', async () => {
    const { weeks, byWeek } = await insightsFor(portal.as(editor));
    expect(weeks).toHaveLength(10);
    const last = byWeek.filter((one) => one.week.getTime() === weeks.at(-1)?.getTime());
    expect(last.toSorted((one, other) => one.region.localeCompare(other.region))).toMatchObject([
      { region: 'armenia', count: 3 },
      { region: 'georgia', count: 6 },
      { region: 'more', count: 1 },
    ]);
  });

  it('never tell fewer than five of one region and language together', async () => {
    const { cells } = await insightsFor(portal.as(editor));
    const told = Object.fromEntries(cells.map(({ region, language, count }) => [`${region} ${language}`, count]));
    expect(told).toEqual({ 'georgia ka': null, 'armenia hy': null, 'armenia ka': null, 'georgia hy': null });
  });

  it('stay within the member’s regions, and are shown to members only', async () => {
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    const { total, languages } = await insightsFor(armenian);
    expect(total).toBe(4);
    expect(languages).toEqual([
      { language: 'hy', count: null },
      { language: 'ka', count: null },
    ]);
    await expect(insightsFor(portal.stranger())).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('tell in the middle how long the first answer took', async () => {
    const sent: string[] = [];
    for (let one = 0; one < 5; one += 1) sent.push((await aSentApplication(portal)).number);
    for (const [days, number] of sent.entries()) {
      const { version } = await decide(portal.as(editor), {
        number,
        version: 1,
        kind: 'hold',
        subject: 'x',
        text: 'y',
      });
      await releaseDecision(portal.as(editor, new Date(Date.now() + (days + 1) * 86_400_000)), { number, version });
    }
    const { middleDays, answers, promised } = await insightsFor(portal.as(editor));
    expect(promised).toEqual([]);
    expect(middleDays).toBeCloseTo(3, 1);
    expect(answers.at(-1)).toMatchObject({ answered: 5 });
    expect(answers.at(-1)?.middle).toBeCloseTo(3, 1);
  });

  it('set beside it in how many days an answer was promised', async () => {
    const { db } = portal.services.connection;
    const answerBy = new Date(Date.now() + 12 * 86_400_000);
    await db.update(calls).set({ answerBy });
    const { promised, weeks } = await insightsFor(portal.as(editor));
    expect(promised).toEqual([{ week: weeks.at(-1), days: expect.closeTo(12, 1) }]);
    await db.update(calls).set({ answerBy: new Date(Date.now() - 86_400_000) });
    expect((await insightsFor(portal.as(editor))).promised).toEqual([]);
  });

  it('count as open what was given to be read only while a score still helps', async () => {
    const reader = await aMember(portal, [{ role: 'reviewer' }]);
    const { number } = await aSentApplication(portal);
    await assign(portal.as(editor), { number, memberId: reader.memberId });
    const open = async () =>
      (await insightsFor(portal.as(editor))).load.find((one) => one.memberId === reader.memberId)?.open ?? 0;
    expect(await open()).toBe(1);
    const { stage, version: seen } = await applicationForDesk(portal.as(editor), number);
    expect(stage).toBe('new');
    const answer = { number, kind: 'decline', subject: 'x', text: 'y' } as const;
    const { version } = await decide(portal.as(editor), { ...answer, version: seen });
    expect(await open()).toBe(1);
    await releaseDecision(portal.as(editor), { number, version });
    expect(await open()).toBe(0);
  });
});
