import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { decide, declareConflict, undoDecision, unmask } from '@/domain/reviews/commands';
import { conflictsOn } from '@/domain/reviews/queries';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { unmergeApplication } from './commands';
import { relativesOf } from './queries';
import { foldReadBlind } from './testing';

let portal: TestPortal;
let looked: MemberActor;
let other: MemberActor;
let earlier: string;
let later: string;

beforeAll(async () => {
  portal = await openTestPortal();
  ({ looked, other, earlier, later } = await foldReadBlind(portal));
});
afterAll(() => portal.close());

async function foldsIn(ctx: Ctx, number: string): Promise<string[]> {
  const { timeline } = await applicationForDesk(ctx, number);
  return timeline.map(({ verb }) => verb).filter((verb) => /merged|folded/.test(verb));
}

describe('of two that are read together, one of them blind', () => {
  it('neither tells of the other to whoever reads blind', async () => {
    const ctx = portal.as(other);
    const seen = await relativesOf(ctx, later);
    expect(seen).toEqual({ duplicates: [], folded: [], foldedInto: null, keptBack: 'folded' });
    expect(await relativesOf(ctx, earlier)).toMatchObject({ folded: [], foldedInto: null, keptBack: 'primary' });
    expect(JSON.stringify(await applicationForDesk(ctx, later))).not.toContain(earlier);
    expect(JSON.stringify(await applicationForDesk(ctx, earlier))).not.toContain(later);
    expect([await foldsIn(ctx, later), await foldsIn(ctx, earlier)]).toEqual([[], []]);
  });

  it('both do to whoever looked behind the mask', async () => {
    const ctx = portal.as(looked);
    const { folded, keptBack } = await relativesOf(ctx, later);
    expect(folded).toMatchObject([{ number: earlier, name: 'Ketevan Mtisdzireli' }]);
    expect(JSON.stringify(folded)).toContain('Dear Ketevan Mtisdzireli, not this time.');
    expect(keptBack).toBeNull();
    expect(await relativesOf(ctx, earlier)).toMatchObject({ foldedInto: later, keptBack: null });
    expect([await foldsIn(ctx, later), await foldsIn(ctx, earlier)]).toEqual([
      ['application.merged'],
      ['application.folded'],
    ]);
  });

  it('a conflict declared on one says no more on the other than who is kept from both', async () => {
    const kin = await aMember(portal);
    const administrator = await aMember(portal, [{ role: 'administrator' }]);
    await declareConflict(portal.as(kin), { number: earlier, reason: 'Ketevan is my cousin.' });
    const told = async (number: string) =>
      conflictsOn(portal.as(administrator), (await applicationForDesk(portal.as(administrator), number)).id);
    expect(await told(earlier)).toMatchObject([{ declaredOn: earlier, reason: 'Ketevan is my cousin.' }]);
    expect(await told(later)).toMatchObject([{ memberId: kin.memberId, declaredOn: null, reason: '' }]);
    await unmask(portal.as(administrator), { number: later, reason: 'An answer has to be written' });
    expect(await told(later)).toMatchObject([{ declaredOn: earlier, reason: 'Ketevan is my cousin.' }]);
  });

  it('both do to everybody who decides while a decision stands, and their trail not a moment longer', async () => {
    const ctx = portal.as(looked);
    const { version: seen } = await applicationForDesk(ctx, later);
    const answer = { kind: 'hold', subject: 'x', text: 'y' } as const;
    const { version } = await decide(ctx, { number: later, version: seen, ...answer });
    expect(await relativesOf(portal.as(other), later)).toMatchObject({ folded: [{ number: earlier }], keptBack: null });
    expect(await relativesOf(portal.as(other), earlier)).toMatchObject({ foldedInto: later, keptBack: null });
    expect(await foldsIn(portal.as(other), later)).toEqual(['application.merged']);
    await undoDecision(ctx, { number: later, version });
    await unmergeApplication(ctx, earlier);
    expect(await relativesOf(portal.as(other), later)).toMatchObject({ folded: [], keptBack: null });
    expect([await foldsIn(portal.as(other), later), await foldsIn(portal.as(other), earlier)]).toEqual([[], []]);
  });
});
