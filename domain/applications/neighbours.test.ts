import { describe, expect, it } from 'vitest';
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
});
