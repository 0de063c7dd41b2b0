import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { conflicts } from '@/db/schema/reviews';
import { setLanguages } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk, queueFor, stageCounts } from '@/domain/applications/queries';
import { openOriginal } from '@/domain/documents/commands';
import { outboxFor } from '@/domain/messages/queries';
import { aMember } from '@/domain/testing/portal';
import { assign, assignBest, changePlan, declareConflict, liftConflict, score } from './commands';
import { assignmentsOn, conflictsOn, mayReview, scorecardFor } from './queries';
import { ALL, administrator, aPortalWithReviews, editor, inArmenia, portal } from './testing';

aPortalWithReviews();

/** As a session finds the member: with the conflicts declared by now. */
async function again(member: MemberActor): Promise<MemberActor> {
  const rows = await portal.services.connection.db
    .select({ id: conflicts.applicationId })
    .from(conflicts)
    .where(eq(conflicts.memberId, member.memberId));
  return { ...member, conflicts: rows.map((row) => row.id) };
}

describe('a conflict of interest', () => {
  it('takes the application out of the member’s sight everywhere, and passes on what they had to read', async () => {
    const kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const next = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    await setLanguages(portal.as(administrator), next.memberId, ['hy']);
    const { id, number, documents } = await inArmenia();
    await assign(portal.as(editor), { number, memberId: kin.memberId });
    await score(portal.as(kin), { number, scores: { ...ALL, writing: 5 } });
    await declareConflict(portal.as(kin), { number, reason: 'She is my cousin Nairuhi.' });
    const ctx = portal.as(await again(kin));
    await expect(applicationForDesk(ctx, number)).rejects.toMatchObject({ code: 'not_found' });
    await expect(openOriginal(ctx, documents[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await expect(score(ctx, { number, scores: ALL })).rejects.toMatchObject({ code: 'not_found' });
    const { entries } = await queueFor(ctx, { limit: 200 });
    expect(entries.map((entry) => entry.number)).not.toContain(number);
    expect((await stageCounts(ctx)).all).toBe((await stageCounts(portal.as(kin))).all - 1);
    expect(await mayReview(portal.as(editor), { id, callId: portal.callId, regions: ['armenia'] })).not.toContainEqual(
      expect.objectContaining({ memberId: kin.memberId }),
    );
    await expect(assign(portal.as(administrator), { number, memberId: kin.memberId })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await scorecardFor(portal.as(editor), { id, callId: portal.callId })).othersIn).toBe(0);
    expect(await conflictsOn(portal.as(administrator), id)).toMatchObject([
      { memberId: kin.memberId, reason: 'She is my cousin Nairuhi.' },
    ]);
    expect(await conflictsOn(portal.as(editor), id)).toEqual([]);
    await expect(liftConflict(ctx, { number, memberId: kin.memberId })).rejects.toMatchObject({ code: 'not_found' });
    await liftConflict(portal.as(administrator), { number, memberId: kin.memberId });
    expect((await applicationForDesk(portal.as(await again(kin)), number)).number).toBe(number);
  });

  it('passes on the open review of whoever declares it', async () => {
    const kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
    const { id, number } = await inArmenia();
    await assign(portal.as(editor), { number, memberId: kin.memberId });
    await declareConflict(portal.as(administrator), { number, memberId: kin.memberId });
    const readers = await assignmentsOn(portal.as(editor), id);
    expect(readers).toHaveLength(1);
    expect(readers[0]?.memberId).not.toBe(kin.memberId);
    await expect(declareConflict(portal.as(editor), { number, memberId: kin.memberId })).rejects.toMatchObject({
      code: 'not_allowed',
    });
  });

  it('leaves the place to another reader also where a card is in already, whether it was asked for or not', async () => {
    const plan = { reviewersEach: 1, automatic: false, dueDays: null, blind: 'off', mayUnmask: true } as const;
    await changePlan(portal.as(administrator), portal.callId, plan);
    for (const isAsked of [true, false]) {
      const kin = await aMember(portal, [{ role: 'reviewer', region: 'armenia' }]);
      const { id, number } = await inArmenia();
      if (isAsked) await assign(portal.as(editor), { number, memberId: kin.memberId });
      await score(portal.as(kin), { number, scores: ALL });
      await declareConflict(portal.as(kin), { number });
      if (!isAsked) expect(await assignBest(portal.as(editor), number)).toBe(1);
      const readers = await assignmentsOn(portal.as(editor), id);
      expect(readers).toMatchObject([{ doneAt: null }]);
      expect(readers[0]?.memberId).not.toBe(kin.memberId);
    }
  });

  it('also hides an administrator’s own cousin from them, the mails included', async () => {
    const admin = await aMember(portal, [{ role: 'administrator' }]);
    const { number } = await inArmenia();
    expect((await outboxFor(portal.as(admin), { limit: 500 })).waiting.some((mail) => mail.number === number)).toBe(
      true,
    );
    await declareConflict(portal.as(admin), { number });
    const ctx = portal.as(await again(admin));
    await expect(applicationForDesk(ctx, number)).rejects.toMatchObject({ code: 'not_found' });
    expect((await outboxFor(ctx, { limit: 500 })).waiting.some((mail) => mail.number === number)).toBe(false);
  });
});
