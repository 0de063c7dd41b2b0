import { eq } from 'drizzle-orm';
import { inboxes, publications } from '@/db/schema/settings';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mustBeAsSeen } from '@/domain/seen';
import { inboxColumns, publicationColumns } from './columns';
import { type InboxInput, inboxInput, type PublicationInput, publicationInput } from './input';

function mustAdminister(ctx: Ctx): void {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
}

/**
 * `seen` is of the publication on the administrator's page. Errors: not_found (to anyone who is no administrator), conflict.
 */
export async function changePublication(ctx: Ctx, input: PublicationInput, seen?: string): Promise<void> {
  mustAdminister(ctx);
  const wanted = publicationInput.parse(input);
  const values = { ...wanted, updatedAt: ctx.now };
  await transaction(ctx, async (tx) => {
    const [now] = await tx.db.select(publicationColumns).from(publications).for('update');
    mustBeAsSeen({ seen, now, wanted });
    await tx.db
      .insert(publications)
      .values({ id: 1, ...values })
      .onConflictDoUpdate({ target: publications.id, set: values });
    await record(tx, { verb: 'publication.changed', subject: { kind: 'publication', id: '1' } });
  });
}

export async function addInbox(ctx: Ctx, input: InboxInput): Promise<{ id: string }> {
  mustAdminister(ctx);
  const values = inboxInput.parse(input);
  return transaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(inboxes)
      .values({ ...values, createdAt: ctx.now })
      .returning({ id: inboxes.id });
    if (!row) throw new Error('insert returned nothing');
    await record(tx, {
      verb: 'inbox.added',
      subject: { kind: 'inbox', id: row.id },
      details: { privacyLevel: values.privacyLevel },
    });
    return row;
  });
}

/** `seen` is of the inbox on the administrator's page. Errors: not_found, conflict. */
export async function changeInbox(ctx: Ctx, id: string, input: InboxInput, seen?: string): Promise<void> {
  mustAdminister(ctx);
  const values = inboxInput.parse(input);
  await transaction(ctx, async (tx) => {
    const [now] = await tx.db.select(inboxColumns).from(inboxes).where(eq(inboxes.id, id)).for('update');
    if (!now) throw new AppError('not_found');
    mustBeAsSeen({ seen, now, wanted: { id, ...values } });
    await tx.db.update(inboxes).set(values).where(eq(inboxes.id, id));
    await record(tx, {
      verb: 'inbox.changed',
      subject: { kind: 'inbox', id },
      details: { privacyLevel: values.privacyLevel },
    });
  });
}

export async function removeInbox(ctx: Ctx, id: string): Promise<void> {
  mustAdminister(ctx);
  await transaction(ctx, async (tx) => {
    const removed = await tx.db.delete(inboxes).where(eq(inboxes.id, id)).returning({ id: inboxes.id });
    if (removed.length === 0) throw new AppError('not_found');
    await record(tx, { verb: 'inbox.removed', subject: { kind: 'inbox', id } });
  });
}

export { claimStores, type StoreTrouble } from './commands/stores';
export { changeTemplate, resetTemplate } from './commands/templates';
