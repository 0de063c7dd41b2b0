import { sql } from 'drizzle-orm';
import { pgView, uuid } from 'drizzle-orm/pg-core';

/**
 * Whom a conflict of interest keeps from what. Applications that are read as one are one person's: a conflict declared on
 * any of them holds for all, as long as they are. Ask this and never `conflicts` about who may meet an application.
 */
export const heldConflicts = pgView('conflicts_held', {
  applicationId: uuid('application_id').notNull(),
  memberId: uuid('member_id').notNull(),
  /** where it was declared */
  declaredOn: uuid('declared_on').notNull(),
}).as(sql`
  select application_id, member_id, application_id as declared_on from conflicts
  union
  select side.application_id, conflicts.member_id, conflicts.application_id
  from conflicts
  join merges own on own.folded_id = conflicts.application_id or own.primary_id = conflicts.application_id
  join merges fold on fold.primary_id = own.primary_id
  cross join lateral (values (fold.folded_id), (fold.primary_id)) side (application_id)`);
