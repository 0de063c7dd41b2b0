import { asc, eq, isNull } from 'drizzle-orm';
import { grants, members } from '@/db/schema/accounts';
import { heldConflicts } from '@/db/schema/held-conflicts';
import type { Grant, MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { profileForList } from './sealing';

export type Colleague = { memberId: string; name: string; address: string; locale: string; actor: MemberActor };

/**
 * Every present member with what they may see, as far as one application goes, and where they are reached (nowhere, if that
 * is damaged): of their conflicts only one over this application is known here. For commands, never for pages.
 */
export async function colleaguesAround(ctx: Ctx, applicationId: string): Promise<Colleague[]> {
  const [people, given, conflicting] = await Promise.all([
    ctx.db
      .select({ id: members.id, sealedProfile: members.sealedProfile, locale: members.locale })
      .from(members)
      .where(isNull(members.removedAt))
      .orderBy(asc(members.createdAt), asc(members.id)),
    ctx.db
      .select({ memberId: grants.memberId, role: grants.role, callId: grants.callId, region: grants.region })
      .from(grants),
    ctx.db
      .select({ memberId: heldConflicts.memberId, applicationId: heldConflicts.applicationId })
      .from(heldConflicts)
      .where(eq(heldConflicts.applicationId, applicationId)),
  ]);
  return people.map(({ id, sealedProfile, locale }) => ({
    memberId: id,
    ...profileForList(ctx, id, sealedProfile),
    locale,
    actor: {
      kind: 'member' as const,
      memberId: id,
      locale,
      grants: given.filter((one) => one.memberId === id).map(({ memberId: _, ...grant }): Grant => grant),
      conflicts: conflicting.filter((one) => one.memberId === id).map((one) => one.applicationId),
    },
  }));
}
