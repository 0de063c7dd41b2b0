import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { applicationScores, scores } from '@/db/schema/reviews';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { score } from './commands';
import { scorecardFor, scoredQueue } from './queries';

let portal: TestPortal;
let one: MemberActor;
let two: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  one = await aMember(portal, [{ role: 'reviewer' }]);
  two = await aMember(portal, [{ role: 'reviewer' }]);
});
afterAll(() => portal.close());

const ALL = <Value>(value: Value) => ({
  local_knowledge: value,
  writing: value,
  sourcing: value,
  languages: value,
  reliability: value,
});

async function cardOf(member: MemberActor, number: string) {
  const ctx = portal.as(member);
  return scorecardFor(ctx, await applicationForDesk(ctx, number));
}

async function standing(number: string) {
  const [row] = await portal.services.connection.db
    .select({ count: applicationScores.reviewCount, mean: applicationScores.mean, spread: applicationScores.spread })
    .from(applicationScores)
    .innerJoin(applications, eq(applications.id, applicationScores.applicationId))
    .where(eq(applications.number, number));
  return row ?? null;
}

describe('a scorecard', () => {
  it('counts for nothing and shows nothing while it is being filled in', async () => {
    const { number } = await aSentApplication(portal);
    await score(portal.as(one), { number, scores: ALL(5) });
    expect(await score(portal.as(two), { number, scores: { writing: 1 } })).toEqual({
      given: 1,
      of: 5,
      finished: false,
    });
    expect(await standing(number)).toEqual({ count: 1, mean: 5, spread: 0 });
    expect(await cardOf(two, number)).toMatchObject({
      finished: false,
      mine: { writing: 1 },
      others: null,
      mean: null,
    });
    expect(await cardOf(one, number)).toMatchObject({ others: [], othersIn: 0, mean: 5 });
  });

  it('cannot be used to peek: one score given and cleared shows nothing', async () => {
    const { number } = await aSentApplication(portal);
    await score(portal.as(one), { number, scores: ALL(5), note: 'Look at page two.' });
    await score(portal.as(two), { number, scores: { writing: 3 } });
    await score(portal.as(two), { number, scores: { writing: null } });
    expect(await cardOf(two, number)).toMatchObject({ mine: {}, others: null, othersIn: 1 });
    await expect(score(portal.as(two), { number, scores: {}, finish: true })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'scores' },
    });
    const entry = (await scoredQueue(portal.as(two), { limit: 200 })).entries.find((row) => row.number === number);
    expect(entry?.scores).toBeNull();
  });

  it('is in with its last criterion, stays in, and says when it was changed after that', async () => {
    const { number } = await aSentApplication(portal);
    await score(portal.as(one), { number, scores: ALL(5) });
    await score(portal.as(two), { number, scores: ALL(2) });
    expect(await standing(number)).toEqual({ count: 2, mean: 3.5, spread: 3 });
    expect(await cardOf(two, number)).toMatchObject({ finished: true, wideApart: true, mean: 3.5 });
    await score(portal.as(two), { number, scores: { ...ALL(4), writing: 5 } });
    expect((await standing(number))?.count).toBe(2);
    expect((await cardOf(one, number)).others).toMatchObject([{ revised: true, scores: { writing: 5 } }]);
    await score(portal.as(two), { number, scores: ALL(null) });
    expect(await standing(number)).toEqual({ count: 2, mean: 5, spread: 0 });
    expect((await cardOf(two, number)).others).toHaveLength(1);
    const { timeline } = await applicationForDesk(portal.as(one), number);
    expect(timeline.map((line) => line.verb)).toEqual([
      'application.submitted',
      'review.written',
      'review.written',
      'review.revised',
    ]);
  });

  it('keeps every score and the note that a later change does not name', async () => {
    const { number } = await aSentApplication(portal);
    await score(portal.as(one), { number, scores: { writing: 4, sourcing: 2 }, note: 'Look at page two.' });
    expect(await score(portal.as(one), { number, scores: { languages: 5 } })).toMatchObject({ given: 3 });
    expect(await score(portal.as(one), { number, scores: { sourcing: null } })).toMatchObject({ given: 2 });
    expect(await cardOf(one, number)).toMatchObject({
      mine: { writing: 4, languages: 5 },
      myNote: 'Look at page two.',
    });
    await score(portal.as(one), { number, scores: {}, note: '' });
    expect(await cardOf(one, number)).toMatchObject({ mine: { writing: 4, languages: 5 }, myNote: '' });
  });

  it('counts both of two who finish at the same moment', async () => {
    const { number } = await aSentApplication(portal);
    await Promise.all([
      score(portal.as(one), { number, scores: ALL(1) }),
      score(portal.as(two), { number, scores: ALL(4) }),
    ]);
    expect(await standing(number)).toEqual({ count: 2, mean: 2.5, spread: 3 });
    const rows = await portal.services.connection.db.select({ value: scores.value }).from(scores);
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });
});
