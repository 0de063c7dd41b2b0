import { and, asc, inArray, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { queueInput } from '@/domain/applications/input';
import { applicationStillThere, type DamagedApplication, type DeskApplication } from '@/domain/applications/queries';
import { inQueue } from '@/domain/applications/queries/queue-conditions';
import { decidableBy } from '@/domain/applications/scope';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import type { Selection } from './input';
import { EXPORT_LIMIT } from './rules';

/** The numbers a selection holds that the actor may decide on, oldest first. Errors: nothing_to_export, export_too_large. */
export async function selectedNumbers(ctx: Ctx, selection: Selection): Promise<string[]> {
  const rows = await ctx.db
    .select({ number: applications.number })
    .from(applications)
    .where(and(await selected(ctx, selection), decidableBy(ctx.actor)))
    .orderBy(asc(applications.submittedAt), asc(applications.id))
    .limit(EXPORT_LIMIT + 1);
  if (rows.length === 0) throw new AppError('nothing_to_export');
  if (rows.length > EXPORT_LIMIT) throw new AppError('export_too_large');
  return rows.flatMap((row) => row.number ?? []);
}

async function selected(ctx: Ctx, selection: Selection): Promise<SQL | undefined> {
  if ('query' in selection) return inQueue(ctx, selection.query);
  return and(await inQueue(ctx, queueInput.parse({})), inArray(applications.number, selection.numbers));
}

/** What cannot be opened any more keeps its number, so that whoever takes the others along learns of it. */
export type ExportedOne = DeskApplication | DamagedApplication;

/**
 * One application after the other, as the desk shows it: scope and blind reading hold in its query. One that was withdrawn
 * or erased meanwhile is passed over.
 */
export async function* exportedOnes(ctx: Ctx, numbers: readonly string[]): AsyncGenerator<ExportedOne> {
  for (const number of numbers) {
    const application = await applicationStillThere(ctx, number);
    if (application && ('damaged' in application || application.mayDecide)) yield application;
  }
}
