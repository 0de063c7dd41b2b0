import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { grants, memberSessions, members, signInRequests } from '@/db/schema/accounts';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { parseAddress } from '@/domain/messages/rules';
import type { Locale } from '@/locales';
import { randomToken } from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import {
  FIRST_LINK_HOURS,
  SESSION_DAYS,
  SIGN_IN_MAILS,
  SIGN_IN_MAILS_FROM_ALL,
  SIGN_IN_MINUTES,
  SIGN_IN_REQUESTS_PER_PEER,
} from '../rules';
import { memberAddressIndex } from '../sealing';
import { countPeer, noteAttempt, peerOf } from './count-attempt';
import { openRequest, requestByCode, requestByLink } from './sign-in-request';

const MINUTE = 60_000;

/**
 * Mails a link and a code to a member's address, bound to the browser that asks. To an address that is no member's
 * nothing is sent and nothing looks different. Errors: invalid_input, too_many_tries {minutes} (per peer only).
 */
export async function requestSignIn(
  ctx: Ctx,
  input: { address: string; browser: string; locale: Locale },
): Promise<void> {
  const address = parseAddress(input.address);
  if (!address) throw new AppError('invalid_input');
  await countPeer(ctx, { bucket: 'sign-in-peer', ...SIGN_IN_REQUESTS_PER_PEER });
  const [member] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.addressIndex, memberAddressIndex(ctx, address)), isNull(members.removedAt)));
  if (!member || (await mailsAreEnough(ctx, member.id))) return;
  await mailLink(ctx, { ...input, memberId: member.id, address });
}

type LinkMail = { memberId: string; address: string; browser: string; locale: Locale };

async function mailLink(ctx: Ctx, { memberId, address, browser, locale }: LinkMail): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { link, code } = await openRequest(tx, { memberId, browser, minutes: SIGN_IN_MINUTES });
    await requestMail(tx, {
      template: 'sign-in',
      to: { kind: 'member', memberId, address },
      locale,
      params: { link, code, minutes: SIGN_IN_MINUTES },
    });
    await record(tx, { verb: 'sign-in.requested', subject: { kind: 'member', id: memberId } });
  });
}

/** Over the limit the page says the same as ever: it must not tell who is a member. */
async function mailsAreEnough(ctx: Ctx, memberId: string): Promise<boolean> {
  const peer = peerOf(ctx);
  const { limit, minutes } = SIGN_IN_MAILS;
  if (peer !== null) {
    const { count } = await noteAttempt(ctx, { bucket: 'sign-in-mail', subject: `${memberId} ${peer}`, minutes });
    // What is refused already must not eat what the others have.
    if (count > limit) return true;
  }
  const all = { bucket: 'sign-in-mails', subject: memberId, minutes: SIGN_IN_MAILS_FROM_ALL.minutes };
  return (await noteAttempt(ctx, all)).count > SIGN_IN_MAILS_FROM_ALL.limit;
}

export type SignInProof =
  | { browser: string | null; token: string }
  | { browser: string; address: string; code: string };

/**
 * Turns a link or a typed code into a session, once. Call it from a POST only: mail scanners open links.
 * Errors: sign_in_expired (unknown, used or too old), sign_in_other_browser; wrong_sign_in_code for a code, whatever is amiss.
 */
export async function consumeSignIn(ctx: Ctx, proof: SignInProof): Promise<{ sessionToken: string; expires: Date }> {
  const outcome = await transaction(ctx, async (tx) => {
    const request =
      'token' in proof ? await requestByLink(tx, proof) : await requestByCode(tx, { ...proof, use: 'sign-in-code' });
    if (request instanceof AppError) return request;
    await tx.db
      .update(signInRequests)
      .set({ consumedAt: tx.now })
      .where(and(eq(signInRequests.memberId, request.memberId), isNull(signInRequests.consumedAt)));
    await tx.db
      .update(members)
      .set({ firstSignedInAt: sql`coalesce(${members.firstSignedInAt}, ${tx.now.toISOString()}::timestamptz)` })
      .where(eq(members.id, request.memberId));
    return beginSession(tx, request.memberId);
  });
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

async function beginSession(tx: TxCtx, memberId: string): Promise<{ sessionToken: string; expires: Date }> {
  const sessionToken = randomToken();
  const expires = new Date(tx.now.getTime() + SESSION_DAYS * 24 * 60 * MINUTE);
  await tx.db
    .insert(memberSessions)
    .values({ tokenHash: sessionHash(tx, sessionToken), memberId, createdAt: tx.now, expiresAt: expires });
  await record(tx, { verb: 'member.signed-in', subject: { kind: 'member', id: memberId } });
  return { sessionToken, expires };
}

export function sessionHash(ctx: Ctx, sessionToken: string): Buffer {
  return secretHash(ctx.keys.session, 'member-session', sessionToken);
}

export async function signOut(ctx: Ctx, sessionToken: string): Promise<void> {
  const [ended] = await ctx.db
    .delete(memberSessions)
    .where(eq(memberSessions.tokenHash, sessionHash(ctx, sessionToken)))
    .returning({ memberId: memberSessions.memberId });
  if (ended) await record(ctx, { verb: 'member.signed-out', subject: { kind: 'member', id: ended.memberId } });
}

/**
 * A link for the console by which the first administrator signs in, not bound to a browser; earlier ones end.
 * null once an administrator has signed in, or where there is none.
 */
export async function firstAdministratorLink(ctx: Ctx): Promise<string | null> {
  const administrators = await ctx.db
    .select({ id: members.id, firstSignedInAt: members.firstSignedInAt })
    .from(members)
    .innerJoin(grants, and(eq(grants.memberId, members.id), eq(grants.role, 'administrator')))
    .where(isNull(members.removedAt))
    .orderBy(members.createdAt);
  const [first] = administrators;
  if (!first || administrators.some((member) => member.firstSignedInAt !== null)) return null;
  return linkFor(ctx, first.id);
}

/** The same for any member, for whoever may use the command line. Errors: not_found. */
export async function signInLinkFor(ctx: Ctx, typedAddress: string): Promise<string> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const [member] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.addressIndex, memberAddressIndex(ctx, parseAddress(typedAddress) ?? '')),
        isNull(members.removedAt),
      ),
    );
  if (!member) throw new AppError('not_found');
  return linkFor(ctx, member.id);
}

async function linkFor(ctx: Ctx, memberId: string): Promise<string> {
  return transaction(ctx, async (tx) => {
    await tx.db
      .delete(signInRequests)
      .where(
        and(
          eq(signInRequests.memberId, memberId),
          isNull(signInRequests.browserHash),
          isNull(signInRequests.consumedAt),
        ),
      );
    const { link } = await openRequest(tx, { memberId, browser: null, minutes: FIRST_LINK_HOURS * 60 });
    await record(tx, { verb: 'sign-in.printed', subject: { kind: 'member', id: memberId } });
    return link;
  });
}

export async function sweepSignIns(ctx: Ctx): Promise<void> {
  await ctx.db.delete(memberSessions).where(lt(memberSessions.expiresAt, ctx.now));
  const old = ctx.db
    .select({ id: signInRequests.id })
    .from(signInRequests)
    .where(lt(signInRequests.expiresAt, ctx.now));
  await ctx.db.delete(signInRequests).where(inArray(signInRequests.id, old));
}
