import { lt, sql } from 'drizzle-orm';
import { attempts } from '@/db/schema/accounts';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { blindIndex } from '@/platform/vault';

export type AttemptLimit = { bucket: string; subject: string; limit: number; minutes: number };

/** Counts one try of something in a fixed window. Errors: too_many_tries {minutes} from the one over `limit` on. */
export async function countAttempt(ctx: Ctx, { bucket, subject, limit, minutes }: AttemptLimit): Promise<void> {
  const length = minutes * 60_000;
  const windowStart = new Date(Math.floor(ctx.now.getTime() / length) * length);
  const [row] = await ctx.db
    .insert(attempts)
    .values({ bucket, subject: blindIndex(ctx.keys.index, `attempt:${bucket}`, subject), windowStart })
    .onConflictDoUpdate({
      target: [attempts.bucket, attempts.subject, attempts.windowStart],
      set: { count: sql`${attempts.count} + 1` },
    })
    .returning({ count: attempts.count });
  if (row && row.count > limit) {
    const left = windowStart.getTime() + length - ctx.now.getTime();
    throw new AppError('too_many_tries', { minutes: Math.max(1, Math.ceil(left / 60_000)) });
  }
}

export async function sweepAttempts(ctx: Ctx): Promise<void> {
  await ctx.db.delete(attempts).where(lt(attempts.windowStart, new Date(ctx.now.getTime() - 24 * 3_600_000)));
}
