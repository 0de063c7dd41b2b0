import { sql } from 'drizzle-orm';
import { check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { CallTexts } from '@/domain/calls/rules';
import { instant } from './columns';

export const calls = pgTable(
  'calls',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    slug: text('slug').notNull().unique(),
    state: text('state', { enum: ['draft', 'open', 'closed'] })
      .notNull()
      .default('draft'),
    /** null: open until filled */
    closesAt: instant('closes_at'),
    /** The day by which every applicant hears from us; null: nothing is promised. */
    answerBy: instant('answer_by'),
    timeZone: text('time_zone').notNull(),
    defaultLocale: text('default_locale').notNull(),
    regions: text('regions').array().notNull(),
    topics: text('topics').array().notNull(),
    languages: text('languages').array().notNull(),
    texts: jsonb('texts').$type<CallTexts>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('calls_slug', sql`${table.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check('calls_state', sql`${table.state} in ('draft', 'open', 'closed')`),
    check('calls_regions', sql`cardinality(${table.regions}) > 0`),
    check('calls_texts', sql`${table.texts} ? ${table.defaultLocale}`),
  ],
);
