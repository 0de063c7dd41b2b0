import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { memberProofs, members } from '@/db/schema/accounts';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import type { Locale } from '@/locales';
import { PROOF_MAILS, PROOF_MINUTES, SIGN_IN_MINUTES } from '../rules';
import { openProfile } from '../sealing';
import { countAttempt } from './count-attempt';
import { browserHash, consumeCode, openRequest } from './sign-in-request';

/**
 * Mails the member who is signed in a code, bound to their browser; no link, which would sign them in anew and end it.
 * Errors: not_found, too_many_tries.
 */
export async function requestProof(ctx: Ctx, { browser, locale }: { browser: string; locale: Locale }): Promise<void> {
  const { memberId, address } = await myself(ctx);
  await countAttempt(ctx, { bucket: 'proof-mail', subject: memberId, ...PROOF_MAILS });
  await transaction(ctx, async (tx) => {
    const { code } = await openRequest(tx, { memberId, browser, minutes: SIGN_IN_MINUTES });
    await requestMail(tx, {
      template: 'proof',
      to: { kind: 'member', memberId, address },
      locale,
      params: { code, minutes: SIGN_IN_MINUTES },
    });
    await record(tx, { verb: 'sign-in.requested', subject: { kind: 'member', id: memberId } });
  });
}

/** Takes the code: for five minutes this browser has shown whose hands it is in. Errors: not_found, wrong_sign_in_code. */
export async function proveAgain(ctx: Ctx, { browser, code }: { browser: string; code: string }): Promise<void> {
  const { memberId, address } = await myself(ctx);
  const outcome = await transaction(ctx, async (tx) => {
    const refusal = await consumeCode(tx, { browser, address, code });
    if (refusal) return refusal;
    const proof = { memberId, browserHash: browserHash(tx, browser), provedAt: tx.now };
    await tx.db
      .insert(memberProofs)
      .values(proof)
      .onConflictDoUpdate({ target: [memberProofs.memberId, memberProofs.browserHash], set: { provedAt: tx.now } });
    await record(tx, { verb: 'member.proved', subject: { kind: 'member', id: memberId } });
    return null;
  });
  if (outcome) throw outcome;
}

/** Errors: proof_needed. */
export async function mustBeProved(ctx: Ctx, browser: string): Promise<void> {
  if (!(await isProved(ctx, browser))) throw new AppError('proof_needed');
}

export async function isProved(ctx: Ctx, browser: string): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind !== 'member') return false;
  const [row] = await ctx.db
    .select({ at: memberProofs.provedAt })
    .from(memberProofs)
    .where(
      and(
        eq(memberProofs.memberId, ctx.actor.memberId),
        eq(memberProofs.browserHash, browserHash(ctx, browser)),
        gt(memberProofs.provedAt, freshSince(ctx)),
      ),
    );
  return row !== undefined;
}

export async function sweepProofs(ctx: Ctx): Promise<void> {
  await ctx.db.delete(memberProofs).where(lt(memberProofs.provedAt, freshSince(ctx)));
}

function freshSince(ctx: Ctx): Date {
  return new Date(ctx.now.getTime() - PROOF_MINUTES * 60_000);
}

async function myself(ctx: Ctx): Promise<{ memberId: string; address: string }> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_found');
  const { memberId } = actor;
  const [me] = await ctx.db
    .select({ sealedProfile: members.sealedProfile })
    .from(members)
    .where(and(eq(members.id, memberId), isNull(members.removedAt)));
  if (!me) throw new AppError('not_found');
  return { memberId, address: openProfile(ctx, memberId, me.sealedProfile).address };
}
