import { and, asc, desc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import { auditEvents } from '@/db/schema/audit';
import type { Role } from '@/domain/actor';
import type { Ctx } from '@/domain/context';

export type AuditLine = {
  at: Date;
  verb: string;
  actorKind: string;
  actorId: string | null;
  actorRole: Role | string | null;
  subjectKind: string;
  subjectId: string;
  details: Record<string, string | number | boolean | null>;
};

/**
 * What happened to an application and its documents, oldest first. Callers have already found the application through
 * what the actor may see.
 */
export async function trailOf(ctx: Ctx, applicationId: string, versionIds: readonly string[]): Promise<AuditLine[]> {
  const ofDocuments = and(eq(auditEvents.subjectKind, 'document'), inArray(auditEvents.subjectId, [...versionIds]));
  const ofApplication = and(eq(auditEvents.subjectKind, 'application'), eq(auditEvents.subjectId, applicationId));
  return ctx.db
    .select({
      at: auditEvents.at,
      verb: auditEvents.verb,
      actorKind: auditEvents.actorKind,
      actorId: auditEvents.actorId,
      actorRole: auditEvents.actorRole,
      subjectKind: auditEvents.subjectKind,
      subjectId: auditEvents.subjectId,
      details: auditEvents.details,
    })
    .from(auditEvents)
    .where(versionIds.length > 0 ? or(ofApplication, ofDocuments) : ofApplication)
    .orderBy(asc(auditEvents.id));
}

/** The last line of one kind about one thing, or null: what has happened to what is no longer there. */
export async function lastLine(
  ctx: Ctx,
  { verb, subject }: { verb: string; subject: { kind: string; id: string } },
): Promise<Pick<AuditLine, 'at' | 'details'> | null> {
  const [line] = await ctx.db
    .select({ at: auditEvents.at, details: auditEvents.details })
    .from(auditEvents)
    .where(
      and(eq(auditEvents.subjectKind, subject.kind), eq(auditEvents.subjectId, subject.id), eq(auditEvents.verb, verb)),
    )
    .orderBy(desc(auditEvents.id))
    .limit(1);
  return line ?? null;
}

/** Those of `ids` about which the trail has a line of one kind. */
export async function recordedAmong(
  ctx: Ctx,
  { verb, kind, ids }: { verb: string; kind: string; ids: readonly string[] },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const lines = await ctx.db
    .selectDistinct({ id: auditEvents.subjectId })
    .from(auditEvents)
    .where(
      and(eq(auditEvents.subjectKind, kind), inArray(auditEvents.subjectId, [...ids]), eq(auditEvents.verb, verb)),
    );
  return lines.map((line) => line.id);
}

/** Whether the actor has already left this very line since a moment: what is done all day stands in the trail once. */
export async function hasRecorded(
  ctx: Ctx,
  { verb, subject, as, since }: { verb: string; subject: { kind: string; id: string }; as: string; since: Date },
): Promise<boolean> {
  if (ctx.actor.kind !== 'member') return false;
  const [line] = await ctx.db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.subjectKind, subject.kind),
        eq(auditEvents.subjectId, subject.id),
        eq(auditEvents.verb, verb),
        eq(auditEvents.actorId, ctx.actor.memberId),
        sql`${auditEvents.details}->>'as' = ${as}`,
        gte(auditEvents.at, since),
      ),
    )
    .limit(1);
  return line !== undefined;
}
