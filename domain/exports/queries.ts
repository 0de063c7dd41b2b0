import { and, asc, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { queueInput } from '@/domain/applications/input';
import { applicationForDesk, type DeskApplication } from '@/domain/applications/queries';
import { inQueue } from '@/domain/applications/queries/queue-conditions';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import type { ExportInput } from './input';
import { EXPORT_LIMIT } from './rules';

/** The numbers a selection holds for the actor, oldest first. Errors: export_too_large. */
export async function selectedNumbers(
  ctx: Ctx,
  { numbers = [], query }: Pick<ExportInput, 'numbers' | 'query'>,
): Promise<string[]> {
  const rows = await ctx.db
    .select({ number: applications.number })
    .from(applications)
    .where(
      and(
        inQueue(ctx, queueInput.parse(numbers.length > 0 ? {} : (query ?? {}))),
        numbers.length > 0 ? inArray(applications.number, numbers) : undefined,
      ),
    )
    .orderBy(asc(applications.submittedAt), asc(applications.id))
    .limit(EXPORT_LIMIT + 1);
  if (rows.length > EXPORT_LIMIT) throw new AppError('export_too_large');
  return rows.flatMap((row) => row.number ?? []);
}

/** One application after the other, as the desk shows it: scope and blind reading hold in its query. */
export async function* exportedOnes(ctx: Ctx, numbers: readonly string[]): AsyncGenerator<DeskApplication> {
  for (const number of numbers) {
    const application = await stillThere(ctx, number);
    if (application?.mayDecide) yield application;
  }
}

/** Null when it was withdrawn or erased while the export ran. */
async function stillThere(ctx: Ctx, number: string): Promise<DeskApplication | null> {
  try {
    return await applicationForDesk(ctx, number);
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}
