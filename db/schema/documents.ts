import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
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
