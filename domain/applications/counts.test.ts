import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { applications, applicationTallies } from '@/db/schema/applications';
import { score } from '@/domain/reviews/commands';
import { aMember } from '@/domain/testing/portal';
import { compactTallies } from './commands';
import { stageCounts, viewCounts } from './queries';
import { at, editor, idOf, move, portal, sevenApplications, shown } from './testing/queue';

sevenApplications();

describe('counts', () => {
  it('follow every change and stay right when the steps are added up', async () => {
    const ctx = portal.as(editor);
    for (const member of [await aMember(portal), await aMember(portal)])
      await score(portal.as(member), { number: at(1), scores: { writing: 3 }, finish: true });
    await move(at(3), 'shortlist');
    await move(at(4), 'held');
    await move(at(6), 'held');
    const counts = await viewCounts(ctx);
    expect(counts).toMatchObject({ new: 4, shortlist: 1, held: 2, pool: 1, decide: 2, all: 7, withdrawn: 0 });
    const steps = () => portal.services.connection.db.$count(applicationTallies);
    const before = await steps();
    await compactTallies(portal.system());
    expect(await steps()).toBeLessThan(before);
    expect(await viewCounts(ctx)).toEqual(counts);
    expect(await shown(ctx, { view: 'pool' })).toEqual([at(6)]);
  });

  it('are those of the member', async () => {
    const armenian = await aMember(portal, [
      { role: 'editor', region: 'armenia' },
      { role: 'reviewer', region: 'other' },
    ]);
    expect((await stageCounts(portal.as(armenian))).all).toBe(3);
    expect((await stageCounts(portal.as({ ...editor, grants: [] }))).all).toBe(0);
    const partial = portal.as({ ...editor, conflicts: [await idOf(at(3))] });
    expect(await viewCounts(partial)).toMatchObject({ all: 6, shortlist: 0 });
    await expect(viewCounts(portal.stranger())).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('agree with the lists, view by view', async () => {
    const ctx = portal.as(editor);
    const counts = await viewCounts(ctx);
    for (const view of ['new', 'decide', 'shortlist', 'pool', 'all', 'held'] as const) {
      expect([view, (await shown(ctx, { view })).length]).toEqual([view, counts[view]]);
    }
  });
});

it('keeps one row per application whatever is counted', async () => {
  expect(await portal.services.connection.db.$count(applications, eq(applications.state, 'submitted'))).toBe(
    (await stageCounts(portal.system())).all,
  );
});
