import { expect, it } from 'vitest';
import { queueFor } from './queries';
import { at, editor, move, portal, sevenApplications, shown } from './testing/queue';

sevenApplications();

it('begins anew where all of a page has left the list', async () => {
  const ctx = portal.as(editor);
  for (const place of [0, 1, 2, 3]) await move(at(place), 'shortlist');
  const first = await queueFor(ctx, { view: 'decide', limit: 2 });
  const second = await queueFor(ctx, { view: 'decide', limit: 2, after: first.next ?? '' });
  expect(second.entries.map((entry) => entry.number)).toEqual([2, 3].map(at));
  for (const place of [2, 3]) await move(at(place), 'held');
  expect(await queueFor(ctx, { view: 'decide', limit: 2, after: first.next ?? '' })).toEqual({
    ...first,
    next: null,
  });
  for (const place of [0, 1]) await move(at(place), 'held');
  for (const place of [2, 3]) await move(at(place), 'shortlist');
  expect(await shown(ctx, { view: 'decide', before: second.previous ?? '' })).toEqual([2, 3].map(at));
  for (const place of [2, 3]) await move(at(place), 'held');
  expect(await queueFor(ctx, { view: 'decide', after: first.next ?? '' })).toEqual({
    entries: [],
    next: null,
    previous: null,
  });
});
