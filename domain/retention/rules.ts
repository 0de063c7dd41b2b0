/** A withdrawn application is erased after this; its applicant may do it sooner. */
export const WITHDRAWN_DAYS = 30;
/** Whoever asked to be kept for later calls is kept so long after theirs has closed. */
export const POOL_DAYS = 365;

type Standing = { closesAt: Date | null; submittedAt: Date | null; stageSince: Date };

/**
 * The end of a sent application's time: counted from the end of its call, or from its sending where that is later (a closing
 * day may be mistyped); where a call has no end, from its last step.
 */
export function keptUntil({ closesAt, submittedAt, stageSince }: Standing, days: number): Date {
  const from = closesAt ? Math.max(closesAt.getTime(), submittedAt?.getTime() ?? 0) : stageSince.getTime();
  return new Date(from + days * 24 * 3_600_000);
}

/** So many keys are gone that it is more likely the key store that is wrong than so many that were erased. */
export function isKeyStoreInDoubt({ all, lost }: { all: number; lost: number }): boolean {
  return lost * 2 > all;
}
