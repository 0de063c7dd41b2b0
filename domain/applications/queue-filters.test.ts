import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { assignments } from '@/db/schema/reviews';
import { decide, score, undoDecision } from '@/domain/reviews/commands';
import { aMember } from '@/domain/testing/portal';
import { applicationForDesk, queueFor, viewCounts } from './queries';
import { at, editor, idOf, numbers, portal, sevenApplications, shown } from './testing/queue';

sevenApplications();

describe('filters', () => {
  it('narrow by region, language, topic and stage; several values of one are alternatives', async () => {
    const ctx = portal.as(editor);
    expect(await shown(ctx, { regions: ['georgia'] })).toEqual([0, 2, 4, 6].map(at));
    expect(await shown(ctx, { regions: ['georgia', 'other'] })).toEqual(numbers);
    expect(await shown(ctx, { languages: ['ka'] })).toEqual([0, 3, 6].map(at));
    expect(await shown(ctx, { languages: ['ka'], regions: ['armenia'] })).toEqual([at(3)]);
    expect(await shown(ctx, { topics: ['water-and-land'] })).toEqual([at(5)]);
    expect(await shown(ctx, { stages: ['held', 'declined'] })).toEqual([]);
  });

  it('narrow by how long an application has waited', async () => {
    const later = portal.as(editor, new Date(Date.now() + 3 * 24 * 3_600_000));
    expect(await shown(later, { age: 3 })).toEqual(numbers);
    expect(await shown(later, { age: 4 })).toEqual([]);
  });

  it('find applications whose applicant could not be reached', async () => {
    const id = await idOf(at(2));
    await portal.services.connection.db
      .update(outbox)
      .set({ state: 'failed', trouble: 'refused' })
      .where(eq(outbox.applicationId, id));
    expect(await shown(portal.as(editor), { trouble: true })).toEqual([at(2)]);
  });

  it('never reach beyond what the member may see', async () => {
    const armenian = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
    expect(await shown(portal.as(armenian), { regions: ['georgia'] })).toEqual([]);
    expect(await shown(portal.as(armenian), {})).toEqual([1, 3, 5].map(at));
  });
});

describe('scores in lists', () => {
  it('sort and filter only what the member has scored, so that nothing is learned too early', async () => {
    const [first, second] = [await aMember(portal), await aMember(portal, [{ role: 'reviewer' }])];
    const scores = (value: number) => ({ local_knowledge: value, writing: value });
    await score(portal.as(first), { number: at(0), scores: scores(2), finish: true });
    await score(portal.as(first), { number: at(1), scores: scores(4), finish: true });
    await score(portal.as(second), { number: at(1), scores: scores(1), finish: true });
    expect(await shown(portal.as(first), { order: 'score' })).toEqual([at(1), at(0)]);
    expect(await shown(portal.as(second), { order: 'score' })).toEqual([at(1)]);
    expect(await shown(portal.as(editor), { order: 'score' })).toEqual([]);
    expect(await shown(portal.as(editor), { score: 1 })).toEqual([]);
    expect(await shown(portal.as(first), { score: 2.5 })).toEqual([at(1)]);
    expect(await shown(portal.as(first), { spread: 3 })).toEqual([at(1)]);
    expect(await shown(portal.as(editor), { order: 'least' })).toEqual([2, 3, 4, 5, 6, 0, 1].map(at));
    expect(await shown(portal.as(editor), { view: 'decide' })).toEqual([at(1)]);
    const page = await queueFor(portal.as(editor), { order: 'least', limit: 6 });
    expect(await shown(portal.as(editor), { order: 'least', after: page.next ?? '' })).toEqual([at(1)]);
  });

  it('gather what a member was asked to score, until it is done', async () => {
    const reader = await aMember(portal);
    const ids = await Promise.all([at(3), at(4)].map(idOf));
    const given = ids.map((applicationId) => ({ applicationId, memberId: reader.memberId, assignedAt: new Date() }));
    await portal.services.connection.db.insert(assignments).values(given);
    const ctx = portal.as(reader);
    expect(await shown(ctx, { view: 'mine' })).toEqual([at(3), at(4)]);
    await score(ctx, { number: at(3), scores: { writing: 3 }, finish: true });
    expect(await shown(ctx, { view: 'mine' })).toEqual([at(4)]);
    expect((await viewCounts(ctx)).mine).toBe(1);
    expect(await shown(ctx, { assigned: 'me' })).toEqual([at(3), at(4)]);
    expect(await shown(portal.as(editor), { assigned: reader.memberId })).toEqual([at(3), at(4)]);
    expect(await shown(ctx, { assigned: 'nobody' })).toEqual([0, 1, 2, 5, 6].map(at));
  });

  it('lets go of an application once an answer to it waits', async () => {
    const { version } = await applicationForDesk(portal.system(), at(1));
    await decide(portal.as(editor), { number: at(1), version, kind: 'hold', subject: 'On hold', text: 'We will see.' });
    expect(await shown(portal.as(editor), { view: 'decide' })).toEqual([]);
    expect((await viewCounts(portal.as(editor))).decide).toBe(0);
    const { version: now } = await applicationForDesk(portal.system(), at(1));
    await undoDecision(portal.as(editor), { number: at(1), version: now });
    expect((await viewCounts(portal.as(editor))).decide).toBe(1);
  });
});
