import { randomUUID } from 'node:crypto';
import { and, eq, or } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { applications } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import {
  idInToken,
  normaliseCode,
  receiptCode,
  signedToken,
  signedTokenAbout,
  verifySignedToken,
} from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import type { ApplicationState } from '../rules';

const PURPOSE = 'draft';

/** A token for a form nobody has typed into yet: signed, so that nothing need be stored for it. */
export function newDraftToken(ctx: Ctx): string {
  return signedToken(ctx.keys.session, PURPOSE, ctx.now);
}

export type OpenedDraft = { applicationId: string; state: ApplicationState; callId: string };

/**
 * Finds what a draft's token stands for; null when nothing has been kept under it yet. A draft answers to the token its
 * receipt code was made from and to every one handed out to whoever came back with that code, until the code changes.
 * Errors: draft_unknown (forged, handed out for a draft that has ended, or of one that is erased).
 */
export async function draftOf(ctx: Ctx, token: string): Promise<OpenedDraft | null> {
  if (!verifySignedToken(ctx.keys.session, PURPOSE, token)) return handedOut(ctx, token);
  const [row] = await ctx.db
    .select({ applicationId: applications.id, state: applications.state, callId: applications.callId })
    .from(applications)
    .where(
      or(
        eq(applications.draftHash, draftHash(ctx, token)),
        eq(applications.codeHash, codeHash(ctx, receiptCode(ctx.keys.code, token))),
      ),
    );
  if (row && !(await ctx.keyStore.get(row.applicationId))) throw new AppError('draft_unknown');
  return row ?? null;
}

async function handedOut(ctx: Ctx, token: string): Promise<OpenedDraft> {
  const id = idInToken(token);
  if (!id) throw new AppError('draft_unknown');
  const [row] = await ctx.db
    .select({ state: applications.state, callId: applications.callId, codeHash: applications.codeHash })
    .from(applications)
    .where(eq(applications.id, id));
  if (!row || !verifySignedToken(ctx.keys.session, handedOutWith(row.codeHash), token))
    throw new AppError('draft_unknown');
  if (!(await ctx.keyStore.get(id))) throw new AppError('draft_unknown');
  return { applicationId: id, state: row.state, callId: row.callId };
}

/** Bound to the code it was given for: whoever makes a new code shuts out those who came with the old one. */
function handedOutWith(hash: Buffer): string {
  return `handed out ${hash.toString('hex')}`;
}

/**
 * A token for a draft whose own one nobody holds any more: nothing is stored for it, every window gets one that works,
 * and the receipt code stays as it is. Errors: not_found (no draft any more).
 */
export async function handOutDraftToken(ctx: Ctx, applicationId: string): Promise<string> {
  const [touched] = await ctx.db
    .update(applications)
    .set({ touchedAt: ctx.now })
    .where(and(eq(applications.id, applicationId), eq(applications.state, 'draft')))
    .returning({ codeHash: applications.codeHash });
  if (!touched) throw new AppError('not_found');
  return signedTokenAbout(ctx.keys.session, handedOutWith(touched.codeHash), applicationId);
}

/**
 * The draft behind a token, made if it is not there yet. Its key is on disk before its row; the row is durable with the
 * first thing that is kept in it, so this never joins a caller's transaction. Two requests at once with the same token get
 * the same draft. Errors: draft_unknown (forged, or erased).
 */
export async function openDraft(
  ctx: Ctx,
  input: { token: string; callId: string; locale: string },
): Promise<OpenedDraft> {
  const existing = await draftOf(ctx, input.token);
  if (existing) return existing;
  const id = randomUUID();
  await ctx.keyStore.create(id);
  const made = await transaction(ctx, async (tx) => {
    const rows = await tx.db
      .insert(applications)
      .values({
        id,
        callId: input.callId,
        locale: input.locale,
        draftHash: draftHash(ctx, input.token),
        codeHash: codeHash(ctx, receiptCode(ctx.keys.code, input.token)),
        createdAt: ctx.now,
        touchedAt: ctx.now,
        stageSince: ctx.now,
      })
      // Draft and code come from one token: whoever is second may meet either of them first.
      .onConflictDoNothing()
      .returning({
        applicationId: applications.id,
        state: applications.state,
        callId: applications.callId,
        durableLater,
      });
    if (rows[0]) await record(tx, { verb: 'draft.opened', subject: { kind: 'application', id } });
    return rows[0];
  });
  if (made) return { applicationId: made.applicationId, state: made.state, callId: made.callId };
  await ctx.keyStore.destroy(id);
  const winner = await draftOf(ctx, input.token);
  if (!winner) throw new Error('a draft was neither made nor found');
  return winner;
}

export function draftHash(ctx: Ctx, token: string): Buffer {
  return secretHash(ctx.keys.code, 'draft', token);
}

/** @param code as `normaliseCode` returns it */
export function codeHash(ctx: Ctx, code: string): Buffer {
  return secretHash(ctx.keys.code, 'receipt', normaliseCode(code) ?? code);
}
