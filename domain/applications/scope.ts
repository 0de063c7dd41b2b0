import { and, arrayContains, eq, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { applications, applicationTallies } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
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
  return and(placedWithin(actor), conflicts.length === 0 ? undefined : notInArray(applications.id, [...conflicts]));
}

/** Of those, the ones an actor may decide on: what is granted for reading alone does not count. `canDecide` is its twin. */
export function decidableBy(actor: Actor): SQL | undefined {
  if (actor.kind === 'system') return undefined;
  if (actor.kind !== 'member') return sql`false`;
  return visibleTo({ ...actor, grants: actor.grants.filter((grant) => grant.role !== 'reviewer') });
}

/** What a member's grants cover, conflicts or not. */
export function placedWithin(
  actor: Actor,
  placed: typeof applications | typeof applicationTallies = applications,
): SQL | undefined {
  if (actor.kind === 'system') return undefined;
  if (actor.kind !== 'member' || actor.grants.length === 0) return sql`false`;
  if (actor.grants.some((grant) => isEverywhere(grant))) return undefined;
  return or(...actor.grants.map((grant) => within(grant, placed)));
}

/** The same for the sums of the queue, which know call and regions, but no single application. */
export function talliedFor(actor: Actor): SQL | undefined {
  return placedWithin(actor, applicationTallies);
}

function isEverywhere(grant: Grant): boolean {
  return grant.role === 'administrator' || (grant.callId === null && grant.region === null);
}

function within(grant: Grant, placed: typeof applications | typeof applicationTallies): SQL | undefined {
  return and(
    grant.callId === null ? undefined : eq(placed.callId, grant.callId),
    grant.region === null ? undefined : arrayContains(placed.regions, [grant.region]),
  );
}

/** Not read under another application of the same person; lists leave out those that are. */
export function standsAlone(): SQL {
  return sql`not exists (select 1 from ${merges} join ${applications} as head on head.id = ${merges.primaryId} and head.state = 'submitted' where ${merges.foldedId} = ${applications.id})`;
}
