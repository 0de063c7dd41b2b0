import { and, asc, eq, exists, inArray, isNull, ne, notExists, or, type SQL, sql } from 'drizzle-orm';
import { grants } from '@/db/schema/accounts';
import { applications } from '@/db/schema/applications';
import { heldConflicts } from '@/db/schema/held-conflicts';
import { assignments, reviewPlans, reviews } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { standsAlone } from '@/domain/applications/scope';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { WITHOUT_CONFLICT } from '../queries/held-conflicts';
import { fillPlaces, passOn } from './assign';
import { type FoundApplication, lockToArrange } from './find-application';

/** At most this many in one run; the next run goes on. */
const IN_ONE_RUN = 500;
const STAGES_FILLED = ['new', 'reading'] as const;

/** Who is on an application, as `alreadyOn` says it. */
const ON_IT = sql`(
  select ${assignments.memberId} from ${assignments} where ${assignments.applicationId} = ${applications.id}
  union
  select ${reviews.memberId} from ${reviews}
  where ${reviews.applicationId} = ${applications.id} and ${reviews.finishedAt} is not null and ${WITHOUT_CONFLICT})`;

/** The grant lets its member read the application. Says the same as `canRead`. */
const REACHES = or(
  eq(grants.role, 'administrator'),
  and(
    or(isNull(grants.callId), eq(grants.callId, applications.callId)),
    or(isNull(grants.region), sql`${grants.region} = any(${applications.regions})`),
  ),
);

/**
 * Gives out what too few read yet, oldest first: in calls that are assigned automatically, or in one call at once when an
 * administrator asks. What nobody more can read keeps no other waiting, and what is folded into another gets no reader of
 * its own. What members have open who left or may read it no longer is passed on. `atMost` applications get readers, the
 * next run goes on. Answers how many readers were given. Errors: not_found.
 */
export async function assignOpen(
  ctx: Ctx,
  { callId, atMost = IN_ONE_RUN }: { callId?: string; atMost?: number } = {},
): Promise<number> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  if (callId === undefined) await passOnOfAbsent(ctx);
  const among = callId === undefined ? eq(reviewPlans.automatic, true) : eq(applications.callId, callId);
  let given = 0;
  for (const number of await withOpenPlaces(ctx, among, atMost)) {
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

async function withOpenPlaces(ctx: Ctx, among: SQL, atMost: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ number: applications.number })
    .from(applications)
    .leftJoin(reviewPlans, eq(reviewPlans.callId, applications.callId))
    .where(
      and(
        eq(applications.state, 'submitted'),
        inArray(applications.stage, [...STAGES_FILLED]),
        among,
        standsAlone(),
        sql`(select count(*) from ${ON_IT} on_it) < coalesce(${reviewPlans.reviewersEach}, 2)`,
        exists(freeReaders(ctx)),
      ),
    )
    .orderBy(asc(applications.submittedAt), asc(applications.id))
    .limit(atMost);
  return rows.flatMap((row) => row.number ?? []);
}

/** Whom `nextReviewers` would name. An application without any would be taken first in every run, in vain. */
function freeReaders(ctx: Ctx) {
  const notOnlyAdministrators = ctx.db
    .select({ id: grants.memberId })
    .from(grants)
    .where(ne(grants.role, 'administrator'));
  const conflict = ctx.db
    .select({ one: sql`1` })
    .from(heldConflicts)
    .where(and(eq(heldConflicts.applicationId, applications.id), eq(heldConflicts.memberId, grants.memberId)));
  return ctx.db
    .select({ one: sql`1` })
    .from(grants)
    .where(
      and(
        REACHES,
        inArray(grants.memberId, notOnlyAdministrators),
        sql`${grants.memberId} not in ${ON_IT}`,
        notExists(conflict),
      ),
    );
}

async function passOnOfAbsent(ctx: Ctx): Promise<void> {
  const left = await ctx.db
    .select({ number: applications.number, memberId: assignments.memberId })
    .from(assignments)
    .innerJoin(applications, and(eq(applications.id, assignments.applicationId), eq(applications.state, 'submitted')))
    .where(and(isNull(assignments.doneAt), standsAlone(), notExists(grantsThatReach(ctx))))
    .limit(IN_ONE_RUN);
  for (const { number, memberId } of left)
    await ifStillThere(ctx, number ?? '', (tx, application) => passOn(tx, application, memberId));
}

/** What lets the assigned member read the application; who has left has no grants. */
function grantsThatReach(ctx: Ctx) {
  return ctx.db
    .select({ one: sql`1` })
    .from(grants)
    .where(and(eq(grants.memberId, assignments.memberId), REACHES));
}
