import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { grants, memberSessions, members } from '@/db/schema/accounts';
import { heldConflicts } from '@/db/schema/held-conflicts';
import { type Grant, isAdministrator, type MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { sessionHash } from './commands/sign-in';
import { isSealedWithOurs, profileForList } from './sealing';

/** A member's grants as one column beside the rest of their row; `id` with its table, which drizzle leaves out where it sees but one. */
const grantsOfMember = sql<
  Grant[]
>`coalesce((select json_agg(json_build_object('role', ${grants.role}, 'callId', ${grants.callId}, 'region', ${grants.region}) order by ${grants.id}) from ${grants} where ${grants.memberId} = ${members}.id), '[]')`;

export type MemberSession = { member: MemberActor; expires: Date };

/**
 * Whose session a cookie's value is, with the grants and the conflicts that hold at this moment; null when it has ended or never was.
 * Every page and action of the desk begins with it, so it is one statement.
 */
export async function memberSession(ctx: Ctx, sessionToken: string): Promise<MemberSession | null> {
  const build = () =>
    ctx.db
      .select({
        memberId: members.id,
        locale: members.locale,
        expires: memberSessions.expiresAt,
        grants: grantsOfMember,
        conflicts: sql<
          string[]
        >`array(select distinct ${heldConflicts.applicationId} from ${heldConflicts} where ${heldConflicts.memberId} = ${members.id})::text[]`,
      })
      .from(memberSessions)
      .innerJoin(members, eq(members.id, memberSessions.memberId))
      .where(
        and(
          eq(memberSessions.tokenHash, sql.placeholder('hash')),
          gt(memberSessions.expiresAt, sql.placeholder('now')),
          isNull(members.removedAt),
        ),
      );
  const values = { hash: sessionHash(ctx, sessionToken), now: ctx.now.toISOString() };
  const [row] = await builtOnce(ctx.db, ['memberSession'], build, values);
  if (!row) return null;
  const { expires, ...member } = row;
  return { member: { kind: 'member', ...member }, expires };
}

export type ListedMember = {
  id: string;
  name: string;
  /** empty where it is damaged */
  address: string;
  grants: Grant[];
  languages: string[];
  firstSignedInAt: Date | null;
};

/** Errors: not_found (to anyone who is no administrator). */
export async function membersForDesk(ctx: Ctx): Promise<ListedMember[]> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const rows = await ctx.db
    .select({
      id: members.id,
      sealedProfile: members.sealedProfile,
      languages: members.languages,
      firstSignedInAt: members.firstSignedInAt,
    })
    .from(members)
    .where(isNull(members.removedAt))
    .orderBy(asc(members.createdAt), asc(members.id));
  const given = await grantsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    ...profileForList(ctx, row.id, row.sealedProfile),
    grants: given.get(row.id) ?? [],
    languages: row.languages,
    firstSignedInAt: row.firstSignedInAt,
  }));
}

/**
 * Whether the portal's key is the one that members were entered under: of several profiles one may be damaged, all of
 * them are not. Errors: not_found (to anyone but the portal itself).
 */
export async function isKeyOfMembers(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const rows = await ctx.db.select({ id: members.id, sealedProfile: members.sealedProfile }).from(members);
  return rows.length === 0 || rows.some((row) => isSealedWithOurs(ctx, row));
}

/** Names of members by id, for colleagues to read; also of those who have left. */
export async function memberNames(ctx: Ctx, memberIds: readonly string[]): Promise<Map<string, string>> {
  if (memberIds.length === 0 || (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system')) return new Map();
  const rows = await ctx.db
    .select({ id: members.id, sealedProfile: members.sealedProfile })
    .from(members)
    .where(inArray(members.id, [...new Set(memberIds)]));
  return new Map(rows.map((row) => [row.id, profileForList(ctx, row.id, row.sealedProfile).name]));
}

async function grantsOf(ctx: Ctx, memberIds: readonly string[]): Promise<Map<string, Grant[]>> {
  if (memberIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ memberId: grants.memberId, role: grants.role, callId: grants.callId, region: grants.region })
    .from(grants)
    .where(inArray(grants.memberId, [...memberIds]))
    .orderBy(asc(grants.id));
  const byMember = new Map<string, Grant[]>();
  for (const { memberId, ...grant } of rows) byMember.set(memberId, [...(byMember.get(memberId) ?? []), grant]);
  return byMember;
}

export type Reader = { memberId: string; grants: Grant[]; languages: string[]; name: string };

/** Every member there is, with what decides who reads what. For commands that choose among them and pages that list them. */
export async function readers(ctx: Ctx): Promise<Reader[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const rows = await builtOnce(ctx.db, ['readers'], () =>
    ctx.db
      .select({
        id: members.id,
        sealedProfile: members.sealedProfile,
        languages: members.languages,
        grants: grantsOfMember,
      })
      .from(members)
      .where(isNull(members.removedAt))
      .orderBy(asc(members.createdAt), asc(members.id)),
  );
  return rows.map((row) => ({
    memberId: row.id,
    languages: row.languages,
    grants: row.grants,
    name: profileForList(ctx, row.id, row.sealedProfile).name,
  }));
}

/**
 * Where the portal itself writes to a member, and in which language; null once removed, or where the address is damaged.
 * Errors: not_found.
 */
export async function mailboxOf(ctx: Ctx, memberId: string): Promise<{ address: string; locale: string } | null> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const [row] = await ctx.db
    .select({ sealedProfile: members.sealedProfile, locale: members.locale })
    .from(members)
    .where(and(eq(members.id, memberId), isNull(members.removedAt)));
  const address = row && profileForList(ctx, memberId, row.sealedProfile).address;
  return address ? { address, locale: row.locale } : null;
}
