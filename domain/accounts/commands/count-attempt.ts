import { and, eq, lt, sql } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { attempts } from '@/db/schema/accounts';
import type { Ctx } from '@/domain/context';
import { AppError, type ErrorCode, isAppError } from '@/domain/errors';
import { blindIndex } from '@/platform/vault';

export type AttemptLimit = { bucket: string; subject: string; limit: number; minutes: number };

/** Counts one try of something in a fixed window. Errors: too_many_tries {minutes} from the one over `limit` on. */
export async function countAttempt(ctx: Ctx, { limit, ...attempt }: AttemptLimit): Promise<void> {
  const { count, minutesLeft } = await noteAttempt(ctx, attempt);
  if (count > limit) throw new AppError('too_many_tries', { minutes: minutesLeft });
}

export type Attempt = Omit<AttemptLimit, 'limit'>;
export type PeerLimit = Omit<AttemptLimit, 'subject'>;

/**
 * Who is counted; null for this machine itself: its operator, an onion service, or a proxy the portal was not told of, who
 * would be everybody at once.
 */
export function peerOf({ actor }: Ctx): string | null {
  return actor.kind === 'stranger' && actor.peer !== '' && !actor.peer.startsWith('local.') ? actor.peer : null;
}

/** `countAttempt` for whoever asks. Errors: too_many_tries {minutes}. */
export async function countPeer(ctx: Ctx, limit: PeerLimit): Promise<void> {
  const subject = peerOf(ctx);
  if (subject !== null) await countAttempt(ctx, { ...limit, subject });
}

/**
 * Does what may be guessed at, and counts it only where the guess was wrong (`wrong` is its error); beyond the limit a wrong
 * one is told to wait. What is right works all the same: nobody at an office or a Tor exit is locked out by the others.
 * So it is for secrets too long to be guessed, and `work` must change nothing when it is wrong.
 * Errors: too_many_tries {minutes}, and what `work` throws.
 */
export async function countingWrong<Result>(
  ctx: Ctx,
  { wrong, ...limit }: PeerLimit & { wrong: ErrorCode },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error, wrong)) await countPeer(ctx, limit);
    throw error;
  }
}

/**
 * Counts one try and says the how manieth it is in its window, and how long that still lasts. With `lossy` nobody waits
 * for the disk, and a crash may forget tries of the last second: for what only slows down, never in a transaction.
 */
export async function noteAttempt(
  ctx: Ctx,
  { bucket, subject, minutes, lossy = false }: Attempt & { lossy?: boolean },
): Promise<{ count: number; minutesLeft: number }> {
  const { windowStart, minutesLeft } = windowOf(ctx, minutes);
  return { count: await raise(ctx, { bucket, subject, windowStart, lossy }), minutesLeft };
}

/** How often it has been noted in the window that runs now. */
export async function attemptsSoFar(ctx: Ctx, { bucket, subject, minutes }: Attempt): Promise<number> {
  const [row] = await ctx.db
    .select({ count: attempts.count })
    .from(attempts)
    .where(
      and(
        eq(attempts.bucket, bucket),
        eq(attempts.subject, subjectHash(ctx, bucket, subject)),
        eq(attempts.windowStart, windowOf(ctx, minutes).windowStart),
      ),
    );
  return row?.count ?? 0;
}

function windowOf({ now }: Ctx, minutes: number): { windowStart: Date; minutesLeft: number } {
  const length = minutes * 60_000;
  const windowStart = new Date(Math.floor(now.getTime() / length) * length);
  const left = windowStart.getTime() + length - now.getTime();
  return { windowStart, minutesLeft: Math.max(1, Math.ceil(left / 60_000)) };
}

function subjectHash(ctx: Ctx, bucket: string, subject: string): Buffer {
  return blindIndex(ctx.keys.index, `attempt:${bucket}`, subject);
}

/**
 * Notes the use of something that ends by itself less than a day after `madeAt`, and says the how manieth use it is:
 * its row is swept later than it ends.
 */
export async function noteUse(ctx: Ctx, use: { bucket: string; subject: string; madeAt: Date }): Promise<number> {
  return raise(ctx, { ...use, windowStart: use.madeAt });
}

type Use = { bucket: string; subject: string; windowStart: Date; lossy?: boolean };

async function raise(ctx: Ctx, { bucket, subject, windowStart, lossy = false }: Use): Promise<number> {
  const [row] = await ctx.db
    .insert(attempts)
    .values({ bucket, subject: subjectHash(ctx, bucket, subject), windowStart })
    .onConflictDoUpdate({
      target: [attempts.bucket, attempts.subject, attempts.windowStart],
      set: { count: sql`${attempts.count} + 1` },
    })
    .returning({ count: attempts.count, ...(lossy && { durableLater }) });
  if (!row) throw new Error('an attempt was not counted');
  return row.count;
}

export async function sweepAttempts(ctx: Ctx): Promise<void> {
  await ctx.db.delete(attempts).where(lt(attempts.windowStart, new Date(ctx.now.getTime() - 24 * 3_600_000)));
}
