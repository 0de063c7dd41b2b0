import { sql } from 'drizzle-orm';
import { check, index, pgTable, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { applications } from './applications';
import { instant } from './columns';

/** Two applications of one person read as one. Nothing is moved: without the row, both are as they were. */
export const merges = pgTable(
  'merges',
  {
    foldedId: uuid('folded_id')
      .primaryKey()
      .references(() => applications.id, { onDelete: 'cascade' }),
    primaryId: uuid('primary_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id').references(() => members.id),
    mergedAt: instant('merged_at').notNull(),
  },
  (table) => [
    index('merges_primary').on(table.primaryId),
    check('merges_of_two', sql`${table.foldedId} <> ${table.primaryId}`),
  ],
);
