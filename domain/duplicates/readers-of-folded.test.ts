import { beforeEach, describe, expect, it } from 'vitest';
import { removeMember } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { assign, assignBest, assignOpen, changePlan, tellReviewers } from '@/domain/reviews/commands';
import { assignmentsOn, reviewProgress } from '@/domain/reviews/queries';
import { administrator, aPortalWithReviews, portal } from '@/domain/reviews/testing';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import { mergeApplications, unmergeApplication } from './commands';

aPortalWithReviews();

const PLAN = { reviewersEach: 1, automatic: true, dueDays: 10, blind: 'off', mayUnmask: true } as const;
const LONG_AGO = new Date('2026-01-01T12:00:00Z');

/** A region of each test's own. */
const REGIONS = ['azerbaijan', 'georgia', 'north-caucasus', 'other'];
let region: string;
let reader: MemberActor;
beforeEach(async () => {
  region = REGIONS.shift() ?? '';
  reader = await aMember(portal, [{ role: 'reviewer', region }]);
  await changePlan(portal.as(administrator), portal.callId, PLAN);
});

async function sent() {
  const { number } = await aSentApplication(portal, { fields: { region: [region] } });
  return applicationForDesk(portal.as(administrator), number);
}

async function readersOf({ id }: { id: string }): Promise<string[]> {
  return (await assignmentsOn(portal.as(administrator), id)).map(({ memberId }) => memberId);
}

async function progressOf({ memberId }: MemberActor) {
  return (await reviewProgress(portal.as(administrator))).find((one) => one.memberId === memberId);
}

describe('an application folded into another', () => {
  it('is given to nobody until it stands alone again', async () => {
    const [folded, primary] = [await sent(), await sent()];
    await mergeApplications(portal.as(administrator), { primary: primary.number, folded: folded.number });
    expect(await assignOpen(portal.system())).toBe(1);
    expect([await readersOf(primary), await readersOf(folded)]).toEqual([[reader.memberId], []]);
    await unmergeApplication(portal.as(administrator), folded.number);
    expect(await assignOpen(portal.system())).toBe(1);
    expect(await readersOf(folded)).toEqual([reader.memberId]);
    await tellReviewers(portal.system());
  });

  it('is told to its reader, and late with them, only while it stands alone', async () => {
    const [folded, primary] = [await sent(), await sent()];
    await assign(portal.as(administrator), { number: folded.number, memberId: reader.memberId, dueAt: LONG_AGO });
    expect(await progressOf(reader)).toMatchObject({ assigned: 1, overdue: 1 });
    await mergeApplications(portal.as(administrator), { primary: primary.number, folded: folded.number });
    expect(await progressOf(reader)).toBeUndefined();
    expect(await tellReviewers(portal.system())).toBe(0);
    await assign(portal.as(administrator), { number: primary.number, memberId: reader.memberId });
    expect(await tellReviewers(portal.system())).toBe(1);
    await unmergeApplication(portal.as(administrator), folded.number);
    expect(await progressOf(reader)).toMatchObject({ assigned: 2, overdue: 1 });
    expect(await tellReviewers(portal.system())).toBe(1);
    expect(await tellReviewers(portal.system())).toBe(0);
  });

  it('weighs on its reader only while it stands alone', async () => {
    const other = await aMember(portal, [{ role: 'reviewer', region }]);
    // Of two with as much to do, the portal takes the one whose id is first.
    const [first = '', second = ''] = [reader.memberId, other.memberId].sort((a, b) => a.localeCompare(b));
    const [folded, primary, next, last] = [await sent(), await sent(), await sent(), await sent()];
    await assign(portal.as(administrator), { number: folded.number, memberId: first });
    await mergeApplications(portal.as(administrator), { primary: primary.number, folded: folded.number });
    await assignBest(portal.as(administrator), next.number);
    expect(await readersOf(next)).toEqual([first]);
    await assign(portal.as(administrator), { number: primary.number, memberId: second });
    await unmergeApplication(portal.as(administrator), folded.number);
    await assignBest(portal.as(administrator), last.number);
    expect(await readersOf(last)).toEqual([second]);
  });

  it('is passed on by who left once it stands alone again', async () => {
    const [folded, primary] = [await sent(), await sent()];
    await assign(portal.as(administrator), { number: folded.number, memberId: reader.memberId });
    await mergeApplications(portal.as(administrator), { primary: primary.number, folded: folded.number });
    await removeMember(portal.as(administrator), reader.memberId);
    const stays = await aMember(portal, [{ role: 'reviewer', region }]);
    await assignOpen(portal.system());
    expect([await readersOf(primary), await readersOf(folded)]).toEqual([[stays.memberId], [reader.memberId]]);
    await unmergeApplication(portal.as(administrator), folded.number);
    await assignOpen(portal.system());
    expect(await readersOf(folded)).toEqual([stays.memberId]);
  });
});
