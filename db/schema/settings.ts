import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { calls } from './calls';
import { instant } from './columns';

/** One row: the publication that runs this portal. */
export const publications = pgTable(
  'publications',
  {
    id: integer('id').primaryKey().default(1),
    /** Tells this portal from others; its stores name it. */
    portalId: uuid('portal_id').notNull().defaultRandom(),
    name: text('name').notNull(),
    homeUrl: text('home_url').notNull(),
    /** Where "leave quickly" leads. */
    leaveUrl: text('leave_url').notNull(),
    privacyContact: text('privacy_contact').notNull(),
    imprint: jsonb('imprint').$type<Record<string, string>>().notNull().default({}),
    /** What the newsroom adds to the privacy notice, by language. */
    privacyText: jsonb('privacy_text').$type<Record<string, string>>().notNull().default({}),
    /** Offers readers to remember their language: the one cookie nobody needs, so it is asked for first. */
    rememberLanguage: boolean('remember_language').notNull().default(false),
    retentionDays: integer('retention_days').notNull().default(180),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('publications_single', sql`${table.id} = 1`),
    check('publications_retention', sql`${table.retentionDays} between 1 and 3650`),
  ],
);

/** An address the newsroom reads, what it is for and how much a mail to it may carry. */
export const inboxes = pgTable(
  'inboxes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    purpose: text('purpose', { enum: ['editorial', 'questions'] }).notNull(),
    address: text('address').notNull(),
    privacyLevel: text('privacy_level', { enum: ['link', 'summary', 'attachments'] })
      .notNull()
      .default('link'),
    /** null: for every call */
    callId: uuid('call_id').references(() => calls.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('inboxes_purpose', sql`${table.purpose} in ('editorial', 'questions')`),
    check('inboxes_privacy_level', sql`${table.privacyLevel} in ('link', 'summary', 'attachments')`),
  ],
);

/** The newsroom's own default words for an answer, by decision and language; the catalogue's stand where there are none. */
export const answerTemplates = pgTable(
  'answer_templates',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** null: for every call */
    callId: uuid('call_id').references(() => calls.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['invite', 'hold', 'ask', 'decline'] }).notNull(),
    locale: text('locale').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    /** Raised by every change: of two who edit at once, the second is told. */
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('answer_templates_once').on(sql`coalesce(${table.callId}::text, '')`, table.kind, table.locale),
    check('answer_templates_kind', sql`${table.kind} in ('invite', 'hold', 'ask', 'decline')`),
  ],
);
