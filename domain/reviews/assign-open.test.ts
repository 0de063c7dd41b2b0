import { beforeEach, describe, expect, it } from 'vitest';
import { removeMember } from '@/domain/accounts/commands';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import { assignOpen, changePlan, declareConflict, score } from './commands';
import { assignmentsOn } from './queries';
import { ALL, administrator, aPortalWithReviews, editor, inArmenia, portal } from './testing';

aPortalWithReviews();

const PLAN = { reviewersEach: 1, automatic: true, dueDays: 10, blind: 'off', mayUnmask: true } as const;

/** Nobody reads there but administrators. */
const inGeorgia = () => aSentApplication(portal, { fields: { region: ['georgia'] } });

async function readersOf({ id }: { id: string }): Promise<string[]> {
  return (await assignmentsOn(portal.as(administrator), id)).map(({ memberId }) => memberId);
}

describe('a run that gives out few at once', () => {
  beforeEach(async () => {
    await changePlan(portal.as(administrator), portal.callId, PLAN);
    await assignOpen(portal.system());
  });

  it.each([
    ['by itself', undefined],
    ['at an administrator’s word', () => portal.callId],
  ])('reaches who came after more without a reader than it takes, %s', async (_, callId) => {
    for (let at = 0; at < 3; at += 1) await inGeorgia();
    const newest = await inArmenia();
    const asked = callId ? { callId: callId() } : {};
    expect(await assignOpen(portal.system(), { ...asked, atMost: 2 })).toBe(1);
    expect(await readersOf(newest)).toEqual([editor.memberId]);
    expect(await assignOpen(portal.system(), { ...asked, atMost: 2 })).toBe(0);
  });

  it('goes on past two places with one reader for them', async () => {
    await changePlan(portal.as(administrator), portal.callId, { ...PLAN, reviewersEach: 2 });
    const [older, newer] = [await inArmenia(), await inArmenia()];
    const run = () => assignOpen(portal.system(), { atMost: 1 });
    expect([await run(), await run(), await run()]).toEqual([1, 1, 0]);
    for (const one of [older, newer]) expect(await readersOf(one)).toEqual([editor.memberId]);
    const second = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    expect(await run()).toBe(1);
    await removeMember(portal.as(administrator), second.memberId);
  });

  it('goes on past a place that a card taken in unasked has filled', async () => {
    const unasked = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const [read, newer] = [await inArmenia(), await inArmenia()];
    await score(portal.as(unasked), { number: read.number, scores: ALL });
    await removeMember(portal.as(administrator), unasked.memberId);
    expect(await assignOpen(portal.system(), { atMost: 1 })).toBe(1);
    expect(await readersOf(read)).toEqual([]);
    expect(await readersOf(newer)).toEqual([editor.memberId]);
  });

  it('goes on past one whose only reader must not judge it', async () => {
    const [kin, newer] = [await inArmenia(), await inArmenia()];
    await declareConflict(portal.as(administrator), { number: kin.number, memberId: editor.memberId, reason: '' });
    expect(await assignOpen(portal.system(), { atMost: 1 })).toBe(1);
    expect(await readersOf(kin)).toEqual([]);
    expect(await readersOf(newer)).toEqual([editor.memberId]);
  });

  it('gives to an administrator who also reads, wherever it is', async () => {
    const both = await aMember(portal, [{ role: 'administrator' }, { role: 'reviewer', region: 'armenia' }]);
    await assignOpen(portal.system());
    await inGeorgia();
    expect(await assignOpen(portal.system(), { atMost: 1 })).toBe(1);
    await removeMember(portal.as(administrator), both.memberId);
  });
});
