import { DEMO_MEMBERS, type DemoMemberKey } from '@/db/demo/desk';
import { consumeSignIn, inviteMember, signInLinkFor } from '@/domain/accounts/commands';
import { memberSession } from '@/domain/accounts/queries';
import type { Actor, MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';

export type DemoMembers = Record<DemoMemberKey, MemberActor>;

/** Invites the invented members and lets each sign in once. */
export async function seatMembers(as: (actor: Actor) => Ctx): Promise<DemoMembers> {
  const seated: [DemoMemberKey, MemberActor][] = [];
  for (const { key, address, name, grants } of DEMO_MEMBERS) {
    await inviteMember(as({ kind: 'system', task: 'demo' }), { address, name, grants: [...grants] });
    seated.push([key, await signIn(as, address)]);
  }
  return Object.fromEntries(seated) as DemoMembers;
}

async function signIn(as: (actor: Actor) => Ctx, address: string): Promise<MemberActor> {
  const link = new URL(await signInLinkFor(as({ kind: 'system', task: 'demo' }), address));
  const visitor = as({ kind: 'stranger', peer: 'demo' });
  const token = link.searchParams.get('token') ?? '';
  const { sessionToken } = await consumeSignIn(visitor, { token, browser: null });
  const session = await memberSession(visitor, sessionToken);
  if (!session) throw new Error('a member who has just signed in has no session');
  return session.member;
}
