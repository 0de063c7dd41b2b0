import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL } from '@/db/seed/regional-specialists';
import { changeGrants, setLanguages } from '@/domain/accounts/commands';
import { membersForDesk } from '@/domain/accounts/queries';
import { inOneOrder } from '@/domain/accounts/rules';
import { scheduleCall } from '@/domain/calls/commands';
import { callBySlug } from '@/domain/calls/queries';
import { scheduleOf } from '@/domain/calls/rules';
import type { Ctx } from '@/domain/context';
import { seenOf } from '@/domain/seen';
import { addInbox, changeInbox, changePublication } from '@/domain/settings/commands';
import { allInboxes, publication } from '@/domain/settings/queries';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { changePlan, changeRubric } from './commands';
import { planOf, rubricFor } from './queries';

let portal: TestPortal;
let member: string;
let inbox: string;
let administrators: Ctx[];
beforeAll(async () => {
  portal = await openTestPortal();
  member = (await aMember(portal)).memberId;
  const address = 'desk@example.org';
  inbox = (await addInbox(portal.system(), { purpose: 'editorial', address, callId: null })).id;
  administrators = await Promise.all(
    [1, 2].map(async () => portal.as(await aMember(portal, [{ role: 'administrator' }]))),
  );
});
afterAll(() => portal.close());

type Setting<T> = {
  read(ctx: Ctx): Promise<T>;
  write(ctx: Ctx, wanted: T, seen?: string): Promise<void>;
  /** two changes that have nothing to do with each other */
  changes: [(standing: T) => T, (standing: T) => T];
};

const in30Days = new Date(Date.now() + 30 * 24 * 3_600_000);
const listed = async (ctx: Ctx) => (await membersForDesk(ctx)).find(({ id }) => id === member);

const SETTINGS = {
  publication: setting({
    read: (ctx) => publication(ctx),
    write: (ctx, wanted, seen) => changePublication(ctx, wanted, seen),
    changes: [(now) => ({ ...now, imprint: { ka: 'გამომცემლობა' } }), (now) => ({ ...now, retentionDays: 90 })],
  }),
  'a call’s days': setting({
    read: async (ctx) => scheduleOf(await callBySlug(ctx, CALL.slug)),
    write: (ctx, wanted, seen) => scheduleCall(ctx, CALL.slug, wanted, seen),
    changes: [(now) => ({ ...now, closesAt: in30Days }), (now) => ({ ...now, timeZone: 'Asia/Baku' })],
  }),
  'an inbox': setting({
    read: async (ctx) => (await allInboxes(ctx)).find(({ id }) => id === inbox),
    write: async (ctx, wanted, seen) => wanted && changeInbox(ctx, inbox, wanted, seen),
    changes: [
      (now) => now && { ...now, address: 'editors@example.org' },
      (now) => now && { ...now, purpose: 'questions' as const },
    ],
  }),
  'a member’s grants': setting({
    read: async (ctx) => inOneOrder((await listed(ctx))?.grants ?? []),
    write: (ctx, wanted, seen) => changeGrants(ctx, member, wanted, seen),
    changes: [
      (now) => now.map((grant) => ({ ...grant, region: 'georgia' })),
      (now) => inOneOrder([...now, { role: 'reviewer', callId: portal.callId, region: null }]),
    ],
  }),
  'a member’s languages': setting({
    read: async (ctx) => (await listed(ctx))?.languages ?? [],
    write: (ctx, wanted, seen) => setLanguages(ctx, member, wanted, seen),
    changes: [(now) => [...now, 'ka'], (now) => [...now, 'hy']],
  }),
  'a plan': setting({
    read: (ctx) => planOf(ctx, portal.callId),
    write: (ctx, wanted, seen) => changePlan(ctx, portal.callId, wanted, seen),
    changes: [(now) => ({ ...now, blind: 'everyone' as const }), (now) => ({ ...now, dueDays: 7 })],
  }),
  'a rubric': setting({
    read: (ctx) => rubricFor(ctx, portal.callId),
    write: (ctx, wanted, seen) => changeRubric(ctx, portal.callId, wanted, seen),
    changes: [
      (now) => now.map((line) => ({ ...line, weight: line.key === 'writing' ? 5 : line.weight })),
      (now) => now.map((line) => ({ ...line, weight: line.key === 'sourcing' ? 3 : line.weight })),
    ],
  }),
};

describe.each(Object.entries(SETTINGS))('%s, changed by two at once', (_name, { read, write, changes }) => {
  it('stays as the first left it when the other’s page is older, and takes both in the end', async () => {
    const [one, other] = administrators as [Ctx, Ctx];
    const [mine, theirs] = changes;
    const shown = await read(one);
    const seen = seenOf(shown);
    await write(one, mine(shown), seen);
    await expect(write(other, theirs(shown), seen)).rejects.toMatchObject({ code: 'conflict' });
    const after = await read(other);
    expect(after).toEqual(mine(shown));
    expect(after).not.toEqual(shown);

    await write(other, theirs(after), seenOf(after));
    expect(await read(one)).toEqual(theirs(mine(shown)));
    await write(one, shown, seenOf(await read(one)));
    expect(await read(one)).toEqual(shown);
  });

  it('takes one of two changes made in the same moment', async () => {
    const shown = await read(administrators[0] as Ctx);
    const seen = seenOf(shown);
    const outcomes = await Promise.allSettled(
      administrators.map((ctx, place) => write(ctx, (changes[place] as (now: unknown) => unknown)(shown), seen)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });
});

it('lets a form that is sent twice be the same change', async () => {
  const [one] = administrators as [Ctx, Ctx];
  const shown = await planOf(one, portal.callId);
  const wanted = { ...shown, reviewersEach: 4 };
  await changePlan(one, portal.callId, wanted, seenOf(shown));
  await changePlan(one, portal.callId, wanted, seenOf(shown));
  expect(await planOf(one, portal.callId)).toEqual(wanted);
});

/** Each reads and writes its own kind; the stories are the same for all. */
function setting<T>(one: Setting<T>): Setting<unknown> {
  return one as Setting<unknown>;
}
