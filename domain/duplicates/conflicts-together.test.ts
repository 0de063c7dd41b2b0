import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { memberSessions } from '@/db/schema/accounts';
import { sessionHash } from '@/domain/accounts/commands/sign-in';
import { memberSession } from '@/domain/accounts/queries';
import type { MemberActor } from '@/domain/actor';
import { applicantSession } from '@/domain/applications/commands';
import { applicationForDesk, queueFor, viewCounts } from '@/domain/applications/queries';
import { discussionOf } from '@/domain/discussion/queries';
import { openOriginal } from '@/domain/documents/commands';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { assign, declareConflict, liftConflict, score, settleConflicts } from '@/domain/reviews/commands';
import { assignmentsOn, conflictsOn, mayReview, nextToReview, scorecardFor } from '@/domain/reviews/queries';
import { ALL, administrator, aPortalWithReviews, editor, inArmenia, portal } from '@/domain/reviews/testing';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import { mergeApplications, unmergeApplication } from './commands';

aPortalWithReviews();

let kin: MemberActor;
beforeEach(async () => {
  kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
});

/** The member as the next request of theirs finds them. */
async function again({ memberId }: MemberActor): Promise<MemberActor> {
  const token = randomUUID();
  await portal.services.connection.db.insert(memberSessions).values({
    tokenHash: sessionHash(portal.system(), token),
    memberId,
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 60_000),
  });
  const session = await memberSession(portal.stranger(), token);
  if (!session) throw new Error('no session');
  return session.member;
}

/** Does what waits for the worker, and says for how many applications. */
async function settle(): Promise<number> {
  const waiting = await portal.services.connection.sql<{ id: string }[]>`
    delete from jobs.job where name = 'reviews.settle-conflicts' returning data->>'applicationId' as id`;
  for (const { id } of waiting) await settleConflicts(portal.system(), { applicationId: id });
  return waiting.length;
}

type Two = Awaited<ReturnType<typeof inArmenia>>;

async function canMeet(member: MemberActor, { id, number, documents }: Two) {
  const ctx = portal.as(await again(member));
  const reached = (work: Promise<unknown>) =>
    work.then(
      () => true,
      (error: { code?: string }) => error.code !== 'not_found',
    );
  const placed = { id, callId: portal.callId, regions: ['armenia'] };
  return {
    reads: await reached(applicationForDesk(ctx, number)),
    opens: await reached(openOriginal(ctx, documents[0]?.id ?? '')),
    talks: await reached(discussionOf(ctx, number)),
    scores: await reached(score(ctx, { number, scores: {} })),
    canBeAsked: (await mayReview(portal.as(editor), placed)).some(({ memberId }) => memberId === member.memberId),
    canBeCalled: (await discussionOf(portal.as(editor), number)).readers.some(
      ({ memberId }) => memberId === member.memberId,
    ),
  };
}

const EVERYTHING = { reads: true, opens: true, talks: true, scores: true, canBeAsked: true, canBeCalled: true };
const NOTHING = { reads: false, opens: false, talks: false, scores: false, canBeAsked: false, canBeCalled: false };

describe('a conflict of interest on one of two that are read as one', () => {
  it.each(['the one folded', 'the one it is folded into'])(
    'declared on %s holds for both, until they part',
    async (on) => {
      const [primary, folded] = [await inArmenia(), await inArmenia()];
      const [declared, other] = on === 'the one folded' ? [folded, primary] : [primary, folded];
      await declareConflict(portal.as(kin), { number: declared.number, reason: 'My cousin.' });
      expect([await canMeet(kin, declared), await canMeet(kin, other)]).toEqual([NOTHING, EVERYTHING]);
      const before = (await viewCounts(portal.as(await again(kin)))).all;

      await mergeApplications(portal.as(editor), { primary: primary.number, folded: folded.number });
      expect([await canMeet(kin, declared), await canMeet(kin, other)]).toEqual([NOTHING, NOTHING]);
      const held = portal.as(await again(kin));
      const { entries } = await queueFor(held, { limit: 200 });
      expect(entries.map((entry) => entry.number)).not.toContain(other.number);
      expect((await viewCounts(held)).all).toBe(before - 1);
      expect(await nextToReview(held)).not.toBe(other.number);
      await expect(assign(portal.as(editor), { number: other.number, memberId: kin.memberId })).rejects.toMatchObject({
        code: 'invalid_input',
      });
      expect(await conflictsOn(portal.as(administrator), other.id)).toMatchObject([
        { memberId: kin.memberId, reason: 'My cousin.', declaredOn: declared.number },
      ]);

      await unmergeApplication(portal.as(editor), folded.number);
      expect([await canMeet(kin, declared), await canMeet(kin, other)]).toEqual([NOTHING, EVERYTHING]);
      expect(await conflictsOn(portal.as(administrator), other.id)).toEqual([]);
    },
  );

  it('reaches also what else is folded there, and ends for all when it is lifted where it was declared', async () => {
    const [primary, one, other] = [await inArmenia(), await inArmenia(), await inArmenia()];
    for (const folded of [one, other])
      await mergeApplications(portal.as(editor), { primary: primary.number, folded: folded.number });
    await declareConflict(portal.as(kin), { number: one.number });
    for (const each of [primary, one, other]) expect(await canMeet(kin, each)).toEqual(NOTHING);
    await liftConflict(portal.as(administrator), { number: one.number, memberId: kin.memberId });
    for (const each of [primary, one, other]) expect(await canMeet(kin, each)).toEqual(EVERYTHING);
  });

  it('takes out the card that was in on the other and passes its reading on; it counts again once they part', async () => {
    const [primary, folded] = [await inArmenia(), await inArmenia()];
    await assign(portal.as(editor), { number: primary.number, memberId: kin.memberId });
    await score(portal.as(kin), { number: primary.number, scores: ALL });
    await declareConflict(portal.as(kin), { number: folded.number });
    const standing = async () => ({
      cards: (await scorecardFor(portal.as(editor), primary)).othersIn,
      counted: (
        await portal.services.connection.sql`
        select review_count from applications where id = ${primary.id}`
      )[0]?.review_count,
      kinReads: (await assignmentsOn(portal.as(editor), primary.id)).some(({ memberId }) => memberId === kin.memberId),
    });
    expect(await standing()).toEqual({ cards: 1, counted: 1, kinReads: true });
    await mergeApplications(portal.as(editor), { primary: primary.number, folded: folded.number });
    await settle();
    expect(await standing()).toEqual({ cards: 0, counted: 0, kinReads: false });
    await unmergeApplication(portal.as(editor), folded.number);
    await settle();
    expect(await standing()).toEqual({ cards: 1, counted: 1, kinReads: false });
  });

  it('parts also when one of them is withdrawn', async () => {
    const sent = await aSentApplication(portal, { fields: { region: ['armenia'], writes: ['hy'] } });
    const primary = await inArmenia();
    await score(portal.as(kin), { number: primary.number, scores: ALL });
    await declareConflict(portal.as(kin), { number: sent.number });
    await mergeApplications(portal.as(editor), { primary: primary.number, folded: sent.number });
    await settle();
    const found = await applicantSession(portal.stranger(), sent.session);
    if (!found) throw new Error('no session');
    await withdrawMyApplication(
      portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash }),
      {},
    );
    expect(await settle()).toBe(1);
    expect(await canMeet(kin, primary)).toEqual(EVERYTHING);
    const [row] = await portal.services.connection.sql`select review_count from applications where id = ${primary.id}`;
    expect(row?.review_count).toBe(1);
  });
});
