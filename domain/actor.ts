/** Who acts. Every command and query takes one through its context and finds records through what it may see. */

export const ROLES = ['administrator', 'editor', 'reviewer'] as const;
export type Role = (typeof ROLES)[number];

/** A role, narrowed to one call or one region; null means every one of them. */
export type Grant = { role: Role; callId: string | null; region: string | null };

export type MemberActor = {
  kind: 'member';
  memberId: string;
  grants: readonly Grant[];
  locale: string;
  /** Ids of the applications this member must not meet: a conflict of interest was declared. */
  conflicts?: readonly string[];
};
export type ApplicantActor = { kind: 'applicant'; applicationId: string; sessionHash: Buffer };
/** Somebody we know nothing of. `peer` is a keyed hash of the network address whose key changes daily. */
export type StrangerActor = { kind: 'stranger'; peer: string };
/** The portal itself: jobs, seeds, the command line. */
export type SystemActor = { kind: 'system'; task: string };

export type Actor = MemberActor | ApplicantActor | StrangerActor | SystemActor;

export function isAdministrator(actor: Actor): boolean {
  if (actor.kind !== 'member') return actor.kind === 'system';
  return actor.grants.some((grant) => grant.role === 'administrator');
}

/** How an actor is called where a name must not stand: in the audit trail and on the applicant's page. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === 'member') return highestRole(actor.grants) ?? 'member';
  return actor.kind;
}

export function highestRole(grants: readonly Grant[]): Role | null {
  return ROLES.find((role) => grants.some((grant) => grant.role === role)) ?? null;
}

/** The applications an actor must not meet, whatever its grants. */
export function conflictsOf(actor: Actor): readonly string[] {
  return actor.kind === 'member' ? (actor.conflicts ?? []) : [];
}

/** Whether questions are anything to this member; which ones is the query's to say. A question stands in no region. */
export function mayAnswerQuestions(actor: Actor): boolean {
  if (isAdministrator(actor)) return true;
  return actor.kind === 'member' && actor.grants.some((grant) => grant.role === 'editor' && grant.region === null);
}
