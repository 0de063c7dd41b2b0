import { sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { documentVersions } from '@/db/schema/documents';
import { questions } from '@/db/schema/questions';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { portalId } from '../queries';

/** Why a store is not taken: another portal's files lie there, or none though the database knows some. */
export type StoreTrouble = { store: 'files' | 'keys'; trouble: 'of_another' | 'empty'; portalId: string };

/**
 * Notes in each store whose it is, so that no portal takes another one's files for orphans, nor the folder of a disk that is
 * not mounted for a new store. Answers the first that is not this portal's, and then changes nothing in it; null where all is well.
 * Errors: not_found (to anyone but the portal itself).
 */
export async function claimStores(ctx: Ctx): Promise<StoreTrouble | null> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const ours = await portalId(ctx);
  const known = await whatIsStored(ctx);
  for (const [store, { place }] of [
    ['keys', ctx.keyStore],
    ['files', ctx.storage],
  ] as const) {
    const owner = await place.owner();
    if (owner === ours) continue;
    if (owner !== null) return { store, trouble: 'of_another', portalId: ours };
    if (known[store] && !(await place.isUsed())) return { store, trouble: 'empty', portalId: ours };
    await place.claim(ours);
  }
  return null;
}

async function whatIsStored(ctx: Ctx): Promise<Record<'files' | 'keys', boolean>> {
  const [row] = await ctx.db.execute<{ files: boolean; keys: boolean }>(sql`
    select exists (select from ${documentVersions}) as files,
      exists (select from ${applications}) or exists (select from ${questions}) as keys`);
  return { files: row?.files === true, keys: row?.keys === true };
}
