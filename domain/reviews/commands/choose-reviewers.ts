import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { assignments, reviews } from '@/db/schema/reviews';
import { type Reader, readers } from '@/domain/accounts/queries';
import { canRead } from '@/domain/applications/rules';
import { standsAlone } from '@/domain/applications/scope';
import { atOnce, type TxCtx } from '@/domain/context';
import { membersKeptFrom, WITHOUT_CONFLICT } from '../queries/held-conflicts';
import { bestReviewers, STAGES_TO_REVIEW } from '../rules';
import type { FoundApplication } from './find-application';

/** Members who could read an application: their grants cover it and no conflict stands between. */
export async function whoMayRead(
  tx: TxCtx,
  application: Pick<FoundApplication, 'id' | 'callId' | 'regions'>,
): Promise<Reader[]> {
  const [all, inConflict] = await atOnce([readers(tx), membersKeptFrom(tx, application.id)]);
  return all.filter(({ memberId, grants }) => {
    const actor = { kind: 'member', memberId, grants, locale: 'en' } as const;
    return !inConflict.has(memberId) && canRead(actor, { ...application, applicationId: application.id });
  });
}

/**
 * Whom the portal would give an application to, best first: editors and reviewers of its region and call who are not on it
 * yet. Administrators read what they choose themselves.
 */
export async function nextReviewers(tx: TxCtx, application: FoundApplication): Promise<string[]> {
  const able = (await whoMayRead(tx, application)).filter(({ grants }) =>
    grants.some((grant) => grant.role !== 'administrator'),
  );
  const taken = await alreadyOn(tx, application.id);
  const free = able.filter(({ memberId }) => !taken.has(memberId));
  const loads = await openLoads(
    tx,
    free.map(({ memberId }) => memberId),
  );
  const candidates = free.map(({ memberId, languages, grants }) => ({
    memberId,
    languages,
    load: loads.get(memberId) ?? 0,
    ofRegion: grants.some((grant) => grant.region !== null && application.regions.includes(grant.region)),
  }));
  return bestReviewers(candidates, application.writes).map(({ memberId }) => memberId);
}

/** Who is assigned to it or has handed in a card unasked that counts. */
export async function alreadyOn(tx: TxCtx, applicationId: string): Promise<Set<string>> {
  const [assigned, written] = await atOnce([
    tx.db.select({ id: assignments.memberId }).from(assignments).where(eq(assignments.applicationId, applicationId)),
    tx.db
      .select({ id: reviews.memberId, at: reviews.finishedAt })
      .from(reviews)
      .where(and(eq(reviews.applicationId, applicationId), WITHOUT_CONFLICT)),
  ]);
  return new Set([...assigned, ...written.filter((row) => row.at !== null)].map((row) => row.id));
}

/** What waits for each; what was decided without them or is read under another weighs on nobody. */
async function openLoads(tx: TxCtx, memberIds: readonly string[]): Promise<Map<string, number>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.db
    .select({ id: assignments.memberId, load: count() })
    .from(assignments)
    .innerJoin(applications, eq(applications.id, assignments.applicationId))
    .where(
      and(
        inArray(assignments.memberId, [...memberIds]),
        isNull(assignments.doneAt),
        eq(applications.state, 'submitted'),
        inArray(applications.stage, [...STAGES_TO_REVIEW]),
        standsAlone(),
      ),
    )
    .groupBy(assignments.memberId);
  return new Map(rows.map((row) => [row.id, row.load]));
}
