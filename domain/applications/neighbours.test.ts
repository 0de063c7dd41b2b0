import { describe, expect, it } from 'vitest';
import { score } from '@/domain/reviews/commands';
import { aMember } from '@/domain/testing/portal';
import { neighboursOf } from './queries';
import { at, editor, idOf, move, portal, sevenApplications, shown } from './testing/queue';

sevenApplications();

describe('neighbours', () => {
  it('are those of the list one came from, in its order', async () => {
    const ctx = portal.as(editor);
    expect(await neighboursOf(ctx, { regions: ['georgia'] }, await idOf(at(2)))).toMatchObject({
      previous: at(0),
      next: at(4),
    });
    expect(await neighboursOf(ctx, { order: 'newest' }, await idOf(at(2)))).toMatchObject({
      previous: at(3),
      next: at(1),
    });
  });

  it('are found also for one that has left the list', async () => {
    await move(at(3), 'shortlist');
    await move(at(4), 'held');
    const { previous, next } = await neighboursOf(portal.as(editor), { view: 'new' }, await idOf(at(3)));
    expect([previous, next]).toEqual([at(2), at(5)]);
  });

  it('begin the next page of the list after the last one', async () => {
    const ctx = portal.as(editor);
    const { here } = await neighboursOf(ctx, {}, await idOf(at(2)));
    expect(await shown(ctx, { after: here ?? '' })).toEqual([3, 4, 5, 6].map(at));
  });

  it('tell no place in an order by scores that are still hidden', async () => {
    const [colleague, reader] = [await aMember(portal), await aMember(portal)];
    const card = { number: at(2), scores: { writing: 3 }, finish: true };
    await score(portal.as(colleague), card);
    const id = await idOf(at(2));
    for (const order of ['score', 'spread'] as const)
      expect(await neighboursOf(portal.as(reader), { order }, id)).toEqual({ previous: null, next: null, here: null });
    await score(portal.as(reader), card);
    for (const order of ['score', 'spread'] as const)
      expect((await neighboursOf(portal.as(reader), { order }, id)).here).not.toBeNull();
  });
});
