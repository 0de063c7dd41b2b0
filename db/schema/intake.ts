import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { applications } from './applications';
import { bytes, instant } from './columns';
import { documentVersions } from './documents';

/**
 * A file on its way into a slot of a draft or of a sent application, piece by piece. `id` is its address. Once it has
 * arrived it is a document; the row then only tells a sender who missed the answer that it did.
 */
export const uploads = pgTable(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    slot: text('slot', { enum: ['cv', 'cover_letter', 'writing_sample'] }).notNull(),
    /** It shall be a newer version of what has been sent. */
    replaces: boolean('replaces').notNull().default(false),
    state: text('state', { enum: ['open', 'finished', 'refused', 'expired'] })
      .notNull()
      .default('open'),
    /** Why it was refused, so that a sender who missed the answer gets it again. */
    refusal: text('refusal', {
      enum: ['document_empty', 'document_too_large', 'document_wrong_type', 'document_mismatch', 'document_lock_file'],
    }),
    /** bytes the whole file has */
    size: bigint('size', { mode: 'number' }).notNull(),
    /** bytes that have arrived and are on disk */
    received: bigint('received', { mode: 'number' }).notNull().default(0),
    /** The key of its parts, sealed with the application's. */
    sealedKey: bytes('sealed_key').notNull(),
    sealedName: bytes('sealed_name').notNull(),
    /** The document it became, as long as that is in its slot. */
    versionId: uuid('version_id').references(() => documentVersions.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When the last part arrived. */
    touchedAt: instant('touched_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('uploads_application').on(table.applicationId),
    index('uploads_expiry').on(table.expiresAt),
    index('uploads_version').on(table.versionId).where(sql`${table.versionId} is not null`),
    check('uploads_slot', sql`${table.slot} in ('cv', 'cover_letter', 'writing_sample')`),
    check('uploads_state', sql`${table.state} in ('open', 'finished', 'refused', 'expired')`),
    check('uploads_size', sql`${table.size} > 0`),
    check('uploads_received', sql`${table.received} between 0 and ${table.size}`),
    check('uploads_finished_is_whole', sql`${table.state} <> 'finished' or ${table.received} = ${table.size}`),
    check('uploads_version_is_finished', sql`${table.versionId} is null or ${table.state} = 'finished'`),
    check('uploads_refused_has_reason', sql`(${table.state} = 'refused') = (${table.refusal} is not null)`),
  ],
);

/** One stretch of a file that arrived in one go. `id` is also its name in the store and part of the identity it is sealed to. */
export const uploadParts = pgTable(
  'upload_parts',
  {
    id: uuid('id').primaryKey(),
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    /** where in the file its first byte belongs */
    start: bigint('start', { mode: 'number' }).notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    /** Sealed as a document's bytes are: the line broke before it was the whole file. */
    asDocument: boolean('as_document').notNull().default(false),
  },
  (table) => [
    unique('upload_parts_start').on(table.uploadId, table.start),
    check('upload_parts_start_counts', sql`${table.start} >= 0`),
    check('upload_parts_size', sql`${table.size} > 0`),
  ],
);
