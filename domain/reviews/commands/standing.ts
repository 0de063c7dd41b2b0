import { eq, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { applicationScores, criteria, reviews, scores } from '@/db/schema/reviews';
import type { TxCtx } from '@/domain/context';
import { WITHOUT_CONFLICT } from '../queries/held-conflicts';

/** Each review that is in and that no conflict of interest has taken out, with its weighted mean over the criteria in use; null where it scored none of them. */
const GIVEN = sql`
  select ${reviews.id} as id, ${reviews.applicationId} as application_id,
    sum(${scores.value} * ${criteria.weight})::float8 / sum(${criteria.weight}) as mean
  from ${reviews}
  left join (${scores} inner join ${criteria} on ${criteria.id} = ${scores.criterionId} and ${criteria.archivedAt} is null)
    on ${scores.reviewId} = ${reviews.id}
  where ${reviews.finishedAt} is not null
    and ${WITHOUT_CONFLICT}`;

/** Writes anew what the reviews of one application come to; the caller holds the application's lock. */
export async function refreshScores(tx: TxCtx, applicationId: string): Promise<void> {
  const given = sql`${GIVEN} and ${reviews.applicationId} = ${applicationId} group by ${reviews.id}`;
  await tx.db.delete(applicationScores).where(eq(applicationScores.applicationId, applicationId));
  await writeScores(tx, given);
}

/** The same for a whole call, after its rubric has changed. */
export async function refreshScoresOfCall(tx: TxCtx, callId: string): Promise<void> {
  const inCall = sql`(select ${applications.id} from ${applications} where ${applications.callId} = ${callId})`;
  await writeScores(tx, sql`${GIVEN} and ${reviews.applicationId} in ${inCall} group by ${reviews.id}`);
}

async function writeScores(tx: TxCtx, given: typeof GIVEN): Promise<void> {
  await tx.db.execute(sql`
    insert into ${applicationScores} (application_id, call_id, submitted_at, review_count, mean, spread, updated_at)
    select ${applications.id}, ${applications.callId}, ${applications.submittedAt}, count(*), avg(given.mean),
      coalesce(max(given.mean) - min(given.mean), 0), ${tx.now.toISOString()}::timestamptz
    from (${given}) given inner join ${applications} on ${applications.id} = given.application_id
    where ${applications.submittedAt} is not null
    group by ${applications.id}
    on conflict (application_id) do update set review_count = excluded.review_count, mean = excluded.mean,
      spread = excluded.spread, updated_at = excluded.updated_at`);
}
