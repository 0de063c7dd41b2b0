import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { applications } from './applications';
import { calls } from './calls';
import { bytes, instant } from './columns';
import { outbox } from './messages';

/** What a call's reviewers score, and how much it weighs. */
export const criteria = pgTable(
  'criteria',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    weight: integer('weight').notNull().default(1),
    position: integer('position').notNull(),
  },
  (table) => [unique('criteria_key').on(table.callId, table.key), check('criteria_weight', sql`${table.weight} > 0`)],
);

export const reviews = pgTable(
  'reviews',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    sealedNote: bytes('sealed_note'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('reviews_once').on(table.applicationId, table.memberId)],
);

export const scores = pgTable(
  'scores',
  {
    reviewId: uuid('review_id')
      .notNull()
      .references(() => reviews.id, { onDelete: 'cascade' }),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    value: integer('value').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reviewId, table.criterionId] }),
    check('scores_value', sql`${table.value} between 1 and 5`),
  ],
);

/** A decision waits until it is released; only then the applicant is told and the stage moves. */
export const decisions = pgTable(
  'decisions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['invite', 'hold', 'ask', 'decline'] }).notNull(),
    state: text('state', { enum: ['pending', 'released', 'undone'] })
      .notNull()
      .default('pending'),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    sealedAnswer: bytes('sealed_answer').notNull(),
    locale: text('locale').notNull(),
    outboxId: uuid('outbox_id').references(() => outbox.id, { onDelete: 'set null' }),
    decidedAt: instant('decided_at').notNull().defaultNow(),
    releasedAt: instant('released_at'),
  },
  (table) => [
    uniqueIndex('decisions_one_pending').on(table.applicationId).where(sql`${table.state} = 'pending'`),
    index('decisions_application').on(table.applicationId, table.decidedAt),
    check('decisions_kind', sql`${table.kind} in ('invite', 'hold', 'ask', 'decline')`),
    check('decisions_state', sql`${table.state} in ('pending', 'released', 'undone')`),
    check('decisions_released_has_time', sql`(${table.state} = 'released') = (${table.releasedAt} is not null)`),
  ],
);
