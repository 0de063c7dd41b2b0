import { and, eq, lt, ne, or, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { uploads } from '@/db/schema/intake';
import { type Ctx, transaction } from '@/domain/context';
import { isAppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { wholeUploads } from '../../queries';
import { UPLOAD_DAYS } from './begin-upload';
import { closeUpload } from './end-upload';
import { finishUpload } from './finish-upload';

const DAY_MS = 24 * 3_600_000;
/** Whoever is at work on a whole file is given so long before another finishes it. */
const FINISH_AFTER_MS = 10 * 60_000;
const AT_ONCE = 100;

/**
 * Ends what nobody adds to any more, or whose application has gone out without it or was withdrawn; what arrived whole but
 * was not made a document, because the process died, becomes one now. An ended upload still says so for a while, then its
 * row goes.
 */
export async function sweepUploads(ctx: Ctx): Promise<void> {
  await finishWholeOnes(ctx);
  while ((await endStaleOnes(ctx)) === AT_ONCE);
  await ctx.db
    .delete(uploads)
    .where(and(ne(uploads.state, 'open'), lt(uploads.expiresAt, new Date(ctx.now.getTime() - UPLOAD_DAYS * DAY_MS))));
}

async function finishWholeOnes(ctx: Ctx): Promise<void> {
  const whole = await wholeUploads(ctx, new Date(ctx.now.getTime() - FINISH_AFTER_MS), AT_ONCE);
  for (const upload of whole) {
    try {
      await finishUpload(ctx, upload);
    } catch (error) {
      // Refused, or its application has been sent or erased: ended here or below. No room: tried again next time. Damaged, or
      // a part of it is lost: its own time ends it, and the others have their turn all the same.
      if (!isAppError(error)) log.error({ event: 'upload.damaged', upload: upload.id }, error);
    }
  }
}

async function endStaleOnes(ctx: Ctx): Promise<number> {
  const stale = await ctx.db
    .select({ id: uploads.id })
    .from(uploads)
    .innerJoin(applications, eq(applications.id, uploads.applicationId))
    .where(
      and(
        eq(uploads.state, 'open'),
        or(
          lt(uploads.expiresAt, ctx.now),
          ne(applications.state, sql`case when ${uploads.replaces} then 'submitted' else 'draft' end`),
        ),
      ),
    )
    .limit(AT_ONCE);
  for (const { id } of stale) await expire(ctx, id);
  return stale.length;
}

async function expire(ctx: Ctx, id: string): Promise<void> {
  try {
    await transaction(ctx, (tx) => closeUpload(tx, id, { state: 'expired' }));
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
  }
}
