/** A withdrawn application is erased after this; its applicant may do it sooner. */
export const WITHDRAWN_DAYS = 30;
