import type { Grant } from '@/domain/actor';

export const SIGN_IN_MINUTES = 10;
/** The link printed at the first start waits for somebody to read the screen. */
export const FIRST_LINK_HOURS = 24;
export const SIGN_IN_CODE_TRIES = 5;
/** Wrong codes for one member within a day, over all mails; beyond them only links open. */
export const WRONG_CODES = { limit: 30, minutes: 24 * 60 };
/** How long a code that was asked for again is good for what needs one. */
export const PROOF_MINUTES = 5;
export const SESSION_DAYS = 14;
/** Sign-in mails to one member within the window that one peer can cause, and all peers together: no stranger alone uses up a member's. */
export const SIGN_IN_MAILS = { limit: 5, minutes: 15 };
export const SIGN_IN_MAILS_FROM_ALL = { limit: 20, minutes: 15 };
/** Mails with a code that a member who is signed in can ask for. */
export const PROOF_MAILS = { limit: 5, minutes: 15 };
export const SIGN_IN_REQUESTS_PER_PEER = { limit: 30, minutes: 15 };

/** What somebody may, so that the same is the same whatever order it was given in. */
export function inOneOrder(grants: readonly Grant[]): Grant[] {
  const word = ({ role, callId, region }: Grant) => [role, callId, region].join(' ');
  return grants.toSorted((one, other) => word(one).localeCompare(word(other)));
}
