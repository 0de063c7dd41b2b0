import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
import { applicationStillThere, type DamagedApplication, type DeskApplication } from '@/domain/applications/queries';
import { inQueue, isSubmitted } from '@/domain/applications/queries/queue-conditions';
import { decidableBy, visibleTo } from '@/domain/applications/scope';
import { withKeys } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { toldTogether } from '@/domain/settings/withheld';
import type { Selection } from './input';
import { EXPORT_LIMIT } from './rules';

/** `foldedInto`: the number of the application it is read under. */
export type Chosen = { number: string; foldedInto: string | null };

/**
 * The numbers a selection holds that the actor may decide on, oldest first, each followed by what is folded under it. Where one
 * of both is read blind, nothing says that they belong together. Errors: nothing_to_export, export_too_large.
 */
export async function selectedNumbers(ctx: Ctx, selection: Selection): Promise<Chosen[]> {
  const chosen = and(await selected(ctx, selection), decidableBy(ctx.actor));
  const rows = await ctx.db
    .select({ id: applications.id, number: applications.number })
    .from(applications)
    .where(chosen)
    .orderBy(asc(applications.submittedAt), asc(applications.id))
    .limit(EXPORT_LIMIT + 1);
  if (rows.length === 0) throw new AppError('nothing_to_export');
  const folded = rows.length > EXPORT_LIMIT ? [] : await foldedUnder(ctx, chosen);
  if (rows.length + folded.length > EXPORT_LIMIT) throw new AppError('export_too_large');
  const isFolded = new Set(folded.map(({ id }) => id));
  const under = Map.groupBy(folded, ({ besideId }) => besideId);
  const heads = await headsOf(ctx, selection);
  return rows.flatMap(({ id, number }) => {
    if (number === null || isFolded.has(id)) return [];
    const below = (under.get(id) ?? []).flatMap((one) => one.number ?? []);
    return [
      { number, foldedInto: heads.get(id) ?? null },
      ...below.map((one) => ({ number: one, foldedInto: number })),
    ];
  });
}

/** An export is in an order of its own: that of the view would keep back what has no place in it. */
async function selected(ctx: Ctx, selection: Selection): Promise<SQL | undefined> {
  if ('query' in selection) return inQueue(ctx, { ...selection.query, order: 'longest' });
  return and(isSubmitted, inArray(applications.number, selection.numbers));
}

async function foldedUnder(ctx: Ctx, chosen: SQL | undefined) {
  const heads = ctx.db.select({ id: applications.id }).from(applications).where(chosen);
  const rows = await ctx.db
    .select({ id: applications.id, number: applications.number, besideId: merges.primaryId })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.foldedId))
    .where(and(inArray(merges.primaryId, heads), isSubmitted, decidableBy(ctx.actor)))
    .orderBy(asc(applications.submittedAt), asc(applications.id));
  return toldTogether(ctx, rows);
}

/** By id, under which number what was picked is read; views hold nothing that is read under another. */
async function headsOf(ctx: Ctx, selection: Selection): Promise<Map<string, string | null>> {
  if ('query' in selection) return new Map();
  const picked = ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(inArray(applications.number, selection.numbers));
  const rows = await ctx.db
    .select({ id: applications.id, number: applications.number, besideId: merges.foldedId })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.primaryId))
    .where(and(inArray(merges.foldedId, picked), isSubmitted, visibleTo(ctx.actor)));
  const heads = await toldTogether(ctx, await withKeys(ctx, rows));
  return new Map(heads.map(({ besideId, number }) => [besideId, number]));
}

/** What cannot be opened any more keeps its number, so that whoever takes the others along learns of it. */
export type ExportedOne = (DeskApplication | DamagedApplication) & Pick<Chosen, 'foldedInto'>;

/**
 * One application after the other, as the desk shows it: scope and blind reading hold in its query. One that was withdrawn
 * or erased meanwhile is passed over, and what was folded under it stands alone.
 */
export async function* exportedOnes(ctx: Ctx, chosen: readonly Chosen[]): AsyncGenerator<ExportedOne> {
  const gone = new Set<string | null>();
  for (const { number, foldedInto } of chosen) {
    const application = await applicationStillThere(ctx, number);
    if (!application) gone.add(number);
    else if ('damaged' in application || application.mayDecide)
      yield { ...application, foldedInto: gone.has(foldedInto) ? null : foldedInto };
  }
}
