import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { applications } from './applications';
import { bytes, instant } from './columns';

/** What fills a slot of an application; its files are its versions. */
export const documents = pgTable(
  'documents',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    slot: text('slot', { enum: ['cv', 'cover_letter', 'writing_sample', 'other'] }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    uniqueIndex('documents_slot_once')
      .on(table.applicationId, table.slot)
      .where(sql`${table.removedAt} is null and ${table.slot} <> 'other'`),
    index('documents_application').on(table.applicationId),
    check('documents_slot', sql`${table.slot} in ('cv', 'cover_letter', 'writing_sample', 'other')`),
  ],
);

/** One file as it arrived. `id` is also its name in the store and the identity its bytes are sealed to. */
export const documentVersions = pgTable(
  'document_versions',
  {
    id: uuid('id').primaryKey(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    kind: text('kind').notNull(),
    /** bytes of the original */
    size: bigint('size', { mode: 'number' }).notNull(),
    /** The file's own key, sealed with the application's. */
    sealedKey: bytes('sealed_key').notNull(),
    sealedName: bytes('sealed_name').notNull(),
    /** Keyed hash of the original's SHA-256: finds the same file again, says nothing about it. */
    fingerprint: bytes('fingerprint').notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    /** When the stored bytes were read back and found whole. */
    verifiedAt: instant('verified_at'),
  },
  (table) => [
    unique('document_versions_number').on(table.documentId, table.number),
    index('document_versions_fingerprint').on(table.fingerprint),
    check('document_versions_size', sql`${table.size} > 0`),
    check('document_versions_number_positive', sql`${table.number} > 0`),
  ],
);

/** What a version holds, told by the process that read it: numbers and codes only. Absent while nobody has read it. */
export const documentReadings = pgTable(
  'document_readings',
  {
    versionId: uuid('version_id')
      .primaryKey()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    /** why it cannot be shown; null where it can */
    unshowable: text('unshowable', { enum: ['password', 'damaged', 'too_large', 'unsupported', 'failed'] }),
    /** by the document's own account, where it has no pages of its own */
    pages: integer('pages'),
    words: integer('words').notNull().default(0),
    languages: text('languages').array().notNull().default(sql`'{}'`),
    scripts: text('scripts').array().notNull().default(sql`'{}'`),
    notes: text('notes').array().notNull().default(sql`'{}'`),
    /** of each page's image, in pixels */
    widths: integer('widths').array().notNull().default(sql`'{}'`),
    heights: integer('heights').array().notNull().default(sql`'{}'`),
    madeAt: instant('made_at').notNull().defaultNow(),
  },
  (table) => [
    check('document_readings_sheets', sql`cardinality(${table.widths}) = cardinality(${table.heights})`),
    check(
      'document_readings_unshowable',
      sql`${table.unshowable} in ('password', 'damaged', 'too_large', 'unsupported', 'failed')`,
    ),
  ],
);

/** What readers see of a version: pages as images, text as HTML and plain. `id` names the sealed bytes in the store. */
export const documentRenditions = pgTable(
  'document_renditions',
  {
    id: uuid('id').primaryKey(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['page', 'html', 'text'] }).notNull(),
    /** from 1; 0 for what is not a page */
    page: integer('page').notNull().default(0),
    mediaType: text('media_type').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    /** The rendition's own key, sealed with the application's; null for a page that cannot be painted: it has no bytes. */
    sealedKey: bytes('sealed_key'),
    madeAt: instant('made_at').notNull().defaultNow(),
  },
  (table) => [
    unique('document_renditions_once').on(table.versionId, table.kind, table.page),
    check('document_renditions_kind', sql`${table.kind} in ('page', 'html', 'text')`),
    check('document_renditions_page', sql`(${table.kind} = 'page') = (${table.page} > 0)`),
  ],
);

/** What became of a file's check. A version without a row has not been checked: it counts as waiting. */
export const documentChecks = pgTable(
  'document_checks',
  {
    versionId: uuid('version_id')
      .primaryKey()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    state: text('state', { enum: ['waiting', 'clear', 'refused'] }).notNull(),
    /** why it is not taken */
    reason: text('reason'),
    /** what is odd about a file that is taken */
    remarks: text('remarks').array().notNull().default(sql`'{}'`),
    /** What the file says about its maker, sealed with the application's key; editors never see it. */
    sealedFindings: bytes('sealed_findings'),
    /** outside parts that had no answer yet, and how often they were asked */
    attempts: integer('attempts').notNull().default(0),
    /** how often of these a busy machine kept it from being examined */
    starved: integer('starved').notNull().default(0),
    /** when a waiting one is looked at again */
    nextAt: instant('next_at').notNull().defaultNow(),
    checkedAt: instant('checked_at'),
  },
  (table) => [
    index('document_checks_waiting').on(table.nextAt).where(sql`${table.state} = 'waiting'`),
    check('document_checks_state', sql`${table.state} in ('waiting', 'clear', 'refused')`),
    check('document_checks_reason', sql`(${table.state} = 'refused') = (${table.reason} is not null)`),
    check('document_checks_done', sql`(${table.state} = 'waiting') = (${table.checkedAt} is null)`),
  ],
);

/**
 * By what a text is known again that says nearly the same (`platform/likeness`), of the newest version of a document only.
 * A row without `made_at` waits to be made: its text was read before traces were kept.
 */
export const textTraces = pgTable(
  'text_traces',
  {
    versionId: uuid('version_id')
      .primaryKey()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    /** Its sketch, sealed with the application's key: in clear only shared bands hint at how alike two texts are. */
    sealedSketch: bytes('sealed_sketch'),
    madeAt: instant('made_at'),
  },
  (table) => [
    index('text_traces_waiting').on(table.versionId).where(sql`${table.madeAt} is null`),
    check('text_traces_made', sql`(${table.madeAt} is null) = (${table.sealedSketch} is null)`),
  ],
);

/**
 * Keyed hashes of the pieces of a sketch: texts that share one are worth comparing. A row for each, as an array's index is
 * passed over by the planner once a limit stands behind it.
 */
export const textTraceBands = pgTable(
  'text_trace_bands',
  {
    band: bigint('band', { mode: 'bigint' }).notNull(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => textTraces.versionId, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.band, table.versionId] }),
    index('text_trace_bands_version').on(table.versionId),
  ],
);
