import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insightLead } from '@/app/_ui/desk/insights';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { CALL } from '@/db/seed/regional-specialists';
import type { MemberActor } from '@/domain/actor';
import { createCall } from '@/domain/calls/commands';
import { mergeApplications } from '@/domain/duplicates/commands';
import { insightsFor } from '@/domain/insights/queries';
import { decide, releaseDecision } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { railFacts } from './facts';

const NOON = new Date('2027-01-15T08:00:00Z');

let portal: TestPortal;
let editor: MemberActor;
let answered: { number: string };
let late: string;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  const { id } = await createCall(portal.system(), { ...CALL, slug: 'older' });
  late = id;
  await promise(late, '2026-03-01T19:59:00Z');
  await promise(portal.callId, '2027-01-16T19:59:00Z');
  await portal.services.connection.db.update(calls).set({ state: 'closed' }).where(eq(calls.id, late));
  answered = await aSentApplication(portal);
  await move(answered.number);
  await aSentApplication(portal);
});
afterAll(() => portal.close());

async function promise(callId: string, answerBy: string) {
  const { db } = portal.services.connection;
  await db
    .update(calls)
    .set({ answerBy: new Date(answerBy), timeZone: 'Asia/Tbilisi' })
    .where(eq(calls.id, callId));
}

/** Forms are posted to the first call; here some belong to the older one. */
async function move(number: string) {
  const { db } = portal.services.connection;
  await db.update(applications).set({ callId: late }).where(eq(applications.number, number));
}

async function answersFor(member: MemberActor) {
  const ctx = { ...portal.as(member, NOON), actor: member };
  return (await railFacts({ ctx, locale: 'en' })).answers;
}

describe('the day that answers are due', () => {
  it('has passed while somebody of the older call waits for an answer', async () => {
    expect(await answersFor(editor)).toEqual({ day: '1 March 2026', days: -320 });
  });

  it('is that of the next call where all of the older one are answered, or read under one that is', async () => {
    const again = await aSentApplication(portal);
    await move(again.number);
    await mergeApplications(portal.as(editor), { primary: answered.number, folded: again.number });
    const { version } = await decide(portal.as(editor), {
      number: answered.number,
      version: 2,
      kind: 'decline',
      subject: 'x',
      text: 'y',
    });
    expect(await answersFor(editor)).toMatchObject({ days: -320 });
    await releaseDecision(portal.as(editor), { number: answered.number, version });
    const answers = await answersFor(editor);
    expect(answers).toEqual({ day: '16 January', days: 1 });
    const facts = await insightsFor(portal.as(editor, NOON));
    expect(insightLead({ facts, answers, locale: 'en' })).toContain('Answers were promised by 16 January, tomorrow.');
  });

  it('is no promise to those whom the member may not read, nor to one they are kept from', async () => {
    const { number } = await aSentApplication(portal, { fields: { region: ['armenia'] } });
    await move(number);
    expect(await answersFor(editor)).toMatchObject({ days: -320 });
    expect(await answersFor(await aMember(portal, [{ region: 'georgia' }]))).toMatchObject({ days: 1 });
    expect(await answersFor(await aMember(portal, [{ region: 'azerbaijan' }]))).toBeNull();
    const [row] = await portal.services.connection.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.number, number));
    expect(await answersFor({ ...editor, conflicts: [row?.id ?? ''] })).toMatchObject({ days: 1 });
  });
});
