import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { heldConflicts } from '@/db/schema/held-conflicts';
import { assignments, conflicts } from '@/db/schema/reviews';
import { memberNames, readers } from '@/domain/accounts/queries';
import { isAdministrator } from '@/domain/actor';
import { canDecide, canRead } from '@/domain/applications/rules';
import { standsAlone, visibleTo } from '@/domain/applications/scope';
import { keyToRead, withKeys } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { redactorForDocuments, toldApart } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import { openJson, type SecretKey } from '@/platform/vault';
import { doMeet, isOverdue, STAGES_TO_REVIEW } from '../rules';
import { membersKeptFrom } from './held-conflicts';

type Placed = { id: string; callId: string; regions: readonly string[] };

export type Assignment = {
  memberId: string;
  name: string | null;
  dueAt: Date | null;
  doneAt: Date | null;
  overdue: boolean;
  mine: boolean;
};

/** Who is to read an application. Callers found it through the actor's scope. */
export async function assignmentsOn(ctx: Ctx, applicationId: string): Promise<Assignment[]> {
  const rows = await ctx.db
    .select({ memberId: assignments.memberId, dueAt: assignments.dueAt, doneAt: assignments.doneAt })
    .from(assignments)
    .innerJoin(applications, eq(applications.id, assignments.applicationId))
    .where(and(eq(assignments.applicationId, applicationId), visibleTo(ctx.actor)))
    .orderBy(asc(assignments.assignedAt), asc(assignments.memberId));
  const names = await memberNames(
    ctx,
    rows.map((row) => row.memberId),
  );
  const me = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  return rows.map((row) => ({
    ...row,
    name: names.get(row.memberId) ?? null,
    overdue: isOverdue(row, ctx.now),
    mine: row.memberId === me,
  }));
}

/** Members an editor can give the application to, by name; none for whoever may only read. */
export async function mayReview(ctx: Ctx, application: Placed): Promise<{ memberId: string; name: string }[]> {
  if (!canDecide(ctx.actor, application)) return [];
  const inConflict = await membersKeptFrom(ctx, application.id);
  return (await readers(ctx))
    .filter(
      ({ memberId, grants }) =>
        !inConflict.has(memberId) &&
        canRead({ kind: 'member', memberId, grants, locale: 'en' }, { ...application, applicationId: application.id }),
    )
    .map(({ memberId, name }) => ({ memberId, name }));
}

/** Members who read where the actor decides, by name, to narrow a list by; none for whoever may only read. */
export async function fellowReaders(ctx: Ctx): Promise<{ memberId: string; name: string }[]> {
  const { actor } = ctx;
  if (actor.kind !== 'member') return [];
  const deciding = actor.grants.filter((grant) => grant.role !== 'reviewer');
  if (deciding.length === 0) return [];
  return (await readers(ctx))
    .filter(({ memberId, grants }) => memberId !== actor.memberId && doMeet(deciding, grants))
    .map(({ memberId, name }) => ({ memberId, name }));
}

export type ConflictLine = {
  memberId: string;
  name: string | null;
  /** null where it is damaged and nobody can read it any more */
  reason: string | null;
  at: Date;
  /** Where it was declared: this application, or one that is read together with it; null: one not to be told of here. */
  declaredOn: string | null;
};

/**
 * Who is kept from an application and why: for administrators, without the applicant's name while they read blind. Where it was
 * declared on one that is not to be told of beside this one, only who. Errors: none; an empty list for everybody else.
 */
export async function conflictsOn(ctx: Ctx, applicationId: string): Promise<ConflictLine[]> {
  if (!isAdministrator(ctx.actor)) return [];
  const rows = await ctx.db
    .select({
      applicationId: conflicts.applicationId,
      number: applications.number,
      memberId: conflicts.memberId,
      sealedReason: conflicts.sealedReason,
      at: conflicts.declaredAt,
    })
    .from(heldConflicts)
    .innerJoin(
      conflicts,
      and(eq(conflicts.applicationId, heldConflicts.declaredOn), eq(conflicts.memberId, heldConflicts.memberId)),
    )
    .innerJoin(applications, eq(applications.id, conflicts.applicationId))
    .where(and(eq(heldConflicts.applicationId, applicationId), visibleTo(ctx.actor)))
    .orderBy(asc(conflicts.declaredAt));
  const apart = await toldApart(
    ctx,
    applicationId,
    rows.map((row) => row.applicationId),
  );
  const [names, reasons] = await Promise.all([
    memberNames(
      ctx,
      rows.map((row) => row.memberId),
    ),
    Promise.all(rows.map((row) => (apart.has(row.applicationId) ? '' : reasonOf(ctx, row)))),
  ]);
  return rows.map(({ applicationId: declaredOn, memberId, at, number }, place) => ({
    memberId,
    name: names.get(memberId) ?? null,
    reason: reasons[place] ?? null,
    at,
    declaredOn: apart.has(declaredOn) ? null : number,
  }));
}

type SealedReason = { applicationId: string; memberId: string; sealedReason: Buffer | null };

async function reasonOf(ctx: Ctx, sealed: SealedReason): Promise<string | null> {
  if (!sealed.sealedReason) return '';
  const key = await keyToRead(ctx, sealed.applicationId);
  const reason = openReason(key, sealed);
  const redactor = await redactorForDocuments(ctx, { id: sealed.applicationId, key });
  return reason === null ? null : (redactor?.text(reason) ?? reason);
}

function openReason(key: SecretKey, { applicationId, memberId, sealedReason }: SealedReason): string | null {
  if (!sealedReason) return '';
  return unlessDamaged({ event: 'conflict.damaged', application: applicationId, member: memberId }, () =>
    String(openJson(key, `conflict:${applicationId}:${memberId}`, sealedReason)),
  );
}

export type MyReview = { number: string; regions: string[]; writes: string[]; dueAt: Date | null; overdue: boolean };

/** What a member has yet to read while a score still helps, the nearest day first. Errors: not_signed_in. */
export async function myOpenReviews(ctx: Ctx, limit = 200): Promise<MyReview[]> {
  if (ctx.actor.kind !== 'member') throw new AppError('not_signed_in');
  const rows = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      regions: applications.regions,
      writes: applications.writes,
      dueAt: assignments.dueAt,
      doneAt: assignments.doneAt,
    })
    .from(assignments)
    .innerJoin(applications, eq(applications.id, assignments.applicationId))
    .where(
      and(
        eq(assignments.memberId, ctx.actor.memberId),
        isNull(assignments.doneAt),
        eq(applications.state, 'submitted'),
        inArray(applications.stage, [...STAGES_TO_REVIEW]),
        standsAlone(),
        visibleTo(ctx.actor),
      ),
    )
    .orderBy(sql`${assignments.dueAt} asc nulls last`, asc(applications.submittedAt))
    .limit(limit);
  return (await withKeys(ctx, rows)).map(({ id: _, number, doneAt, ...row }) => ({
    ...row,
    number: number ?? '',
    overdue: isOverdue({ dueAt: row.dueAt, doneAt }, ctx.now),
  }));
}
