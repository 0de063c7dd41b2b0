import { randomUUID } from 'node:crypto';
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { applicationTags, tags } from '@/db/schema/discussion';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { tagInput } from '../input';
import { findTalked, memberOf } from '../scope';

/** Puts a tag on an application; one of that name is made where there is none. Errors: not_found, invalid_input. */
export async function addTag(ctx: Ctx, input: { number: string; name: string }): Promise<{ tagId: string }> {
  const { memberId } = memberOf(ctx);
  const parsed = tagInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'tag' });
  const { number, name } = parsed.data;
  return transaction(ctx, async (tx) => {
    const application = await findTalked(tx, { number });
    const tagId = await tagNamed(tx, { callId: application.callId, name });
    const added = await tx.db
      .insert(applicationTags)
      .values({ applicationId: application.id, tagId, memberId, taggedAt: tx.now })
      .onConflictDoNothing({ target: [applicationTags.applicationId, applicationTags.tagId] })
      .returning({ tagId: applicationTags.tagId });
    if (added.length > 0)
      await record(tx, {
        verb: 'tag.added',
        subject: { kind: 'application', id: application.id },
        details: { tag: tagId },
      });
    return { tagId };
  });
}

/** Takes a tag off. Errors: not_found. */
export async function removeTag(ctx: Ctx, { number, tagId }: { number: string; tagId: string }): Promise<void> {
  memberOf(ctx);
  await transaction(ctx, async (tx) => {
    const application = await findTalked(tx, { number });
    const removed = await tx.db
      .delete(applicationTags)
      .where(and(eq(applicationTags.applicationId, application.id), eq(applicationTags.tagId, tagId)))
      .returning({ tagId: applicationTags.tagId });
    if (removed.length === 0) throw new AppError('not_found');
    await record(tx, {
      verb: 'tag.removed',
      subject: { kind: 'application', id: application.id },
      details: { tag: tagId },
    });
  });
}

async function tagNamed(tx: TxCtx, { callId, name }: { callId: string; name: string }): Promise<string> {
  const known = async () => {
    const [row] = await tx.db
      .select({ id: tags.id })
      .from(tags)
      .where(and(sql`lower(${tags.name}) = lower(${name})`, or(isNull(tags.callId), eq(tags.callId, callId))))
      .limit(1);
    return row?.id;
  };
  const id = randomUUID();
  const found = await known();
  if (found) return found;
  await tx.db.insert(tags).values({ id, callId, name, createdAt: tx.now }).onConflictDoNothing();
  return (await known()) ?? id;
}
