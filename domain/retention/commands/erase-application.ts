import { randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { enqueue } from '@/db/queue';
import { applicantSession, holdAny, markErased } from '@/domain/applications/commands';
import { overdueApplications, withdrawnBefore } from '@/domain/applications/queries';
import { record } from '@/domain/audit/commands';
import { openClaim, sealClaim } from '@/domain/audit/erasure-claims';
import { lastLine } from '@/domain/audit/queries';
import { type Ctx, transaction } from '@/domain/context';
import { forgetDiscussion } from '@/domain/discussion/commands';
import { forgetDocuments } from '@/domain/documents/commands';
import { forgetMerges } from '@/domain/duplicates/commands';
import { AppError, isAppError } from '@/domain/errors';
import { forgetUploads } from '@/domain/intake/commands';
import { forgetLetters } from '@/domain/messages/commands';
import { forgetReviews } from '@/domain/reviews/commands';
import { publication } from '@/domain/settings/queries';
import { failpoint } from '@/platform/failpoint';
import { secretHash } from '@/platform/vault';
import { POOL_DAYS, WITHDRAWN_DAYS } from '../rules';

/** What an applicant can keep as proof: it names nobody and leads nowhere, and we can tell that it is ours. */
export type Certificate = { id: string; erasedAt: Date; files: number; letters: number; seal: string };

/**
 * Erases everything of the applicant's own application at once, draft or sent: rows, then its key, and with the key whatever
 * a backup still holds; the stored bytes follow within moments. Cannot be undone. Errors: not_found.
 */
export async function eraseMyApplication(ctx: Ctx): Promise<Certificate> {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  return eraseApplication(ctx, ctx.actor.applicationId);
}

const claimed = z.object({ applicationId: z.uuid(), certificateId: z.uuid() });

/** What the form that erases in this session carries, so that a second click has the certificate of the first. */
export function claimErasure(ctx: Ctx, { session }: { session: string }): string {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  return sealClaim(ctx, session, { applicationId: ctx.actor.applicationId, certificateId: randomUUID() });
}

/**
 * The same for the browser that holds a session, once: with the claim of the form, a second click has the certificate of
 * the first, whether that one is still at work or has ended the session already. Answers null where there is neither a
 * session nor an erased application that is claimed. Errors: not_found.
 */
export async function eraseInSession(
  ctx: Ctx,
  { session, claim }: { session: string; claim: string },
): Promise<Certificate | null> {
  const claims = claimed.safeParse(openClaim(ctx, session, claim)).data;
  const found = await applicantSession(ctx, session);
  if (!found) return claims ? certificateFor(ctx, claims) : null;
  try {
    return await eraseApplication(ctx, found.applicationId, claims?.certificateId);
  } catch (error) {
    const isSecond = claims && isAppError(error, 'not_found');
    const certificate = isSecond && (await certificateFor(ctx, claims));
    if (certificate) return certificate;
    throw error;
  }
}

/** The certificate of what has been erased; null where it has not. */
async function certificateFor(
  ctx: Ctx,
  { applicationId, certificateId }: z.infer<typeof claimed>,
): Promise<Certificate | null> {
  const subject = { kind: 'application', id: applicationId };
  const line = await lastLine(ctx, { verb: 'application.erased', subject });
  if (!line) return null;
  // The first click may not have come so far yet.
  await ctx.keyStore.destroy(applicationId);
  const { files, letters } = line.details;
  return sealed(ctx, { id: certificateId, erasedAt: line.at, files: Number(files), letters: Number(letters) });
}

/** Erases what was withdrawn long enough ago. Answers how many. */
export async function sweepWithdrawn(ctx: Ctx): Promise<number> {
  const ids = await withdrawnBefore(ctx, new Date(ctx.now.getTime() - WITHDRAWN_DAYS * 24 * 3_600_000));
  for (const id of ids) await eraseApplication(ctx, id);
  return ids.length;
}

/** Erases what may not be kept any longer after its call has closed. Answers how many. */
export async function sweepOverdue(ctx: Ctx): Promise<number> {
  const { retentionDays } = await publication(ctx);
  const ids = await overdueApplications(ctx, { days: retentionDays, poolDays: Math.max(POOL_DAYS, retentionDays) });
  for (const id of ids) await eraseApplication(ctx, id);
  return ids.length;
}

/** For callers who have the right to. Errors: not_found. */
export async function eraseApplication(
  ctx: Ctx,
  applicationId: string,
  certificateId: string = randomUUID(),
): Promise<Certificate> {
  const counted = await transaction(ctx, async (tx) => {
    // As everybody who adds to an application does: else a file that just arrives would stay behind, or both block.
    await holdAny(tx, applicationId);
    await forgetMerges(tx, applicationId);
    await forgetDiscussion(tx, applicationId);
    await forgetReviews(tx, applicationId);
    const letters = await forgetLetters(tx, applicationId);
    await forgetUploads(tx, applicationId);
    const files = await forgetDocuments(tx, applicationId);
    await markErased(tx, applicationId);
    await record(tx, {
      verb: 'application.erased',
      subject: { kind: 'application', id: applicationId },
      details: { files, letters },
    });
    // Should this process die before the next lines, a job destroys the key.
    await enqueue(tx, 'retention.destroy-key', { applicationId });
    return { files, letters };
  });
  await failpoint('application.erased');
  await ctx.keyStore.destroy(applicationId);
  return sealed(ctx, { id: certificateId, erasedAt: ctx.now, ...counted });
}

function sealed(ctx: Ctx, certificate: Omit<Certificate, 'seal'>): Certificate {
  return { ...certificate, seal: sealOf(ctx, certificate) };
}

/** Whether a certificate somebody shows was made here and not changed. */
export function isOurCertificate(ctx: Ctx, certificate: Certificate): boolean {
  const expected = Buffer.from(sealOf(ctx, certificate));
  const shown = Buffer.from(certificate.seal);
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

function sealOf(ctx: Ctx, { id, erasedAt, files, letters }: Omit<Certificate, 'seal'>): string {
  return secretHash(ctx.keys.code, 'certificate', `${id} ${erasedAt.toISOString()} ${files} ${letters}`)
    .toString('hex')
    .slice(0, 32);
}
