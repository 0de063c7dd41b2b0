import { auditEvents } from '@/db/schema/audit';
import { type Actor, actorLabel, highestRole } from '@/domain/actor';
import type { Ctx } from '@/domain/context';

export type AuditEntry = {
  verb: string;
  subject: {
    kind:
      | 'application'
      | 'document'
      | 'member'
      | 'call'
      | 'inbox'
      | 'publication'
      | 'mail'
      | 'decision'
      | 'session'
      | 'template'
      | 'view'
      | 'tag'
      | 'question'
      | 'export';
    id: string;
  };
  details?: Record<string, string | number | boolean | null>;
};

/** Writes one line of the audit trail: ids and verbs only; whoever calls keeps names and contents out of `details`. */
export async function record(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await ctx.db.insert(auditEvents).values({
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    actorRole: ctx.actor.kind === 'member' ? highestRole(ctx.actor.grants) : actorLabel(ctx.actor),
    verb: entry.verb,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    details: entry.details ?? {},
  });
}

/** A stranger's peer hash is not kept: the trail outlives everything. */
function actorId(actor: Actor): string | null {
  if (actor.kind === 'member') return actor.memberId;
  if (actor.kind === 'applicant') return actor.applicationId;
  return actor.kind === 'system' ? actor.task : null;
}
