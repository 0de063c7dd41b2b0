import { lt, sql } from 'drizzle-orm';
import { attempts } from '@/db/schema/accounts';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { blindIndex } from '@/platform/vault';

export type AttemptLimit = { bucket: string; subject: string; limit: number; minutes: number };

/** Counts one try of something in a fixed window. Errors: too_many_tries {minutes} from the one over `limit` on. */
export async function countAttempt(ctx: Ctx, { limit, ...attempt }: AttemptLimit): Promise<void> {
  const { count, minutesLeft } = await noteAttempt(ctx, attempt);
  if (count > limit) throw new AppError('too_many_tries', { minutes: minutesLeft });
}

export type Attempt = Omit<AttemptLimit, 'limit'>;

/** Counts one try and says the how manieth it is in its window, and how long that still lasts. */
export async function noteAttempt(
  ctx: Ctx,
  { bucket, subject, minutes }: Attempt,
): Promise<{ count: number; minutesLeft: number }> {
  const length = minutes * 60_000;
  const windowStart = new Date(Math.floor(ctx.now.getTime() / length) * length);
  const count = await raise(ctx, { bucket, subject, windowStart });
  const left = windowStart.getTime() + length - ctx.now.getTime();
  return { count, minutesLeft: Math.max(1, Math.ceil(left / 60_000)) };
}

/**
 * Notes the use of something that ends by itself less than a day after `madeAt`, and says the how manieth use it is:
 * its row is swept later than it ends.
 */
export async function noteUse(ctx: Ctx, use: { bucket: string; subject: string; madeAt: Date }): Promise<number> {
  return raise(ctx, { ...use, windowStart: use.madeAt });
}

async function raise(
  ctx: Ctx,
  { bucket, subject, windowStart }: { bucket: string; subject: string; windowStart: Date },
): Promise<number> {
  const [row] = await ctx.db
    .insert(attempts)
    .values({ bucket, subject: blindIndex(ctx.keys.index, `attempt:${bucket}`, subject), windowStart })
    .onConflictDoUpdate({
      target: [attempts.bucket, attempts.subject, attempts.windowStart],
      set: { count: sql`${attempts.count} + 1` },
    })
    .returning({ count: attempts.count });
  if (!row) throw new Error('an attempt was not counted');
  return row.count;
}

export async function sweepAttempts(ctx: Ctx): Promise<void> {
  await ctx.db.delete(attempts).where(lt(attempts.windowStart, new Date(ctx.now.getTime() - 24 * 3_600_000)));
}
