import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { scheduleCall } from '@/domain/calls/commands';
import { discussionOf } from '@/domain/discussion/queries';
import { newDraftToken, saveTyped } from '@/domain/intake/commands';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { sweepOverdue } from './commands';

const DAY = 24 * 3_600_000;
const SLUG = 'regional-specialists';

const inDays = (days: number) => new Date(Date.now() + days * DAY);

let portal: TestPortal;
let administrator: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  administrator = await aMember(portal, [{ role: 'administrator' }]);
});
afterAll(() => portal.close());

const sql = () => portal.services.connection.sql;

/** The call has been there for three years, and no day of it is set. */
beforeEach(async () => {
  await sql()`update calls set state = 'open', closes_at = null, created_at = ${inDays(-3 * 365).toISOString()}`;
});

type Days = { closesAt: Date | null; answerBy?: Date | null };

function schedule({ closesAt, answerBy = null }: Days, now = new Date()): Promise<void> {
  const days = { state: 'open' as const, timeZone: 'Asia/Tbilisi', closesAt, answerBy };
  return scheduleCall(portal.as(administrator, now), SLUG, days);
}

async function isThere({ id }: { id: string }): Promise<boolean> {
  const rows = await sql()`select 1 from applications where id = ${id} and state <> 'erased'`;
  return rows.length === 1 && (await portal.services.keyStore.get(id)) !== null;
}

async function aDraft(): Promise<{ id: string }> {
  const ctx = portal.stranger();
  const fields = new Map([
    ['draft', [newDraftToken(ctx)]],
    ['name', ['Ana Kalandadze']],
  ]);
  await saveTyped(ctx, { callSlug: SLUG, locale: 'en', fields });
  const [row] = await sql()<
    { id: string }[]
  >`select id from applications where state = 'draft' order by created_at desc`;
  if (!row) throw new Error('no draft');
  return row;
}

describe('a call whose closing day is mistyped as one two years ago', () => {
  it('keeps what was sent and drafted as long as it may be kept, counted from then', async () => {
    const [sent, draft] = [await sentTo(portal), await aDraft()];
    await schedule({ closesAt: inDays(-2 * 365) });
    for (const days of [0, 179]) {
      await sweepOverdue(portal.system(inDays(days)));
      expect([await isThere(sent), await isThere(draft)]).toEqual([true, true]);
    }
    await sweepOverdue(portal.system(inDays(181)));
    expect([await isThere(sent), await isThere(draft)]).toEqual([false, false]);
  });
});

describe('the day the desk names for those kept for later calls', () => {
  it.each<[string, Date | null]>([
    ['in a call without a closing day', null],
    ['in one that closes later', inDays(20)],
    ['in one that closed before they sent', inDays(-400)],
  ])('is the day they are erased: %s', async (_, closesAt) => {
    const sent: Sent = await sentTo(portal, { fields: { keepInPool: 'on' } });
    await schedule({ closesAt });
    const { pool } = await discussionOf(portal.as(await aMember(portal)), sent.number);
    const until = pool?.until.getTime() ?? 0;
    await sweepOverdue(portal.system(new Date(until - 1000)));
    expect(await isThere(sent)).toBe(true);
    await sweepOverdue(portal.system(new Date(until + 1000)));
    expect(await isThere(sent)).toBe(false);
  });
});

describe('a day of a call that cannot be meant', () => {
  it.each<[string, Days, string]>([
    ['closing before the call was there', { closesAt: inDays(-4 * 365) }, 'closesAt'],
    ['closing in the year 206', { closesAt: new Date('0206-01-15T20:00:00Z') }, 'closesAt'],
    ['closing in 2207', { closesAt: new Date('2207-01-15T20:00:00Z') }, 'closesAt'],
    ['answering before the call was there', { closesAt: null, answerBy: inDays(-4 * 365) }, 'answerBy'],
  ])('is refused, and nothing changes: %s', async (_, days, field) => {
    await expect(schedule(days)).rejects.toMatchObject({ code: 'unlikely_day', details: { field } });
    expect(await sql()`select closes_at, answer_by from calls`).toEqual([{ closes_at: null, answer_by: null }]);
  });

  it.each([inDays(-1), inDays(9 * 365)])('is not one that may be: %s', async (closesAt) => {
    await schedule({ closesAt });
    const [call] = await sql()<{ at: string }[]>`select closes_at as at from calls`;
    expect(new Date(call?.at ?? 0)).toEqual(closesAt);
  });
});
