import { describe, expect, it } from 'vitest';
import { bePresent } from '@/domain/applications/commands';
import { aMember, aSentApplication, openTestPortal } from '@/domain/testing/portal';
import { assign, score } from './commands';
import { nextToReview } from './queries';
import { ALL } from './testing';

describe('the next to score', () => {
  it('is one of mine, the least reviewed first, then the oldest of the others', async () => {
    const own = await openTestPortal();
    const me = await aMember(own, [{ role: 'reviewer' }]);
    const colleague = await aMember(own, [{ role: 'reviewer' }]);
    const boss = await aMember(own, [{ role: 'editor' }]);
    const sent: string[] = [];
    for (let at = 0; at < 5; at += 1) sent.push((await aSentApplication(own)).number);
    const [first, second, third, fourth, fifth] = sent;
    for (const number of [second, third]) {
      await assign(own.as(boss), { number: number ?? '', memberId: me.memberId });
    }
    for (const number of [first, second]) await score(own.as(colleague), { number: number ?? '', scores: ALL });
    const order: (string | null)[] = [];
    for (;;) {
      const next = await nextToReview(own.as(me));
      order.push(next);
      if (next === null) break;
      await score(own.as(me), { number: next, scores: ALL });
    }
    expect(order).toEqual([third, second, fourth, fifth, first, null]);
    expect(await nextToReview(own.as(boss))).toBe(third);
    expect(await nextToReview(own.as(boss), { but: third })).toBe(fourth);
    await bePresent(own.as(colleague), third ?? '');
    expect(await nextToReview(own.as(boss))).toBe(fourth);
    await bePresent(own.as(boss), fourth ?? '');
    expect(await nextToReview(own.as(boss))).toBe(fourth);
    await own.close();
  });
});
