import { and, arrayContains, eq, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { type Actor, conflictsOf, type Grant } from '@/domain/actor';

/**
 * The applications an actor may find. Every query that returns one goes through this condition, so that what is
 * forbidden looks the same as what is absent. `canRead` is its twin for a row already at hand.
 */
export function visibleTo(actor: Actor): SQL | undefined {
  if (actor.kind === 'system') return undefined;
  if (actor.kind === 'applicant') return eq(applications.id, actor.applicationId);
  if (actor.kind === 'stranger') return sql`false`;
  if (actor.grants.length === 0) return sql`false`;
  const conflicts = conflictsOf(actor);
  return and(
    actor.grants.some((grant) => isEverywhere(grant)) ? undefined : or(...actor.grants.map(within)),
    conflicts.length === 0 ? undefined : notInArray(applications.id, [...conflicts]),
  );
}

function isEverywhere(grant: Grant): boolean {
  return grant.role === 'administrator' || (grant.callId === null && grant.region === null);
}

function within(grant: Grant): SQL | undefined {
  return and(
    grant.callId === null ? undefined : eq(applications.callId, grant.callId),
    grant.region === null ? undefined : arrayContains(applications.regions, [grant.region]),
  );
}
