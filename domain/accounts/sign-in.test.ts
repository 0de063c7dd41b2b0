import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberSessions, members, signInRequests } from '@/db/schema/accounts';
import { outbox } from '@/db/schema/messages';
import { openMail } from '@/domain/messages/writing';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import {
  changeGrants,
  consumeSignIn,
  firstAdministratorLink,
  inviteMember,
  removeMember,
  requestSignIn,
  signOut,
} from './commands';
import { memberSession } from './queries';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

let asked = 0;

/** A member who has just asked for a mail; gives what the mail says. */
async function aRequest(now = new Date()): Promise<{ address: string; memberId: string; token: string; code: string }> {
  asked += 1;
  const address = `asks${asked}@portal.test`;
  const { memberId } = await inviteMember(portal.system(), { address, name: 'Asks', grants: [{ role: 'editor' }] });
  const ctx = portal.as({ kind: 'stranger', peer: `peer-${asked}` }, now);
  await requestSignIn(ctx, { address: address.toUpperCase(), browser: 'this-browser', locale: 'en' });
  const [mail] = await portal.services.connection.db.select().from(outbox).where(eq(outbox.memberId, memberId));
  if (!mail) throw new Error('no mail was written');
  const opened = await openMail(portal.system(), mail);
  const { link, code } = (opened?.contents?.params ?? {}) as unknown as { link: string; code: string };
  return { address, memberId, code, token: new URL(link).searchParams.get('token') ?? '' };
}

describe('signing in', () => {
  it('works once by link, in the browser that asked', async () => {
    const { token, memberId } = await aRequest();
    const { sessionToken } = await consumeSignIn(portal.stranger(), { token, browser: 'this-browser' });
    expect((await memberSession(portal.stranger(), sessionToken))?.member).toMatchObject({
      memberId,
      grants: [{ role: 'editor' }],
    });
    await expect(consumeSignIn(portal.stranger(), { token, browser: 'this-browser' })).rejects.toMatchObject({
      code: 'sign_in_expired',
    });
  });

  it('works once of ten clicks at the same moment', async () => {
    const { token, memberId } = await aRequest();
    const clicks = await Promise.allSettled(
      Array.from({ length: 10 }, () => consumeSignIn(portal.stranger(), { token, browser: 'this-browser' })),
    );
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1);
    const sessions = await portal.services.connection.db
      .select()
      .from(memberSessions)
      .where(eq(memberSessions.memberId, memberId));
    expect(sessions).toHaveLength(1);
  });

  it('refuses the link in another browser and leaves it good for the right one', async () => {
    const { token } = await aRequest();
    await expect(consumeSignIn(portal.stranger(), { token, browser: 'another' })).rejects.toMatchObject({
      code: 'sign_in_other_browser',
    });
    await expect(consumeSignIn(portal.stranger(), { token, browser: null })).rejects.toMatchObject({
      code: 'sign_in_other_browser',
    });
    await consumeSignIn(portal.stranger(), { token, browser: 'this-browser' });
  });

  it('refuses the link after ten minutes', async () => {
    const { token } = await aRequest(new Date(Date.now() - 10 * 60_000 - 1000));
    await expect(consumeSignIn(portal.stranger(), { token, browser: 'this-browser' })).rejects.toMatchObject({
      code: 'sign_in_expired',
    });
  });

  it('works by typed code, which ends the link too', async () => {
    const { token, code, address } = await aRequest();
    await consumeSignIn(portal.stranger(), {
      address,
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
      browser: 'this-browser',
    });
    await expect(consumeSignIn(portal.stranger(), { token, browser: 'this-browser' })).rejects.toMatchObject({
      code: 'sign_in_expired',
    });
  });

  it('stops after five wrong codes, then refuses the right one', async () => {
    const { code, address } = await aRequest();
    const wrong = code === '000000' ? '111111' : '000000';
    for (let one = 0; one < 5; one += 1) {
      await expect(
        consumeSignIn(portal.stranger(), { address, code: wrong, browser: 'this-browser' }),
      ).rejects.toMatchObject({ code: 'wrong_sign_in_code' });
    }
    await expect(consumeSignIn(portal.stranger(), { address, code, browser: 'this-browser' })).rejects.toMatchObject({
      code: 'wrong_sign_in_code',
    });
  });

  it('refuses a code in a browser that did not ask', async () => {
    const { code, address } = await aRequest();
    await expect(consumeSignIn(portal.stranger(), { address, code, browser: 'another' })).rejects.toMatchObject({
      code: 'wrong_sign_in_code',
    });
  });

  it('writes no mail to somebody who is no member, and looks the same', async () => {
    const before = await portal.services.connection.db.select().from(signInRequests);
    await requestSignIn(portal.as({ kind: 'stranger', peer: 'nosy' }), {
      address: 'nobody@portal.test',
      browser: 'b',
      locale: 'en',
    });
    expect(await portal.services.connection.db.select().from(signInRequests)).toHaveLength(before.length);
  });

  it('keeps no token, code or cookie readable in the database', async () => {
    const { token, code } = await aRequest();
    const rows = await portal.services.connection.sql`select r::text as line from sign_in_requests r`;
    const text = rows.map((row) => row.line).join('\n');
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(code).toString('hex'));
  });

  it('ends with signing out, and with the membership', async () => {
    const { token, memberId } = await aRequest();
    const { sessionToken } = await consumeSignIn(portal.stranger(), { token, browser: 'this-browser' });
    await removeMember(portal.system(), memberId);
    expect(await memberSession(portal.stranger(), sessionToken)).toBeNull();

    const other = await aRequest();
    const second = await consumeSignIn(portal.stranger(), { token: other.token, browser: 'this-browser' });
    await signOut(portal.stranger(), second.sessionToken);
    expect(await memberSession(portal.stranger(), second.sessionToken)).toBeNull();
  });
});

