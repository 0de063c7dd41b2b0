import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import type { MemberActor } from '@/domain/actor';
import { bePresent } from '@/domain/applications/commands';
import { applicationForDesk, colleaguesAt } from '@/domain/applications/queries';
import { writeComment } from '@/domain/discussion/commands';
import { discussionOf, unseenMentions } from '@/domain/discussion/queries';
import { AppError } from '@/domain/errors';
import { insightsFor } from '@/domain/insights/queries';
import { openMail } from '@/domain/messages/writing';
import { assign, decide, declareConflict, score, tellReviewers } from '@/domain/reviews/commands';
import {
  assignmentsOn,
  conflictsOn,
  decisionOn,
  fellowReaders,
  mayReview,
  pendingDecisions,
  reviewProgress,
  scorecardFor,
} from '@/domain/reviews/queries';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { damage } from '@/domain/testing/damage';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { portalKeys } from '@/platform/vault';
import { consumeSignIn, inviteMember, removeMember, requestSignIn } from './commands';
import { isKeyOfMembers, memberNames, memberSession, membersForDesk } from './queries';

/** A member whose name and address no longer open has read, written and decided; the others go on beside them. */
let portal: TestPortal;
let administrator: MemberActor;
let damaged: MemberActor;
let whole: MemberActor;
let sent: Sent;

const NAMELESS = 'a member without a name';
const ADDRESS = 'damaged@portal.test';
const desk = () => portal.as(administrator);
const nameOf = async ({ memberId }: MemberActor) =>
  (await memberNames(portal.system(), [memberId])).get(memberId) ?? '';

beforeAll(async () => {
  portal = await openTestPortal();
  administrator = await aMember(portal, [{ role: 'administrator' }]);
  const grants = [{ role: 'editor' as const, callId: null, region: null }];
  const { memberId } = await inviteMember(portal.system(), { address: ADDRESS, name: 'Damaged Member', grants });
  damaged = { kind: 'member', memberId, grants, locale: 'en' };
  whole = await aMember(portal);
  sent = await sentTo(portal);
  const ctx = portal.as(damaged);
  const { number } = sent;
  await assign(desk(), { number, memberId });
  for (const one of [ctx, portal.as(whole)]) {
    await bePresent(one, number);
    await writeComment(one, { number, text: `Both of us, @${await nameOf(whole)}` });
    await score(one, {
      number,
      scores: { local_knowledge: 4, writing: 4, sourcing: 4, languages: 4, reliability: 4 },
      note: '',
      finish: true,
    });
  }
  const { version } = await applicationForDesk(ctx, number);
  await decide(ctx, { number, version, kind: 'hold', subject: 'Not yet', text: 'We are still reading.' });
  await damage(portal, { table: 'members', column: 'sealed_profile', of: memberId });
});
afterAll(() => portal.close());

it('is named by a stand-in in the language of whoever reads', async () => {
  const ids = [damaged.memberId, whole.memberId];
  expect([...(await memberNames(desk(), ids)).values()].toSorted()).toEqual([await nameOf(whole), NAMELESS].toSorted());
  const german = portal.as({ ...administrator, locale: 'de' });
  expect([...(await memberNames(german, [damaged.memberId])).values()]).toEqual(['Mitglied ohne Namen']);
});

it('stands on the pages of an application beside the others', async () => {
  const { id, number } = sent;
  expect((await colleaguesAt(desk(), number)).toSorted()).toEqual([await nameOf(whole), NAMELESS].toSorted());
  const { comments, readers } = await discussionOf(desk(), number);
  expect(comments.map(({ by }) => by)).toEqual([NAMELESS, await nameOf(whole)]);
  expect(readers.map(({ name }) => name)).toContain(NAMELESS);
  expect((await assignmentsOn(desk(), id)).map(({ name }) => name)).toEqual([NAMELESS]);
  expect((await scorecardFor(portal.as(whole), { id, callId: portal.callId })).others?.map(({ by }) => by)).toEqual([
    NAMELESS,
  ]);
  expect(await decisionOn(desk(), id)).toMatchObject({ by: NAMELESS });
  const { timeline } = await applicationForDesk(desk(), number);
  expect(timeline.filter(({ by }) => by === NAMELESS)).not.toEqual([]);
});

it('stands in the lists of the desk', async () => {
  expect(await pendingDecisions(desk())).toMatchObject([{ number: sent.number, by: NAMELESS }]);
  expect((await fellowReaders(desk())).map(({ name }) => name)).toEqual(
    expect.arrayContaining([NAMELESS, await nameOf(whole)]),
  );
  expect(await reviewProgress(desk())).toMatchObject([{ name: NAMELESS, assigned: 1 }]);
  expect((await insightsFor(desk())).load.map(({ name }) => name)).toContain(NAMELESS);
  const { id, number } = await sentTo(portal);
  await declareConflict(portal.as(damaged), { number });
  expect(await conflictsOn(desk(), id)).toMatchObject([{ name: NAMELESS }]);
});

it('can be given something to read, of which no mail tells them', async () => {
  const { id, number } = await sentTo(portal);
  const free = await mayReview(desk(), { id, callId: portal.callId, regions: ['georgia'] });
  expect(free.map(({ name }) => name)).toContain(NAMELESS);
  await assign(desk(), { number, memberId: damaged.memberId });
  await assign(desk(), { number, memberId: whole.memberId });
  expect(await tellReviewers(portal.system())).toBe(1);
});

it('is no hindrance to calling the others', async () => {
  const before = (await unseenMentions(portal.as(whole))).count;
  await writeComment(desk(), { number: sent.number, text: `@${await nameOf(whole)} and @${NAMELESS}, please look.` });
  expect((await unseenMentions(portal.as(whole))).count).toBe(before + 1);
});

it('does not make the key another one, as another key does', async () => {
  const system = portal.system();
  expect(await isKeyOfMembers(system)).toBe(true);
  const other = { ...system, keys: portalKeys(randomBytes(32)) };
  expect(await isKeyOfMembers(other)).toBe(false);
  await expect(isKeyOfMembers(portal.stranger())).rejects.toThrow(new AppError('not_found'));
});

it('signs in as ever', async () => {
  await requestSignIn(portal.stranger(), { address: ADDRESS, browser: 'this-browser', locale: 'en' });
  const mails = await portal.services.connection.db.select().from(outbox).where(eq(outbox.memberId, damaged.memberId));
  const mail = mails.find(({ template }) => template === 'sign-in');
  const opened = mail && (await openMail(portal.system(), mail));
  const { code } = (opened?.contents?.params ?? {}) as unknown as { code: string };
  const { sessionToken } = await consumeSignIn(portal.stranger(), { browser: 'this-browser', address: ADDRESS, code });
  expect((await memberSession(portal.stranger(), sessionToken))?.member.memberId).toBe(damaged.memberId);
});

it('is in the settings without an address, and can be invited anew once removed', async () => {
  const listed = (await membersForDesk(desk())).find(({ id }) => id === damaged.memberId);
  expect(listed).toMatchObject({ name: NAMELESS, address: '' });
  await removeMember(desk(), damaged.memberId);
  const grants = [...damaged.grants];
  const { memberId } = await inviteMember(desk(), { address: ADDRESS, name: 'Whole Again', grants });
  expect((await membersForDesk(desk())).find(({ id }) => id === memberId)).toMatchObject({
    name: 'Whole Again',
    address: ADDRESS,
  });
});
