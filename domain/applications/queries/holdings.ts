import { and, asc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { type AuditLine, trailOf } from '@/domain/audit/queries';
import type { Ctx } from '@/domain/context';
import { findingsIn, openMyFile, type StoredFile, versionsOf } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { lettersOf } from '@/domain/messages/queries';
import type { ApplicationState } from '../rules';
import { answersForList, keyToRead } from '../sealing';

/**
 * What an applicant is told of what happened, with these details. All else is the newsroom's: what it plans, notes and decides
 * before it is sent, which members it concerns, and whose other application this one is taken for.
 */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'draft.opened': [],
  'application.submitted': [],
  'application.entered': [],
  'application.code-asked': [],
  'application.code-renewed': [],
  'application.exported': [],
  'application.withdrawn': [],
  'document.received': ['slot', 'version'],
  'document.removed': ['slot'],
  'document.refused': ['slot', 'reason'],
  'document.infected': ['slot', 'reason'],
  'document.opened': ['slot', 'as'],
  'letter.received': [],
  'name.shown': [],
  'decision.released': ['kind'],
};

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
    whatHappened: trail.flatMap(toldTo),
  };
  return { record, files: versions.map((version) => openMyFile(ctx, version)) };
}

function toldTo({ at, verb, actorRole, details }: AuditLine) {
  const kept = TOLD[verb];
  if (!kept) return [];
  return [{ at, verb, by: actorRole, details: Object.fromEntries(kept.map((name) => [name, details[name] ?? null])) }];
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

/** Those of `ids` that are drafts or applications, with their state. */
export async function statesAmong(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ApplicationState>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: applications.id, state: applications.state })
    .from(applications)
    .where(inArray(applications.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.state]));
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
 * Applications and drafts whose time is over: their call closed longer ago than they may be kept, and so long ago they were
 * sent or, as drafts, touched, whatever closing day somebody has typed. Where a call has no closing day, a sent one counts
 * from when it came to stand where it stands, decided or not; `keptUntil` is the same for one at hand. Those who asked to
 * stay for later calls are kept longer. Longest over first.
 */
export async function overdueApplications(
  ctx: Ctx,
  { days, poolDays, limit = 100 }: { days: number; poolDays: number; limit?: number },
): Promise<string[]> {
  const kept = sql`case when ${applications.keepInPool} then ${poolDays}::int else ${days}::int end`;
  const over = sql`case
    when ${calls.closesAt} is null then case when ${applications.state} <> 'draft' then ${applications.stageSince} end
    else greatest(${calls.closesAt}, coalesce(${applications.submittedAt}, ${applications.touchedAt})) end`;
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
