import { createHash } from 'node:crypto';
import { AppError } from './errors';

/** What a page shows of something, in a word that says whether it is still so: SHA-256 of its JSON, 22 characters. */
export function seenOf(shown: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(shown ?? null, inOrder))
    .digest('base64url')
    .slice(0, 22);
}

type Change = { seen: string | undefined; now: unknown; wanted?: unknown };

/**
 * For a command that writes something anew, under a lock on it: somebody may have changed it since the page was made on
 * which it was written. Whoever wants what stands there already, or has seen no page, is never too late. Errors: conflict.
 */
export function mustBeAsSeen({ seen, now, wanted }: Change): void {
  if (seen === undefined) return;
  const standing = seenOf(now);
  if (standing !== seen && seenOf(wanted) !== standing) throw new AppError('conflict');
}

/** The order in which an object names its parts means nothing. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
