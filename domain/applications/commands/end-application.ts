import { randomBytes } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { applicantSessions, applications, applicationWords, codeLinks, presences } from '@/db/schema/applications';
import type { TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { forgetNameTrace } from '../name-traces';

/** Marks a sent application as withdrawn; null where it is already. Errors: not_found (nothing that could be withdrawn). */
export async function markWithdrawn(
  tx: TxCtx,
  applicationId: string,
): Promise<{ number: string; callId: string } | null> {
  const [row] = await tx.db
    .update(applications)
    .set({
      state: 'withdrawn',
      stage: 'withdrawn',
      stageSince: tx.now,
      touchedAt: tx.now,
      version: sql`${applications.version} + 1`,
    })
    .where(and(eq(applications.id, applicationId), eq(applications.state, 'submitted')))
    .returning({ number: applications.number, callId: applications.callId });
  if (!row && (await isWithdrawn(tx, applicationId))) return null;
  if (!row?.number) throw new AppError('not_found');
  return { number: row.number, callId: row.callId };
}

async function isWithdrawn(tx: TxCtx, applicationId: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ state: applications.state })
    .from(applications)
    .where(eq(applications.id, applicationId));
  return row?.state === 'withdrawn';
}

/**
 * Leaves of an application only that there was one, in which call and when: nothing that was said, no way back to it.
 * Errors: not_found (erased already).
 */
export async function markErased(tx: TxCtx, applicationId: string): Promise<void> {
  const erased = await tx.db
    .update(applications)
    .set({
      state: 'erased',
      number: null,
      draftHash: randomBytes(32),
      codeHash: randomBytes(32),
      regions: [],
      topics: [],
      writes: [],
      follows: [],
      sealedAnswers: null,
      addressIndex: null,
      reviewCount: 0,
      scoreMean: null,
      scoreSpread: null,
      touchedAt: tx.now,
      version: sql`${applications.version} + 1`,
    })
    .where(and(eq(applications.id, applicationId), inArray(applications.state, ['draft', 'submitted', 'withdrawn'])))
    .returning({ id: applications.id });
  if (erased.length === 0) throw new AppError('not_found');
  await tx.db.delete(applicationWords).where(eq(applicationWords.applicationId, applicationId));
  await tx.db.delete(presences).where(eq(presences.applicationId, applicationId));
  await forgetNameTrace(tx, applicationId);
  await tx.db.delete(applicantSessions).where(eq(applicantSessions.applicationId, applicationId));
  await tx.db.delete(codeLinks).where(eq(codeLinks.applicationId, applicationId));
}
