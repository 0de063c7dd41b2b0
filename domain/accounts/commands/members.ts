import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { grants, memberSessions, members } from '@/db/schema/accounts';
import { type Grant, isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import { mustBeAsSeen } from '@/domain/seen';
import { type GrantInput, grantInput, languagesInput, type MemberInput, memberInput } from '../input';
import { inOneOrder } from '../rules';
import { memberAddressIndex, sealProfile } from '../sealing';

/** Adds a member, who can sign in from now on. Errors: not_found, invalid_input, address_taken. */
export async function inviteMember(ctx: Ctx, input: MemberInput): Promise<{ memberId: string }> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = memberInput.parse(input);
  const address = parseAddress(values.address);
  if (!address) throw new AppError('invalid_input', { field: 'address' });
  const memberId = randomUUID();
  return transaction(ctx, async (tx) => {
    const made = await tx.db
      .insert(members)
      .values({
        id: memberId,
        sealedProfile: sealProfile(tx, memberId, { address, name: values.name }),
        addressIndex: memberAddressIndex(tx, address),
        createdAt: tx.now,
      })
      .onConflictDoNothing({ target: members.addressIndex })
      .returning({ id: members.id });
    if (made.length === 0) throw new AppError('address_taken', { field: 'address' });
    await tx.db.insert(grants).values(values.grants.map((grant) => ({ memberId, ...grant })));
    await record(tx, { verb: 'member.invited', subject: { kind: 'member', id: memberId } });
    return { memberId };
  });
}

/**
 * Gives a member other grants in place of what they have. `seen` is of the grants on the administrator's page.
 * Errors: not_found, conflict, last_administrator.
 */
export async function changeGrants(ctx: Ctx, memberId: string, input: GrantInput[], seen?: string): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = input.map((grant) => grantInput.parse(grant));
  await transaction(ctx, async (tx) => {
    await mustExist(tx, memberId);
    mustBeAsSeen({ seen, now: inOneOrder(await grantsOf(tx, memberId)), wanted: inOneOrder(values) });
    if (!values.some((grant) => grant.role === 'administrator')) await mustLeaveAnAdministrator(tx, memberId);
    await tx.db.delete(grants).where(eq(grants.memberId, memberId));
    if (values.length > 0) await tx.db.insert(grants).values(values.map((grant) => ({ memberId, ...grant })));
    await record(tx, { verb: 'member.granted', subject: { kind: 'member', id: memberId } });
  });
}

/**
 * Notes which languages a member reads. `seen` is of those on the administrator's page. Errors: not_found, invalid_input,
 * conflict.
 */
export async function setLanguages(
  ctx: Ctx,
  memberId: string,
  languages: readonly string[],
  seen?: string,
): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = languagesInput.parse(languages);
  await transaction(ctx, async (tx) => {
    const now = await mustExist(tx, memberId);
    mustBeAsSeen({ seen, now: now.languages, wanted: values });
    await tx.db.update(members).set({ languages: values }).where(eq(members.id, memberId));
    await record(tx, { verb: 'member.changed', subject: { kind: 'member', id: memberId } });
  });
}

/** Ends a membership at once, in every browser; what the member did stays in the trail. Errors: not_found, last_administrator. */
export async function removeMember(ctx: Ctx, memberId: string): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    await mustExist(tx, memberId);
    await mustLeaveAnAdministrator(tx, memberId);
    await tx.db.delete(memberSessions).where(eq(memberSessions.memberId, memberId));
    await tx.db.delete(grants).where(eq(grants.memberId, memberId));
    await tx.db
      .update(members)
      .set({ removedAt: tx.now, addressIndex: memberAddressIndex(tx, `removed:${memberId}`) })
      .where(eq(members.id, memberId));
    await record(tx, { verb: 'member.removed', subject: { kind: 'member', id: memberId } });
  });
}

/** Whoever changes a member locks their row first. */
async function mustExist(tx: TxCtx, memberId: string): Promise<{ languages: string[] }> {
  const [found] = await tx.db
    .select({ languages: members.languages })
    .from(members)
    .where(and(eq(members.id, memberId), isNull(members.removedAt)))
    .for('update');
  if (!found) throw new AppError('not_found');
  return found;
}

async function grantsOf(tx: TxCtx, memberId: string): Promise<Grant[]> {
  const { role, callId, region } = grants;
  return tx.db.select({ role, callId, region }).from(grants).where(eq(grants.memberId, memberId));
}

/** Locks the other administrators' rows, so that two who remove each other at once cannot both succeed. */
async function mustLeaveAnAdministrator(tx: TxCtx, memberId: string): Promise<void> {
  const administrators = await tx.db
    .select({ memberId: grants.memberId })
    .from(grants)
    .where(eq(grants.role, 'administrator'))
    .for('update');
  if (administrators.length > 0 && administrators.every((grant) => grant.memberId === memberId))
    throw new AppError('last_administrator');
}
