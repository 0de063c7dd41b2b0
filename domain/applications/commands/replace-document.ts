import { and, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { countAttempt } from '@/domain/accounts/commands';
import { callById } from '@/domain/calls/queries';
import { isOpen } from '@/domain/calls/rules';
import { type Ctx, databaseNow, type TxCtx } from '@/domain/context';
import { type FileBytes, type ReceivedDocument, receiveDocument } from '@/domain/documents/commands';
import { documentsOf } from '@/domain/documents/queries';
import type { Slot } from '@/domain/documents/rules';
import { AppError } from '@/domain/errors';
import { keyOf } from '../sealing';
import { tellEditors } from './tell-editors';

const REPLACEMENTS = { limit: 30, minutes: 60 };

/**
 * A newer version of a document of the applicant's own, sent application, until its call closes, and of one that has not
 * been taken even after; earlier versions are kept and the inbox is told. Errors: those of `receiveDocument`, not_found, withdrawn, call_closed,
 * too_many_tries.
 */
export async function replaceMyDocument(
  ctx: Ctx,
  replacement: Omit<Replacement, 'applicationId' | 'also'>,
): Promise<ReceivedDocument> {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  const { applicationId } = ctx.actor;
  await countReplacement(ctx, applicationId);
  return replaceDocument(ctx, { ...replacement, applicationId });
}

/**
 * Every newer version is kept, checked and told of, so an application has so many in an hour. Counted before the first byte
 * travels. Errors: too_many_tries.
 */
export async function countReplacement(ctx: Ctx, applicationId: string): Promise<void> {
  await countAttempt(ctx, { bucket: 'replacement', subject: applicationId, ...REPLACEMENTS });
}

type Replacement = {
  applicationId: string;
  slot: Slot;
  fileName: string;
  bytes: FileBytes;
  /** done in the transaction that makes it the newest version */
  also?: (tx: TxCtx, versionId: string) => Promise<void>;
};

/** The same for callers who know already that the file comes from the applicant, and have counted it. */
export async function replaceDocument(
  ctx: Ctx,
  { applicationId, slot, also, ...file }: Replacement,
): Promise<ReceivedDocument> {
  const { mayBeLate } = await mustBeReplaceable(ctx, { applicationId, slot });
  return receiveDocument(ctx, {
    applicationId,
    slot,
    ...file,
    into: 'submitted',
    also: async (tx, versionId) => {
      const { number, callId } = await sentApplication(tx, applicationId);
      if (!mayBeLate) await mustBeOpen(tx, callId);
      await tellEditors(tx, { applicationId, callId, number, what: 'replaced' });
      await also?.(tx, versionId);
    },
  });
}

/** `mayBeLate`: its file was refused, so the call may have closed. Errors: not_found (not sent), withdrawn, call_closed. */
export async function mustBeReplaceable(
  ctx: Ctx,
  { applicationId, slot }: { applicationId: string; slot: Slot },
): Promise<{ mayBeLate: boolean }> {
  const { callId } = await sentApplication(ctx, applicationId);
  const mayBeLate = await isRefused(ctx, applicationId, slot);
  if (!mayBeLate) await mustBeOpen(ctx, callId);
  return { mayBeLate };
}

async function sentApplication(ctx: Ctx | TxCtx, applicationId: string): Promise<{ number: string; callId: string }> {
  const [row] = await ctx.db
    .select({ number: applications.number, callId: applications.callId, state: applications.state })
    .from(applications)
    .where(and(eq(applications.id, applicationId), inArray(applications.state, ['submitted', 'withdrawn'])));
  if (row?.state === 'withdrawn') throw new AppError('withdrawn');
  if (!row?.number) throw new AppError('not_found');
  return { number: row.number, callId: row.callId };
}

async function mustBeOpen(ctx: Ctx | TxCtx, callId: string): Promise<void> {
  if (!isOpen(await callById(ctx, callId), await databaseNow(ctx))) throw new AppError('call_closed');
}

async function isRefused(ctx: Ctx, applicationId: string, slot: Slot): Promise<boolean> {
  const documents = await documentsOf(ctx, applicationId, await keyOf(ctx, applicationId));
  return documents.some((document) => document.slot === slot && document.check.state === 'refused');
}
