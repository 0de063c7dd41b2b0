import { describe, expect, it } from 'vitest';
import { applicationForDesk } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal } from '@/domain/testing/portal';
import { changeRubric, score } from './commands';
import { rubricFor, scorecardFor } from './queries';
import { ALL, aPortalWithReviews, editor } from './testing';

aPortalWithReviews();

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
