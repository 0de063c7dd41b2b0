/** A withdrawn application is erased after this; its applicant may do it sooner. */
export const WITHDRAWN_DAYS = 30;
/** Whoever asked to be kept for later calls is kept so long after theirs has closed. */
export const POOL_DAYS = 365;

/** The end of an application's time: counted from the end of its call or, where a call has none, from its last step. */
export function keptUntil({ closesAt, stageSince }: { closesAt: Date | null; stageSince: Date }, days: number): Date {
  return new Date((closesAt ?? stageSince).getTime() + days * 24 * 3_600_000);
}

/** So many keys are gone that it is more likely the key store that is wrong than so many that were erased. */
export function isKeyStoreInDoubt({ all, lost }: { all: number; lost: number }): boolean {
  return lost * 2 > all;
}
