import { countPeer, noteAttempt, noteUse, peerOf } from '@/domain/accounts/commands';
import { newDraftToken } from '@/domain/applications/commands';
import { type Ctx, transaction } from '@/domain/context';
import { addressKey } from '@/domain/messages/rules';
import { signedToken, tokenAge, verifySignedToken } from '@/platform/codes';
import { type Challenge, newChallenge, solvedChallenge } from '@/platform/proof-of-work';
import { keyedHash } from '@/platform/vault';
import {
  BUSY,
  BUSY_MINUTES,
  type GuardedForm,
  LIMITS,
  type Limit,
  NEW_DRAFTS,
  PAUSE_SECONDS,
  SOONEST_MS,
} from '../limits';

/** The fields a guarded form sends besides its own; all may be empty. */
export type GuardFields = {
  /** the trap: people do not see it */
  website: string;
  /** given with an earlier refusal, and by now grown old enough */
  pause: string;
  /** a solved challenge, base64 of JSON */
  proof: string;
};

export type Sending = GuardFields & {
  form: GuardedForm;
  /** the form's own token, which also says when its page was made; one application or question per token */
  token: string;
  /** where the answer is to go, if they said so */
  address: string | null;
};

/** `pause`: to be put into the form again; sent with it after `seconds`, it opens the door. */
export type Verdict =
  | { kind: 'pass' }
  | { kind: 'pause'; pause: string; seconds: number }
  | { kind: 'refuse'; minutes: number };

const PAUSE_HOURS = 12;
const CHALLENGE_MINUTES = 20;

/** A token for a form that is guarded, made with its page. */
export function newFormToken(ctx: Ctx, form: GuardedForm): string {
  return form === 'apply' ? newDraftToken(ctx) : signedToken(ctx.keys.session, form, ctx.now);
}

/** Is this a token of ours for that form? */
export function isFormToken(ctx: Ctx, form: GuardedForm, token: string): boolean {
  return verifySignedToken(ctx.keys.session, form === 'apply' ? 'draft' : form, token);
}

/** A puzzle for the page's script. Nothing is stored for it. */
export function issueChallenge(ctx: Ctx): Promise<Challenge> {
  return newChallenge(proofKey(ctx), new Date(ctx.now.getTime() + CHALLENGE_MINUTES * 60_000));
}

/**
 * May this form be sent now? Nobody is turned away without a way on: what looks like a program is asked to send again
 * in half a minute, and everything typed stays in the form. Call it once the form has no other faults.
 */
export async function judgeSending(ctx: Ctx, sending: Sending): Promise<Verdict> {
  const { isUnusual, refusedFor } = await count(ctx, sending);
  if (refusedFor !== null) return { kind: 'refuse', minutes: refusedFor };
  const isTrapped = sending.website.trim() !== '';
  if (!isTrapped && !isUnusual && !(await wantsProof(ctx, sending))) return { kind: 'pass' };
  const waited = pauseAge(ctx, sending);
  if (waited !== null && waited >= PAUSE_SECONDS * 1000) return { kind: 'pass' };
  if (!isTrapped && (await isProven(ctx, sending))) return { kind: 'pass' };
  if (waited !== null) {
    return { kind: 'pause', pause: sending.pause, seconds: Math.ceil((PAUSE_SECONDS * 1000 - waited) / 1000) };
  }
  const pause = signedToken(ctx.keys.session, pausePurpose(sending), ctx.now);
  return { kind: 'pause', pause, seconds: PAUSE_SECONDS };
}

async function count(ctx: Ctx, sending: Sending): Promise<{ isUnusual: boolean; refusedFor: number | null }> {
  let isUnusual = false;
  let refusedFor: number | null = null;
  for (const limit of LIMITS.filter(({ form }) => form === sending.form)) {
    const subject = subjectOf(ctx, sending, limit);
    if (subject === null || (limit.what === 'fast' && !isFast(ctx, sending))) continue;
    const bucket = `${limit.form}-${limit.what}-${limit.per}`;
    const { count: so, minutesLeft } = await noteAttempt(ctx, { bucket, subject, minutes: limit.minutes, lossy: true });
    if (so > limit.pause) isUnusual = true;
    if (limit.refuse !== undefined && so > limit.refuse) refusedFor = Math.max(refusedFor ?? 0, minutesLeft);
  }
  return { isUnusual, refusedFor };
}

function subjectOf(ctx: Ctx, { token, address }: Sending, { per }: Limit): string | null {
  if (per === 'draft') return token || null;
  const peer = peerOf(ctx);
  return per === 'address' && peer ? address && addressKey(address) : peer;
}

/** Whoever begins drafts by the hundred is held up; those that are there go on. Errors: too_many_tries {minutes}. */
export async function countNewDraft(ctx: Ctx): Promise<void> {
  await countPeer(ctx, { bucket: 'new-draft', ...NEW_DRAFTS });
}

/** A form without our token never saw our page. A draft one has come back to has a token of another kind. */
function isFast(ctx: Ctx, { form, token }: Sending): boolean {
  if (token === '') return true;
  if (!isFormToken(ctx, form, token)) return false;
  const age = tokenAge(token, ctx.now);
  return age >= 0 && age < SOONEST_MS[form];
}

async function wantsProof(ctx: Ctx, { form }: Sending): Promise<boolean> {
  const wanted = ctx.portal.proofOfWork ?? 'off';
  if (wanted !== 'busy') return wanted === 'always';
  const all = { bucket: `${form}-busy`, subject: 'all', minutes: BUSY_MINUTES, lossy: true };
  const { count: recent } = await noteAttempt(ctx, all);
  return recent > BUSY[form];
}

/** Milliseconds since we asked for a pause in this very form; null where we did not. */
function pauseAge(ctx: Ctx, sending: Sending): number | null {
  if (!verifySignedToken(ctx.keys.session, pausePurpose(sending), sending.pause)) return null;
  const age = tokenAge(sending.pause, ctx.now);
  return age >= 0 && age < PAUSE_HOURS * 3_600_000 ? age : null;
}

function pausePurpose({ form, token }: Sending): string {
  return `pause ${form} ${token}`;
}

/** A solution counts once; clicks of the same form at the same time share it. */
async function isProven(ctx: Ctx, { proof, form, token }: Sending): Promise<boolean> {
  const solution = await solvedChallenge(proofKey(ctx), proof);
  if (!solution || solution.expires <= ctx.now) return false;
  return transaction(ctx, async (tx) => {
    const { signature, expires: madeAt } = solution;
    const uses = await noteUse(tx, { bucket: 'proof', subject: signature, madeAt });
    const own = await noteUse(tx, { bucket: 'proof-of-form', subject: `${signature} ${form} ${token}`, madeAt });
    return uses === own;
  });
}

function proofKey(ctx: Ctx): string {
  return keyedHash(ctx.keys.session, 'proof-of-work', 'challenges', '').toString('hex');
}
