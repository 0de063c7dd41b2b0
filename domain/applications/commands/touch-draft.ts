import { and, eq, ne, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';

/**
 * A sign of life of a draft's applicant; holds the draft until the transaction ends, so that it is not sent meanwhile.
 * Errors: not_found (no draft any more).
 */
export async function touchDraft(tx: TxCtx, applicationId: string): Promise<void> {
  const touched = await tx.db
    .update(applications)
    .set({ touchedAt: tx.now })
    .where(and(eq(applications.id, applicationId), eq(applications.state, 'draft')))
    .returning({ id: applications.id });
  if (touched.length === 0) throw new AppError('not_found');
}

/** Holds a sent application until the transaction ends, so that it is not withdrawn meanwhile. Errors: not_found (not sent). */
export async function holdSent(tx: TxCtx, applicationId: string): Promise<void> {
  await hold(tx, applicationId, eq(applications.state, 'submitted'));
}

/**
 * Holds an application in whatever state until the transaction ends, so that nothing is added to it meanwhile.
 * Errors: not_found (erased already).
 */
export async function holdAny(tx: TxCtx, applicationId: string): Promise<void> {
  await hold(tx, applicationId, ne(applications.state, 'erased'));
}

async function hold(tx: TxCtx, applicationId: string, inState: SQL): Promise<void> {
  const held = await tx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.id, applicationId), inState))
    .for('update');
  if (held.length === 0) throw new AppError('not_found');
}
