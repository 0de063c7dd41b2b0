import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
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
    /** A newsroom's own name for it, by language or under `und` for all; empty: the catalogues name it by its key. */
    names: jsonb('names').$type<Record<string, string>>().notNull().default({}),
    /** Taken out of the rubric; scores given on it stay. */
    archivedAt: instant('archived_at'),
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
    /** Since when it is in: it counts, and shows what the others gave. Never taken back. */
    finishedAt: instant('finished_at'),
    /** Scores changed after they were in. */
    revisedAt: instant('revised_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('reviews_once').on(table.applicationId, table.memberId),
    index('reviews_member').on(table.memberId, table.finishedAt),
  ],
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

/**
 * What the reviews that are in come to, one row per reviewed application, written in the transaction that changes them:
 * lists filter and sort by it without counting. An application without a row has no review that is in.
 */
export const applicationScores = pgTable(
  'application_scores',
  {
    applicationId: uuid('application_id')
      .primaryKey()
      .references(() => applications.id, { onDelete: 'cascade' }),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    submittedAt: instant('submitted_at').notNull(),
    reviewCount: integer('review_count').notNull(),
    /** The mean of the reviewers' weighted means, 1 to 5; null when nobody scored a criterion. */
    mean: real('mean'),
    /** Between the highest and the lowest reviewer's mean; from three points on they stand wide apart. */
    spread: real('spread').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('application_scores_mean').on(table.mean, table.applicationId),
    index('application_scores_spread').on(table.spread, table.applicationId),
    index('application_scores_least').on(table.reviewCount, table.submittedAt, table.applicationId),
    check('application_scores_count', sql`${table.reviewCount} > 0`),
  ],
);

/** Who is to read and score what, and by when. */
export const assignments = pgTable(
  'assignments',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    assignedAt: instant('assigned_at').notNull(),
    /** null: by the portal */
    assignedBy: uuid('assigned_by').references(() => members.id),
    dueAt: instant('due_at'),
    doneAt: instant('done_at'),
    /** When the mail that tells of it was written. */
    toldAt: instant('told_at'),
  },
  (table) => [
    primaryKey({ columns: [table.applicationId, table.memberId] }),
    index('assignments_open').on(table.memberId, table.dueAt).where(sql`${table.doneAt} is null`),
    index('assignments_member').on(table.memberId),
    index('assignments_untold').on(table.memberId).where(sql`${table.toldAt} is null`),
  ],
);

/** Who must not read what: the application is not there for them. */
export const conflicts = pgTable(
  'conflicts',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    sealedReason: bytes('sealed_reason'),
    declaredAt: instant('declared_at').notNull(),
    declaredBy: uuid('declared_by')
      .notNull()
      .references(() => members.id),
  },
  (table) => [
    primaryKey({ columns: [table.applicationId, table.memberId] }),
    index('conflicts_member').on(table.memberId),
  ],
);

/** How a call is reviewed. A call without a row: by hand, nothing withheld. */
export const reviewPlans = pgTable(
  'review_plans',
  {
    callId: uuid('call_id')
      .primaryKey()
      .references(() => calls.id, { onDelete: 'cascade' }),
    reviewersEach: integer('reviewers_each').notNull().default(2),
    automatic: boolean('automatic').notNull().default(false),
    /** Days a reviewer has; null: none are counted. */
    dueDays: integer('due_days'),
    blind: text('blind', { enum: ['off', 'reviewers', 'everyone'] })
      .notNull()
      .default('off'),
    /** Whether an editor may look behind the mask of one application, on record. */
    mayUnmask: boolean('may_unmask').notNull().default(true),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    check('review_plans_each', sql`${table.reviewersEach} between 1 and 9`),
    check('review_plans_days', sql`${table.dueDays} between 1 and 365`),
    check('review_plans_blind', sql`${table.blind} in ('off', 'reviewers', 'everyone')`),
  ],
);

/** Who looked behind the mask of a blind application, and why. */
export const unmaskings = pgTable(
  'unmaskings',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    at: instant('at').notNull(),
    sealedReason: bytes('sealed_reason').notNull(),
  },
  (table) => [primaryKey({ columns: [table.applicationId, table.memberId] })],
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
