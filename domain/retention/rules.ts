/** A withdrawn application is erased after this; its applicant may do it sooner. */
export const WITHDRAWN_DAYS = 30;
/** Whoever asked to be kept for later calls is kept so long after theirs has closed. */
export const POOL_DAYS = 365;
