import { randomInt } from 'node:crypto';
import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { grants, memberSessions, members, signInRequests } from '@/db/schema/accounts';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { parseAddress } from '@/domain/messages/rules';
import type { Locale } from '@/locales';
import { randomToken } from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import {
  FIRST_LINK_HOURS,
  SESSION_DAYS,
  SIGN_IN_CODE_TRIES,
  SIGN_IN_MAILS,
  SIGN_IN_MINUTES,
  SIGN_IN_REQUESTS_PER_PEER,
} from '../rules';
import { memberAddressIndex } from '../sealing';
import { countAttempt } from './count-attempt';

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
  if (ctx.actor.kind === 'stranger')
    await countAttempt(ctx, { bucket: 'sign-in-peer', subject: ctx.actor.peer, ...SIGN_IN_REQUESTS_PER_PEER });
  const [member] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.addressIndex, memberAddressIndex(ctx, address)), isNull(members.removedAt)));
  if (!member || (await mailsAreEnough(ctx, member.id))) return;
  await mailCode(ctx, { ...input, memberId: member.id, address });
}

type CodeMail = { memberId: string; address: string; browser: string; locale: Locale };

/** A code for a member who is known already. Errors: too_many_tries {minutes}. */
export async function sendCode(ctx: Ctx, mail: CodeMail): Promise<void> {
  await countAttempt(ctx, { bucket: 'sign-in-mail', subject: mail.memberId, ...SIGN_IN_MAILS });
  await mailCode(ctx, mail);
}

async function mailCode(ctx: Ctx, { memberId, address, browser, locale }: CodeMail): Promise<void> {
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
  try {
    await countAttempt(ctx, { bucket: 'sign-in-mail', subject: memberId, ...SIGN_IN_MAILS });
    return false;
  } catch (error) {
    if (isAppError(error, 'too_many_tries')) return true;
    throw error;
  }
}

type NewRequest = { memberId: string; browser: string | null; minutes: number };

async function openRequest(
  tx: TxCtx,
  { memberId, browser, minutes }: NewRequest,
): Promise<{ link: string; code: string }> {
  const token = randomToken();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await tx.db.insert(signInRequests).values({
    memberId,
    linkHash: secretHash(tx.keys.session, 'sign-in-link', token),
    codeHash: secretHash(tx.keys.session, `sign-in-code:${memberId}`, code),
    browserHash: browser === null ? null : browserHash(tx, browser),
    createdAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + minutes * MINUTE),
  });
  return { link: `${tx.portal.url}/sign-in/confirm?token=${token}`, code };
}

export function browserHash(ctx: Ctx, browser: string): Buffer {
  return secretHash(ctx.keys.session, 'sign-in-browser', browser);
}

export type SignInProof =
  | { browser: string | null; token: string }
  | { browser: string; address: string; code: string };

/**
 * Turns a link or a typed code into a session, once. Call it from a POST only: mail scanners open links.
 * Errors: sign_in_expired (unknown, used or too old), sign_in_other_browser, wrong_sign_in_code, too_many_tries.
 */
export async function consumeSignIn(ctx: Ctx, proof: SignInProof): Promise<{ sessionToken: string; expires: Date }> {
  const outcome = await transaction(ctx, async (tx) => {
    const request = 'token' in proof ? await requestByLink(tx, proof) : await requestByCode(tx, proof);
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

type Request = { id: string; memberId: string };

async function requestByLink(
  tx: TxCtx,
  { token, browser }: { token: string; browser: string | null },
): Promise<Request | AppError> {
  const [request] = await tx.db
    .select({ id: signInRequests.id, memberId: signInRequests.memberId, browserHash: signInRequests.browserHash })
    .from(signInRequests)
    .innerJoin(members, eq(members.id, signInRequests.memberId))
    .where(
      and(
        eq(signInRequests.linkHash, secretHash(tx.keys.session, 'sign-in-link', token)),
        stillOpen(tx),
        isNull(members.removedAt),
      ),
    )
    .for('update', { of: signInRequests });
  if (!request) return new AppError('sign_in_expired');
  if (request.browserHash && (!browser || !request.browserHash.equals(browserHash(tx, browser))))
    return new AppError('sign_in_other_browser');
  return request;
}

/** A wrong code is counted on the row, so the refusal is returned and not thrown: the count must be committed. */
async function requestByCode(
  tx: TxCtx,
  { browser, address, code }: { browser: string; address: string; code: string },
): Promise<Request | AppError> {
  const [request] = await tx.db
    .select({
      id: signInRequests.id,
      memberId: signInRequests.memberId,
      codeHash: signInRequests.codeHash,
      attempts: signInRequests.attempts,
    })
    .from(signInRequests)
    .innerJoin(members, eq(members.id, signInRequests.memberId))
    .where(
      and(
        eq(members.addressIndex, memberAddressIndex(tx, parseAddress(address) ?? '')),
        eq(signInRequests.browserHash, browserHash(tx, browser)),
        stillOpen(tx),
      ),
    )
    .orderBy(desc(signInRequests.createdAt))
    .limit(1)
    .for('update', { of: signInRequests });
  if (!request) return new AppError('wrong_sign_in_code');
  if (request.attempts >= SIGN_IN_CODE_TRIES) return new AppError('too_many_tries', { minutes: SIGN_IN_MINUTES });
  const typed = code.replace(/\D/gu, '');
  if (request.codeHash.equals(secretHash(tx.keys.session, `sign-in-code:${request.memberId}`, typed))) return request;
  await tx.db
    .update(signInRequests)
    .set({ attempts: sql`${signInRequests.attempts} + 1` })
    .where(eq(signInRequests.id, request.id));
  return new AppError('wrong_sign_in_code');
}

/** Uses a typed code up. A refusal is returned, not thrown: the wrong try that was counted must be committed. */
export async function consumeCode(
  tx: TxCtx,
  proof: { browser: string; address: string; code: string },
): Promise<AppError | null> {
  const request = await requestByCode(tx, proof);
  if (request instanceof AppError) return request;
  await tx.db
    .update(signInRequests)
    .set({ consumedAt: tx.now })
    .where(and(eq(signInRequests.memberId, request.memberId), isNull(signInRequests.consumedAt)));
  return null;
}

function stillOpen(tx: TxCtx) {
  return and(gt(signInRequests.expiresAt, tx.now), isNull(signInRequests.consumedAt));
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
