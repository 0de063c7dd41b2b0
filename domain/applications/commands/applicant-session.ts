import { hkdfSync } from 'node:crypto';
import { and, eq, gt, inArray, lt } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { applicantSessions, applications } from '@/db/schema/applications';
import { countingWrong } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { normaliseCode, randomToken, signedToken, tokenAge, verifySignedToken } from '@/platform/codes';
import { open, type SecretKey, seal, secretHash, secretKey } from '@/platform/vault';
import { isKept } from '../sealing';
import { codeHash } from './open-draft';

const HOUR = 3_600_000;
const SESSION_HOURS = 12;
/** A code has 80 bits: this limit only keeps the door from being rattled, and a right code opens it all the same. */
const CODE_TRIES = { limit: 20, minutes: 15 };
const ENTRY = 'entry';
const ENTRY_MS = 2 * 60_000;
/** Found or not, blocked or not: every answer takes at least this long. */
const ANSWER_MS = 250;

/**
 * Opens a session for a browser that holds an application's receipt code or has just sent it.
 * @param code shown again in this session only; null where it has just been typed
 * @param lossy nobody waits for the disk, and after a crash the code has to be typed; never in a transaction
 */
export async function beginApplicantSession(
  ctx: Ctx,
  { applicationId, code, lossy = false }: { applicationId: string; code: string | null; lossy?: boolean },
): Promise<string> {
  const token = randomToken();
  const session = ctx.db.insert(applicantSessions).values({
    tokenHash: sessionHash(ctx, token),
    applicationId,
    sealedCode: code ? seal(browserKey(token), `receipt:${applicationId}`, code) : null,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + SESSION_HOURS * HOUR),
  });
  await (lossy ? session.returning({ durableLater }) : session);
  return token;
}

/**
 * Opens a session for whoever types the right code. Wrong, blocked and right take the same time.
 * @param otherwise what else the code may open where it is no application's; only what is neither counts as wrong
 * Errors: unknown_code, too_many_tries {minutes}.
 */
export async function enterReceiptCode<Other = never>(
  ctx: Ctx,
  { typed, otherwise }: { typed: string; otherwise?: () => Promise<Other> },
): Promise<{ session: string; applicationId: string } | Other> {
  const enter = async () => {
    try {
      return await checkCode(ctx, typed);
    } catch (error) {
      if (otherwise && isAppError(error, 'unknown_code')) return otherwise();
      throw error;
    }
  };
  const [outcome] = await Promise.allSettled([
    countingWrong(ctx, { bucket: 'receipt-code', wrong: 'unknown_code', ...CODE_TRIES }, enter),
    new Promise((resolve) => setTimeout(resolve, ANSWER_MS)),
  ]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** Says, to whoever carries it on to the next page, that a right code was taken just now; it names nothing else. */
export function entryMark(ctx: Ctx): string {
  return signedToken(ctx.keys.session, ENTRY, ctx.now);
}

/** Is this a mark of ours, not older than it takes to come to the next page on a bad line? */
export function isJustEntered(ctx: Ctx, mark: string): boolean {
  return verifySignedToken(ctx.keys.session, ENTRY, mark) && tokenAge(mark, ctx.now) <= ENTRY_MS;
}

async function checkCode(ctx: Ctx, typed: string): Promise<{ session: string; applicationId: string }> {
  const code = normaliseCode(typed) ?? '';
  const [found] = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        eq(applications.codeHash, codeHash(ctx, code)),
        inArray(applications.state, ['draft', 'submitted', 'withdrawn']),
      ),
    );
  if (!found || !(await isKept(ctx, found.id))) throw new AppError('unknown_code');
  const session = await beginApplicantSession(ctx, { applicationId: found.id, code: null });
  await record(ctx, { verb: 'application.entered', subject: { kind: 'application', id: found.id } });
  return { session, applicationId: found.id };
}

/** Ends the session of this browser; what it held can no longer be opened. */
export async function leaveApplicantSession(ctx: Ctx, token: string): Promise<void> {
  await ctx.db.delete(applicantSessions).where(eq(applicantSessions.tokenHash, sessionHash(ctx, token)));
}

export async function sweepApplicantSessions(ctx: Ctx): Promise<void> {
  await ctx.db.delete(applicantSessions).where(lt(applicantSessions.expiresAt, ctx.now));
}

export type ApplicantSession = { applicationId: string; sessionHash: Buffer; code: string | null };

/** Whose session a cookie's value is; null when it has ended or never was, or its application is erased. */
export async function applicantSession(ctx: Ctx, token: string): Promise<ApplicantSession | null> {
  const [row] = await ctx.db
    .select({ applicationId: applicantSessions.applicationId, sealedCode: applicantSessions.sealedCode })
    .from(applicantSessions)
    .where(and(eq(applicantSessions.tokenHash, sessionHash(ctx, token)), gt(applicantSessions.expiresAt, ctx.now)));
  if (!row || !(await isKept(ctx, row.applicationId))) return null;
  const code = row.sealedCode
    ? open(browserKey(token), `receipt:${row.applicationId}`, row.sealedCode).toString('utf8')
    : null;
  return { applicationId: row.applicationId, sessionHash: sessionHash(ctx, token), code };
}

/** What `applicantSession` finds of a session that has begun in this very request. */
export function begunSession(
  ctx: Ctx,
  { token, applicationId, code }: { token: string; applicationId: string; code: string | null },
): ApplicantSession {
  return { applicationId, sessionHash: sessionHash(ctx, token), code };
}

function sessionHash(ctx: Ctx, token: string): Buffer {
  return secretHash(ctx.keys.session, 'applicant', token);
}

/** A key that only the browser's cookie can make again. */
function browserKey(token: string): SecretKey {
  return secretKey(new Uint8Array(hkdfSync('sha256', token, '', 'redaktion applicant session', 32)));
}
