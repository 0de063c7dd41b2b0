import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { type OwnDocument, ownDocumentsOf } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { codeHash } from '../commands/open-draft';
import { type Answers, answersInput } from '../input';
import { COUNTED_TO } from '../rules';
import { answersForList, keyOf } from '../sealing';

/** The files kept in a draft. For callers that hold its token. */
export async function draftDocuments(ctx: Ctx, applicationId: string): Promise<OwnDocument[]> {
  return ownDocumentsOf(ctx, applicationId, await keyOf(ctx, applicationId));
}

/**
 * What is kept under a draft's token, and whether `code` is still the way to it; damaged answers are blank, to be typed anew.
 * Errors: not_found.
 */
export async function draftOnFile(
  ctx: Ctx,
  applicationId: string,
  code: string,
): Promise<{ number: string | null; answers: Answers; codeStands: boolean; touchedAt: Date }> {
  const [row] = await ctx.db
    .select({
      number: applications.number,
      sealedAnswers: applications.sealedAnswers,
      codeHash: applications.codeHash,
      touchedAt: applications.touchedAt,
    })
    .from(applications)
    .where(eq(applications.id, applicationId));
  if (!row) throw new AppError('not_found');
  return {
    number: row.number,
    answers:
      answersForList(await keyOf(ctx, applicationId), applicationId, row.sealedAnswers) ?? answersInput.parse({}),
    touchedAt: row.touchedAt,
    codeStands: row.codeHash.equals(codeHash(ctx, code)),
  };
}

/**
 * How many applications are being written in the calls a member may read: a number and nothing else. No query of the
 * desk returns anything of a draft. A draft has no region yet, so a grant for one region counts its whole call. Counted up to
 * `COUNTED_TO`.
 */
export async function draftCount(ctx: Ctx): Promise<number> {
  const { actor } = ctx;
  if (actor.kind !== 'member' || actor.grants.length === 0) return 0;
  const isEverywhere = actor.grants.some(({ role, callId }) => role === 'administrator' || callId === null);
  const calls = actor.grants.flatMap(({ callId }) => (callId === null ? [] : [callId]));
  const [row] = await builtOnce(ctx.db, ['draftCount', isEverywhere, calls], () => {
    const some = ctx.db
      .select({ one: sql`1` })
      .from(applications)
      .where(and(sql`${applications.state} = 'draft'`, isEverywhere ? undefined : inArray(applications.callId, calls)))
      .limit(COUNTED_TO)
      .as('some');
    return ctx.db.select({ count: count() }).from(some);
  });
  return row?.count ?? 0;
}
