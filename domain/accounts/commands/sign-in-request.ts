import { randomInt } from 'node:crypto';
import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { members, signInRequests } from '@/db/schema/accounts';
import type { Ctx, TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import { randomToken } from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import { SIGN_IN_CODE_TRIES, WRONG_CODES } from '../rules';
import { memberAddressIndex } from '../sealing';
import { attemptsSoFar, noteAttempt } from './count-attempt';

type NewRequest = { memberId: string; browser: string | null; minutes: number };

/** A link and a code for one member; `browser` is null where any browser may use them. */
export async function openRequest(
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
    expiresAt: new Date(tx.now.getTime() + minutes * 60_000),
  });
  return { link: `${tx.portal.url}/sign-in/confirm?token=${token}`, code };
}

export function browserHash(ctx: Ctx, browser: string): Buffer {
  return secretHash(ctx.keys.session, 'sign-in-browser', browser);
}

export type SignInRequest = { id: string; memberId: string };

export async function requestByLink(
  tx: TxCtx,
  { token, browser }: { token: string; browser: string | null },
): Promise<SignInRequest | AppError> {
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

/** What a code is typed for. Wrong ones are counted apart: strangers who guess at the door keep nobody from confirming. */
type CodeUse = 'sign-in-code' | 'proof-code';

/**
 * Any code still good in this browser will do, the older of two as well; a wrong one is a try at each of them. A refusal is
 * returned and not thrown, so that the tries are committed; it is the same for members and strangers, and after too many
 * wrong ones in a day.
 */
export async function requestByCode(
  tx: TxCtx,
  { browser, address, code, use }: { browser: string; address: string; code: string; use: CodeUse },
): Promise<SignInRequest | AppError> {
  const open = await tx.db
    .select({ id: signInRequests.id, memberId: signInRequests.memberId, codeHash: signInRequests.codeHash })
    .from(signInRequests)
    .innerJoin(members, eq(members.id, signInRequests.memberId))
    .where(
      and(
        eq(members.addressIndex, memberAddressIndex(tx, parseAddress(address) ?? '')),
        eq(signInRequests.browserHash, browserHash(tx, browser)),
        lt(signInRequests.attempts, SIGN_IN_CODE_TRIES),
        stillOpen(tx),
      ),
    )
    .orderBy(signInRequests.createdAt, signInRequests.id)
    .for('update', { of: signInRequests });
  const [first] = open;
  if (!first) return new AppError('wrong_sign_in_code');
  const wrong = { bucket: use, subject: first.memberId, minutes: WRONG_CODES.minutes };
  if ((await attemptsSoFar(tx, wrong)) >= WRONG_CODES.limit) return new AppError('wrong_sign_in_code');
  const typed = secretHash(tx.keys.session, `sign-in-code:${first.memberId}`, code.replace(/\D/gu, ''));
  const meant = open.find(({ codeHash }) => codeHash.equals(typed));
  if (meant) return meant;
  await noteAttempt(tx, wrong);
  const ids = open.map(({ id }) => id);
  await tx.db
    .update(signInRequests)
    .set({ attempts: sql`${signInRequests.attempts} + 1` })
    .where(inArray(signInRequests.id, ids));
  return new AppError('wrong_sign_in_code');
}

/** Uses a typed code up. A refusal is returned, not thrown: the wrong try that was counted must be committed. */
export async function consumeCode(
  tx: TxCtx,
  proof: { browser: string; address: string; code: string },
): Promise<AppError | null> {
  const request = await requestByCode(tx, { ...proof, use: 'proof-code' });
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
