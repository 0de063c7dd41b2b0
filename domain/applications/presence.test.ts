import { describe, expect, it } from 'vitest';
import { aMember } from '@/domain/testing/portal';
import { bePresent, sweepPresences } from './commands';
import { colleaguesAt } from './queries';
import { at, portal, sevenApplications } from './testing/queue';

sevenApplications();

describe('presence', () => {
  it('names colleagues who were heard of within a minute, to those who may see the application', async () => {
    const now = new Date();
    const later = (ms: number) => new Date(now.getTime() + ms);
    const [one, other] = [await aMember(portal), await aMember(portal)];
    const outside = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
    await bePresent(portal.as(one, now), at(0));
    await bePresent(portal.as(other, later(30_000)), at(0));
    await expect(bePresent(portal.as(outside, now), at(0))).rejects.toMatchObject({ code: 'not_found' });
    expect(await colleaguesAt(portal.as(other, later(59_000)), at(0))).toHaveLength(1);
    expect(await colleaguesAt(portal.as(other, later(61_000)), at(0))).toEqual([]);
    expect(await colleaguesAt(portal.as(outside, now), at(0))).toEqual([]);
    await sweepPresences(portal.system(later(61_000)));
    expect(await colleaguesAt(portal.as(one, later(61_000)), at(0))).toHaveLength(1);
    expect(await colleaguesAt(portal.as(one, later(61_000)), at(1))).toEqual([]);
  });
});
