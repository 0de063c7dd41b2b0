import { and, asc, eq, gt, lt, ne, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { trailOf } from '@/domain/audit/queries';
import type { Ctx } from '@/domain/context';
import { findingsIn, openMyFile, type StoredFile, versionsOf } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { lettersOf } from '@/domain/messages/queries';
import { answersForList, keyToRead } from '../sealing';

export type Holdings = { record: Record<string, unknown>; files: StoredFile[] };

/**
 * What the applicant sent, the letters and what happened, for them to take away (GDPR, article 20): a record fit for JSON,
 * and each stored file with a way to read it. Without what the newsroom notes: scores, comments, tags. Errors: not_found.
 */
export async function myHoldings(ctx: Ctx): Promise<Holdings> {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  const id = ctx.actor.applicationId;
  const [row] = await ctx.db.select().from(applications).where(eq(applications.id, id));
  if (!row || row.state === 'erased') throw new AppError('not_found');
  const key = await keyToRead(ctx, id);
  const versions = await versionsOf(ctx, id, key);
  const says = await findingsIn(
    ctx,
    versions.map(({ id: versionId }) => versionId),
    key,
  );
  const trail = await trailOf(
    ctx,
    id,
    versions.map((version) => version.id),
  );
  const record = {
    number: row.number,
    state: row.state,
    language: row.locale,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    consentAt: row.consentAt,
    // null where they are damaged
    answers: answersForList(key, id, row.sealedAnswers),
    documents: versions.map(({ id: versionId, slot, name, size, kind, versionNumber, receivedAt, check }) => ({
      slot,
      name,
      size,
      kind,
      versionNumber,
      receivedAt,
      check,
      saysAboutYou: says.get(versionId) ?? [],
    })),
    letters: (await lettersOf(ctx, id, key)).map(({ from, at, subject, text }) => ({ from, at, subject, text })),
    whatHappened: trail.map(({ at, verb, actorRole, details }) => ({ at, verb, by: actorRole, details })),
  };
  return { record, files: versions.map((version) => openMyFile(ctx, version)) };
}

/** Ids of all drafts and applications that are not erased, in their order, `limit` at a time. */
export async function keptIds(ctx: Ctx, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(ne(applications.state, 'erased'), after === null ? undefined : gt(applications.id, after)))
    .orderBy(asc(applications.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Applications withdrawn before a moment and not erased yet, oldest first. */
export async function withdrawnBefore(ctx: Ctx, moment: Date, limit = 100): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.state, 'withdrawn'), lt(applications.stageSince, moment)))
    .orderBy(asc(applications.stageSince))
    .limit(limit);
  return rows.map((row) => row.id);
}

/**
 * Applications and drafts whose time is over: their call closed longer ago than they may be kept. Where a call has no closing
 * day, a sent one counts from when it came to stand where it stands, decided or not; `keptUntil` is the same for one at hand.
 * Those who asked to stay for later calls are kept longer. Longest over first.
 */
export async function overdueApplications(
  ctx: Ctx,
  { days, poolDays, limit = 100 }: { days: number; poolDays: number; limit?: number },
): Promise<string[]> {
  const kept = sql`case when ${applications.keepInPool} then ${poolDays}::int else ${days}::int end`;
  const over = sql`coalesce(${calls.closesAt}, case when ${applications.state} <> 'draft' then ${applications.stageSince} end)`;
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .innerJoin(calls, eq(calls.id, applications.callId))
    .where(
      and(
        ne(applications.state, 'erased'),
        sql`${over} + ${kept} * interval '1 day' < ${ctx.now.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(over), asc(applications.id))
    .limit(limit);
  return rows.map((row) => row.id);
}
