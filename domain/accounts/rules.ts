export const SIGN_IN_MINUTES = 10;
/** The link printed at the first start waits for somebody to read the screen. */
export const FIRST_LINK_HOURS = 24;
export const SIGN_IN_CODE_TRIES = 5;
/** How long a code that was asked for again is good for what needs one. */
export const PROOF_MINUTES = 5;
export const SESSION_DAYS = 14;
/** Mails one address can be sent within the window, whoever asks. */
export const SIGN_IN_MAILS = { limit: 5, minutes: 15 };
export const SIGN_IN_REQUESTS_PER_PEER = { limit: 30, minutes: 15 };
