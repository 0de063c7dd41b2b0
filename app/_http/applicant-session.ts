import { type ApplicantSession, applicantSession, begunSession } from '@/domain/applications/commands';
import type { Ctx } from '@/domain/context';
import { cookieHeader, cookieIn, endedCookieHeader } from './cookies';

export type ApplicantVisit = {
  ctx: Ctx;
  /** what the browser holds */
  token: string;
  /** the receipt code, only in the session that has just made it */
  code: string | null;
};

/** The applicant this browser has a receipt cookie of, or null. */
export async function applicantVisit(ctx: Ctx, request: Request): Promise<ApplicantVisit | null> {
  const token = receiptToken(request);
  const session = token && (await applicantSession(ctx, token));
  return session ? visitIn(ctx, token, session) : null;
}

export type Begun = { session: string; applicationId: string; code: string | null };

/** The applicant whose session has begun in this very request. */
export function visitBegun(ctx: Ctx, { session: token, ...begun }: Begun): ApplicantVisit {
  return visitIn(ctx, token, begunSession(ctx, { token, ...begun }));
}

function visitIn(ctx: Ctx, token: string, { applicationId, sessionHash, code }: ApplicantSession): ApplicantVisit {
  return { ctx: { ...ctx, actor: { kind: 'applicant', applicationId, sessionHash } }, token, code };
}

export function receiptToken(request: Request): string | null {
  const found = cookieIn(request, 'receipt');
  return found !== null && /^[\w-]{16,200}$/.test(found) ? found : null;
}

/** Lives as long as the browser's window does; it never travels with a request another site has caused. */
export function receiptCookie(session: string): string {
  return cookieHeader('receipt', session);
}

export function endedReceiptCookie(): string {
  return endedCookieHeader('receipt');
}
