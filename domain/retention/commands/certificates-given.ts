import type { Certificate } from './erase-application';

const REMEMBERED_MS = 60_000;

/*
 * Only in this process and only for a minute. Kept in the database, a certificate would have to stand beside the session
 * that asked for it, and so lead back to who was erased.
 */
const given = new Map<string, Promise<Certificate | null>>();

/** The certificate that was made under this key a moment ago, or is being made; else the one `make` gives. */
export function certificateOnce(key: string, make: () => Promise<Certificate | null>): Promise<Certificate | null> {
  const standing = given.get(key);
  if (standing !== undefined) return standing;
  const making = make();
  given.set(key, making);
  making.then(
    (certificate) => (certificate ? setTimeout(() => given.delete(key), REMEMBERED_MS).unref() : given.delete(key)),
    () => given.delete(key),
  );
  return making;
}
