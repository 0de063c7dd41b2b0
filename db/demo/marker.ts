import { count, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { applications } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';

/** The task under which the demo opens its drafts: the audit trail, which nobody can change, keeps it. */
export const DEMO_TASK = 'demo';

/** How many applications are invented and how many are not, drafts and erased ones included. */
export async function countApplications(db: Pick<Database, 'select'>): Promise<{ invented: number; real: number }> {
  const isInvented = sql`exists (select 1 from ${auditEvents} where ${auditEvents.subjectKind} = 'application'
    and ${auditEvents.subjectId} = ${applications.id}::text and ${auditEvents.verb} = 'draft.opened' and ${eq(auditEvents.actorId, DEMO_TASK)})`;
  const [row] = await db
    .select({
      invented: sql<number>`count(*) filter (where ${isInvented})::int`,
      all: count(),
    })
    .from(applications);
  const { invented, all } = row ?? { invented: 0, all: 0 };
  return { invented, real: all - invented };
}
