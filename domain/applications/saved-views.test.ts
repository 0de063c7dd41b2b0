import { describe, expect, it } from 'vitest';
import { damage } from '@/domain/testing/damage';
import { aMember } from '@/domain/testing/portal';
import { removeView, saveView } from './commands';
import { savedViews } from './queries';
import { portal, sevenApplications } from './testing/queue';

sevenApplications();

describe('saved views', () => {
  it('are private until shared, and removed only by their owner', async () => {
    const [mine, theirs] = [portal.as(await aMember(portal)), portal.as(await aMember(portal))];
    const { id } = await saveView(mine, { name: 'Georgia, in German', query: 'region=georgia&lang=de' });
    const shared = await saveView(mine, { name: 'Wide apart', query: 'spread=3', isShared: true });
    expect((await savedViews(mine)).map((view) => [view.name, view.isMine])).toEqual([
      ['Georgia, in German', true],
      ['Wide apart', true],
    ]);
    expect(await savedViews(theirs)).toEqual([
      { id: shared.id, name: 'Wide apart', query: 'spread=3', isShared: true, isMine: false },
    ]);
    await expect(removeView(theirs, id)).rejects.toMatchObject({ code: 'not_found' });
    await removeView(mine, shared.id);
    expect(await savedViews(theirs)).toEqual([]);
    await expect(saveView(mine, { name: '  ', query: '' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are as many as a list can show; one more is refused in words', async () => {
    const mine = portal.as(await aMember(portal));
    for (let age = 1; age <= 30; age += 1) await saveView(mine, { name: `View ${age}`, query: `age=${age}` });
    await expect(saveView(mine, { name: 'One more', query: 'age=31' })).rejects.toMatchObject({
      code: 'too_many_views',
      details: { limit: 30 },
    });
    expect(await savedViews(mine)).toHaveLength(30);
  });

  it('go on leading where they led when the name of one is damaged', async () => {
    const mine = portal.as({ ...(await aMember(portal)), locale: 'de' });
    const { id } = await saveView(mine, { name: 'Wide apart', query: 'spread=3' });
    await saveView(mine, { name: 'Georgia', query: 'region=georgia' });
    await damage(portal, { table: 'saved_views', column: 'sealed_name', of: id });
    expect((await savedViews(mine)).map(({ name, query }) => [name, query])).toEqual([
      ['Ansicht ohne Namen', 'spread=3'],
      ['Georgia', 'region=georgia'],
    ]);
    await removeView(mine, id);
    expect((await savedViews(mine)).map(({ name }) => name)).toEqual(['Georgia']);
  });
});
