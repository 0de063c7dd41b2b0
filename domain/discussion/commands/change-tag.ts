import { and, asc, eq, inArray, isNull, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { applicationTags, tags } from '@/db/schema/discussion';
import type { Actor } from '@/domain/actor';
import { followMergedTag } from '@/domain/applications/commands';
import { canDecide } from '@/domain/applications/rules';
import { placedWithin } from '@/domain/applications/scope';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { tagChange } from '../input';
import { findTalked } from '../scope';

type Which = { number: string; tagId: string };
type Known = { id: string; callId: string | null; name: string };

/**
 * Gives a tag another name, on every application that carries it. Where a tag of that name exists, both become that one,
 * and saved views that ask for the old one ask for it. `number` is an application of the call the tag is known in. Errors:
 * not_found, not_allowed (may read only), tag_elsewhere (others carry it that the member does not decide on), invalid_input.
 */
export async function renameTag(ctx: Ctx, input: Which & { name: string }): Promise<{ tagId: string }> {
  const parsed = tagChange.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'tag' });
  const { name, ...which } = parsed.data;
  return transaction(ctx, async (tx) => {
    const tag = await lockTag(tx, which);
    if (tag.name === name) return { tagId: tag.id };
    const [taken] = await tx.db
      .select({ id: tags.id })
      .from(tags)
      .where(and(sql`lower(${tags.name}) = lower(${name})`, inReachOf(tag), ne(tags.id, tag.id)))
      .orderBy(asc(tags.createdAt), asc(tags.id))
      .limit(1)
      .for('key share');
    if (taken) return mergeTags(tx, tag.id, taken.id);
    await tx.db.update(tags).set({ name }).where(eq(tags.id, tag.id));
    await record(tx, { verb: 'tag.renamed', subject: { kind: 'tag', id: tag.id } });
    return { tagId: tag.id };
  });
}

/**
 * Takes a tag off every application and forgets it. Errors: not_found, not_allowed (may read only), tag_elsewhere (others
 * carry it that the member does not decide on).
 */
export async function deleteTag(ctx: Ctx, which: Which): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { id } = await lockTag(tx, which);
    await tx.db.delete(tags).where(eq(tags.id, id));
    await record(tx, { verb: 'tag.deleted', subject: { kind: 'tag', id } });
  });
}

async function lockTag(tx: TxCtx, { number, tagId }: Which): Promise<Known> {
  const application = await findTalked(tx, { number });
  if (!canDecide(tx.actor, application)) throw new AppError('not_allowed');
  const [tag] = await tx.db
    .select({ id: tags.id, callId: tags.callId, name: tags.name })
    .from(tags)
    .where(and(eq(tags.id, tagId), or(isNull(tags.callId), eq(tags.callId, application.callId))))
    .for('update');
  if (!tag) throw new AppError('not_found');
  await mustDecideOnAllWith(tx, tag.id);
  return tag;
}

/** What carries the tag beyond the member's regions and calls is others' to judge. */
async function mustDecideOnAllWith(tx: TxCtx, tagId: string): Promise<void> {
  const within = placedWithin(deciding(tx.actor));
  if (!within) return;
  const [beyond] = await tx.db
    .select({ id: applications.id })
    .from(applicationTags)
    .innerJoin(applications, eq(applications.id, applicationTags.applicationId))
    .where(and(eq(applicationTags.tagId, tagId), inArray(applications.state, ['submitted', 'withdrawn']), not(within)))
    .limit(1);
  if (beyond) throw new AppError('tag_elsewhere');
}

function deciding(actor: Actor): Actor {
  if (actor.kind !== 'member') return actor;
  return { ...actor, grants: actor.grants.filter((grant) => grant.role !== 'reviewer') };
}

/** A tag of every call can only become one that every call knows, too. */
function inReachOf({ callId }: Known): SQL | undefined {
  return callId === null ? isNull(tags.callId) : or(isNull(tags.callId), eq(tags.callId, callId));
}

async function mergeTags(tx: TxCtx, from: string, into: string): Promise<{ tagId: string }> {
  await tx.db.execute(sql`
    insert into ${applicationTags} (application_id, tag_id, member_id, tagged_at)
    select application_id, ${into}::uuid, member_id, tagged_at from ${applicationTags} where tag_id = ${from}
    on conflict (application_id, tag_id) do nothing`);
  await tx.db.delete(tags).where(eq(tags.id, from));
  await followMergedTag(tx, { from, into });
  await record(tx, { verb: 'tag.merged', subject: { kind: 'tag', id: from }, details: { into } });
  return { tagId: into };
}