describe('a membership that has ended', () => {
  it('is opened again by no link or code that was asked for before', async () => {
    const { token, code, address, memberId } = await aRequest();
    await removeMember(portal.system(), memberId);
    const browser = 'this-browser';
    await expect(consumeSignIn(portal.stranger(), { token, browser })).rejects.toMatchObject({
      code: 'sign_in_expired',
    });
    await expect(consumeSignIn(portal.stranger(), { address, code, browser })).rejects.toMatchObject({
      code: 'wrong_sign_in_code',
    });
    const sessions = portal.services.connection.db.select().from(memberSessions);
    expect(await sessions.where(eq(memberSessions.memberId, memberId))).toEqual([]);
  });

  it('opens nothing by itself, though its session and its grants had stayed', async () => {
    const { token, memberId } = await aRequest();
    const { sessionToken } = await consumeSignIn(portal.stranger(), { token, browser: 'this-browser' });
    const { db } = portal.services.connection;
    await db.update(members).set({ removedAt: portal.system().now }).where(eq(members.id, memberId));
    expect(await memberSession(portal.stranger(), sessionToken)).toBeNull();
  });
});

describe('administrators', () => {
  it('have a first link until one of them has signed in, and never none are left', async () => {
    expect(await firstAdministratorLink(portal.system())).toBeNull();
    const administrator = await aMember(portal, [{ role: 'administrator' }]);
    const link = await firstAdministratorLink(portal.system());
    const token = new URL(link ?? '').searchParams.get('token') ?? '';
    await consumeSignIn(portal.stranger(), { token, browser: null });
    expect(await firstAdministratorLink(portal.system())).toBeNull();

    const own = portal.as(administrator);
    await expect(removeMember(own, administrator.memberId)).rejects.toMatchObject({ code: 'last_administrator' });
    await expect(changeGrants(own, administrator.memberId, [{ role: 'editor' }])).rejects.toMatchObject({
      code: 'last_administrator',
    });
    const second = await aMember(portal, [{ role: 'administrator' }]);
    await removeMember(own, second.memberId);
  });

  it('are the only ones who invite', async () => {
    const editor = portal.as(await aMember(portal));
    await expect(
      inviteMember(editor, { address: 'friend@portal.test', name: 'Friend', grants: [{ role: 'editor' }] }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are told that it is the address that cannot be right, or is taken', async () => {
    const own = portal.as(await aMember(portal, [{ role: 'administrator' }]));
    const invited = { address: 'twice@portal.test', name: 'Twice', grants: [{ role: 'editor' as const }] };
    await inviteMember(own, invited);
    const details = { field: 'address' };
    await expect(inviteMember(own, invited)).rejects.toMatchObject({ code: 'address_taken', details });
    await expect(inviteMember(own, { ...invited, address: 'nobody' })).rejects.toMatchObject({
      code: 'invalid_input',
      details,
    });
  });
});
