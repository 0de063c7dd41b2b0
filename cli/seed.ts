import { CALL, INBOXES, PUBLICATION } from '@/db/seed/regional-specialists';
import { inviteMember } from '@/domain/accounts/commands';
import { membersForDesk } from '@/domain/accounts/queries';
import { createCall } from '@/domain/calls/commands';
import { callsForDesk } from '@/domain/calls/queries';
import { type Ctx, transaction } from '@/domain/context';
import { setRubric } from '@/domain/reviews/commands';
import { addInbox, changePublication } from '@/domain/settings/commands';
import { isSeeded } from '@/domain/settings/queries';

/** Fills an empty portal with its first publication, call, inboxes and administrator. Does nothing to a filled one. */
export async function seed(ctx: Ctx, { administrator }: { administrator: string | undefined }): Promise<void> {
  if (!(await isSeeded(ctx))) await transaction(ctx, fill);
  await seedAdministrator(ctx, administrator ?? PUBLICATION.privacyContact);
}

/** Whole or not at all: what a start that was cut off had added would be added again by the next one. */
async function fill(ctx: Ctx): Promise<void> {
  const { id } = (await callsForDesk(ctx)).find((call) => call.slug === CALL.slug) ?? (await createCall(ctx, CALL));
  await setRubric(ctx, id);
  for (const inbox of INBOXES) await addInbox(ctx, { ...inbox, callId: null });
  await changePublication(ctx, PUBLICATION);
}

async function seedAdministrator(ctx: Ctx, address: string): Promise<void> {
  const members = await membersForDesk(ctx);
  const isKnown = members.some((member) => member.grants.some((grant) => grant.role === 'administrator'));
  if (isKnown) return;
  await inviteMember(ctx, { address, name: 'Administrator', grants: [{ role: 'administrator' }] });
}
