import type { Ctx } from '@/domain/context';
import { openJson, sealJson, VaultError } from '@/platform/vault';

/**
 * What the form that erases carries, for the browser of this session alone: where the form is sent twice, the second
 * answer shows by it what the first one did, in whichever process, though session and record have gone by then.
 */
export function sealClaim(ctx: Ctx, session: string, claimed: unknown): string {
  return sealJson(ctx.keys.portal, identityOf(session), claimed).toString('base64url');
}

/** What was claimed; null for anything that was not sealed here for this session. */
export function openClaim(ctx: Ctx, session: string, claim: string): unknown {
  try {
    return openJson(ctx.keys.portal, identityOf(session), Buffer.from(claim, 'base64url'));
  } catch (error) {
    // Anybody may send a form that says something else.
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function identityOf(session: string): string {
  return `erasure-claim:${session}`;
}
