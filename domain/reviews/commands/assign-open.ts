import { and, asc, eq, inArray, isNull, notExists, or, type SQL, sql } from 'drizzle-orm';
import { grants } from '@/db/schema/accounts';
import { applications } from '@/db/schema/applications';
import { assignments, reviewPlans } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { fillPlaces, passOn } from './assign';
import { type FoundApplication, lockToArrange } from './find-application';

/** At most this many in one run; the next run goes on. */
const IN_ONE_RUN = 500;
const STAGES_FILLED = ['new', 'reading'] as const;

/**
 * Gives out what nobody reads yet, oldest first: in calls that are assigned automatically, or in one call at once when an
 * administrator asks. What members have open who left or may read it no longer is passed on. Answers how many were given out.
 * Errors: not_found.
 */
export async function assignOpen(ctx: Ctx, callId?: string): Promise<number> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  if (callId === undefined) await passOnOfAbsent(ctx);
  const among = callId === undefined ? eq(reviewPlans.automatic, true) : eq(applications.callId, callId);
  let given = 0;
  for (const number of await withOpenPlaces(ctx, among)) {
    given += (await ifStillThere(ctx, number, fillPlaces)) ?? 0;
  }
  return given;
}

/** One that was withdrawn or erased meanwhile must not keep the others from their readers. */
async function ifStillThere<Result>(
  ctx: Ctx,
  number: string,
  work: (tx: TxCtx, application: FoundApplication) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await transaction(ctx, async (tx) => work(tx, await lockToArrange(tx, number)));
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}

async function withOpenPlaces(ctx: Ctx, among: SQL): Promise<string[]> {
  const taken = sql`(select count(*) from ${assignments} where ${assignments.applicationId} = ${applications.id})`;
  const rows = await ctx.db
    .select({ number: applications.number })
    .from(applications)
    .leftJoin(reviewPlans, eq(reviewPlans.callId, applications.callId))
    .where(
      and(
        eq(applications.state, 'submitted'),
        inArray(applications.stage, [...STAGES_FILLED]),
        among,
        sql`${taken} < coalesce(${reviewPlans.reviewersEach}, 2)`,
      ),
    )
    .orderBy(asc(applications.submittedAt), asc(applications.id))
    .limit(IN_ONE_RUN);
  return rows.flatMap((row) => row.number ?? []);
}

async function passOnOfAbsent(ctx: Ctx): Promise<void> {
  const left = await ctx.db
    .select({ number: applications.number, memberId: assignments.memberId })
    .from(assignments)
    .innerJoin(applications, and(eq(applications.id, assignments.applicationId), eq(applications.state, 'submitted')))
    .where(and(isNull(assignments.doneAt), notExists(grantsThatReach(ctx))))
    .limit(IN_ONE_RUN);
  for (const { number, memberId } of left)
    await ifStillThere(ctx, number ?? '', (tx, application) => passOn(tx, application, memberId));
}

/** What lets the assigned member read the application; who has left has no grants. Says the same as `canRead`. */
function grantsThatReach(ctx: Ctx) {
  return ctx.db
    .select({ one: sql`1` })
    .from(grants)
    .where(
      and(
        eq(grants.memberId, assignments.memberId),
        or(
          eq(grants.role, 'administrator'),
          and(
            or(isNull(grants.callId), eq(grants.callId, applications.callId)),
            or(isNull(grants.region), sql`${grants.region} = any(${applications.regions})`),
          ),
        ),
      ),
    );
}
