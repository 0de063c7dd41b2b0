import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { calls } from './calls';
import { bytes, instant } from './columns';

/**
 * An application from its first file on; `state` says whether it has been sent. In clear stand only ids, times, stage,
 * region, languages and flags. All that an applicant wrote is in `sealed_answers`, under the application's own key.
 */
export const applications = pgTable(
  'applications',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id),
    state: text('state', { enum: ['draft', 'submitted', 'withdrawn', 'erased'] })
      .notNull()
      .default('draft'),
    stage: text('stage', {
      enum: ['new', 'reading', 'talking', 'shortlist', 'held', 'asked', 'invited', 'declined', 'withdrawn'],
    })
      .notNull()
      .default('new'),
    /** The part of APP-7F3K behind the dash; given when it is sent. */
    number: text('number').unique(),
    draftHash: bytes('draft_hash').notNull().unique(),
    codeHash: bytes('code_hash').notNull().unique(),
    locale: text('locale').notNull(),
    regions: text('regions').array().notNull().default(sql`'{}'`),
    topics: text('topics').array().notNull().default(sql`'{}'`),
    writes: text('writes').array().notNull().default(sql`'{}'`),
    follows: text('follows').array().notNull().default(sql`'{}'`),
    quiet: boolean('quiet').notNull().default(false),
    noMail: boolean('no_mail').notNull().default(false),
    keepInPool: boolean('keep_in_pool').notNull().default(false),
    consentAt: instant('consent_at'),
    sealedAnswers: bytes('sealed_answers'),
    addressIndex: bytes('address_index'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Last sign of life of the applicant; abandoned drafts are found by it. */
    touchedAt: instant('touched_at').notNull().defaultNow(),
    submittedAt: instant('submitted_at'),
    /** Since when it waits at this stage. */
    stageSince: instant('stage_since').notNull().defaultNow(),
    /** Raised by every change an editor makes: two editors at once are told. */
    version: integer('version').notNull().default(1),
    /** Copied from `application_scores` by a trigger, so that lists sort and filter by it beside the stage. */
    reviewCount: integer('review_count').notNull().default(0),
    /** Hundredths of a point, so that a place in a list can be named exactly. */
    scoreMean: integer('score_mean'),
    scoreSpread: integer('score_spread'),
  },
  (table) => [
    index('applications_queue').on(table.callId, table.submittedAt, table.id).where(sql`${table.state} = 'submitted'`),
    index('applications_stage').on(table.stage, table.submittedAt, table.id).where(sql`${table.state} = 'submitted'`),
    index('applications_newest').on(table.submittedAt, table.id).where(sql`${table.state} = 'submitted'`),
    index('applications_regions').using('gin', table.regions),
    index('applications_writes').using('gin', table.writes).where(sql`${table.state} = 'submitted'`),
    index('applications_topics').using('gin', table.topics).where(sql`${table.state} = 'submitted'`),
    index('applications_least_at_stage')
      .on(table.stage, table.reviewCount, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted'`),
    index('applications_least')
      .on(table.reviewCount, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted'`),
    // Only who has scored may sort by scores, and few applications have any: small, and read backwards.
    index('applications_score')
      .on(table.scoreMean, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted' and ${table.scoreMean} is not null`),
    index('applications_score_at_stage')
      .on(table.stage, table.scoreMean, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted' and ${table.scoreMean} is not null`),
    index('applications_spread')
      .on(table.scoreSpread, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted' and ${table.scoreMean} is not null`),
    index('applications_spread_at_stage')
      .on(table.stage, table.scoreSpread, table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted' and ${table.scoreMean} is not null`),
    index('applications_to_decide')
      .on(table.submittedAt, table.id)
      .where(
        sql`${table.state} = 'submitted' and (${table.stage} in ('talking', 'shortlist') or (${table.stage} in ('new', 'reading') and ${table.reviewCount} >= 2))`,
      ),
    index('applications_pool')
      .on(table.submittedAt, table.id)
      .where(sql`${table.state} = 'submitted' and ${table.keepInPool} and ${table.stage} in ('held', 'declined')`),
    index('applications_withdrawn').on(table.stageSince, table.id).where(sql`${table.state} = 'withdrawn'`),
    index('applications_drafts').on(table.touchedAt).where(sql`${table.state} = 'draft'`),
    index('applications_address').on(table.addressIndex).where(sql`${table.addressIndex} is not null`),
    check('applications_state', sql`${table.state} in ('draft', 'submitted', 'withdrawn', 'erased')`),
    check(
      'applications_stage_known',
      sql`${table.stage} in ('new', 'reading', 'talking', 'shortlist', 'held', 'asked', 'invited', 'declined', 'withdrawn')`,
    ),
    check(
      'applications_sent_is_complete',
      sql`${table.state} <> 'submitted' or (${table.number} is not null and ${table.submittedAt} is not null and ${table.consentAt} is not null and ${table.sealedAnswers} is not null and cardinality(${table.regions}) > 0)`,
    ),
    check(
      'applications_draft_has_no_number',
      sql`${table.state} <> 'draft' or (${table.number} is null and ${table.submittedAt} is null)`,
    ),
    check(
      'applications_erased_is_empty',
      sql`${table.state} <> 'erased' or (${table.sealedAnswers} is null and ${table.addressIndex} is null)`,
    ),
  ],
);

/** What an applicant's browser holds after entering a receipt code; the cookie's value is stored as a keyed hash only. */
export const applicantSessions = pgTable(
  'applicant_sessions',
  {
    tokenHash: bytes('token_hash').primaryKey(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    /** The receipt code, sealed with a key made from the cookie's value: readable only in the browser that sent it. */
    sealedCode: bytes('sealed_code'),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('applicant_sessions_expiry').on(table.expiresAt),
    index('applicant_sessions_application').on(table.applicationId),
  ],
);

/** A new receipt code on its way to the address an application gave; what the mail carries is stored as a keyed hash only. */
export const codeLinks = pgTable(
  'code_links',
  {
    linkHash: bytes('link_hash').primaryKey(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** The page it was used from: a second press there shows the same code again, any other page shows nothing. */
    usedBy: bytes('used_by'),
  },
  (table) => [
    index('code_links_expiry').on(table.expiresAt),
    index('code_links_application').on(table.applicationId),
    check('code_links_used_by_a_page', sql`(${table.usedAt} is null) = (${table.usedBy} is null)`),
  ],
);

/**
 * How many applications stand where, as sums of small steps: triggers add a row with each change, in its transaction, and
 * a job adds them up. Nobody waits for a colleague's row, and a count is the sum of a few rows at any size.
 */
export const applicationTallies = pgTable('application_tallies', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  callId: uuid('call_id')
    .notNull()
    .references(() => calls.id, { onDelete: 'cascade' }),
  stage: text('stage').notNull(),
  regions: text('regions').array().notNull(),
  inPool: boolean('in_pool').notNull(),
  toDecide: boolean('to_decide').notNull(),
  amount: integer('amount').notNull(),
});

/**
 * The words an editor may find an application by (number, shown name, shown address), each only as a keyed hash. Nothing of a
 * name that the desk does not show is here.
 */
export const applicationWords = pgTable(
  'application_words',
  {
    word: bytes('word').notNull(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.word, table.applicationId] }),
    index('application_words_application').on(table.applicationId),
  ],
);

/** A way of looking at the queue that a member has given a name. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** Sealed with the portal's key, like members' own names. */
    sealedName: bytes('sealed_name').notNull(),
    /** The view as it stands in an address: stages, regions, languages, figures. */
    query: text('query').notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('saved_views_member').on(table.memberId),
    index('saved_views_shared').on(table.createdAt).where(sql`${table.isShared}`),
    check('saved_views_query_short', sql`length(${table.query}) <= 1000`),
  ],
);

/** Who has an application open now; a row is worth something for a minute. */
export const presences = pgTable(
  'presences',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.applicationId, table.memberId] }), index('presences_age').on(table.seenAt)],
);

/** Keyed hashes of the folded name an applicant gave, whole: the same name is found again, nothing of it can be read. */
export const nameTraces = pgTable(
  'name_traces',
  {
    applicationId: uuid('application_id')
      .primaryKey()
      .references(() => applications.id, { onDelete: 'cascade' }),
    nameIndex: bytes('name_index'),
    latinIndex: bytes('latin_index'),
  },
  (table) => [index('name_traces_name').on(table.nameIndex), index('name_traces_latin').on(table.latinIndex)],
);
