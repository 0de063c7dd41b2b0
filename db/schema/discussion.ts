import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { applications } from './applications';
import { calls } from './calls';
import { bytes, instant } from './columns';

/** What members say to each other about an application; the applicant never sees it. */
export const comments = pgTable(
  'comments',
  {
    id: uuid('id').primaryKey(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** sealed with the application's key */
    sealedText: bytes('sealed_text').notNull(),
    writtenAt: instant('written_at').notNull(),
    editedAt: instant('edited_at'),
  },
  (table) => [index('comments_application').on(table.applicationId, table.writtenAt, table.id)],
);

/** Who was called to a comment, and whether they have seen it. */
export const mentions = pgTable(
  'mentions',
  {
    commentId: uuid('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    mentionedAt: instant('mentioned_at').notNull(),
    seenAt: instant('seen_at'),
  },
  (table) => [
    primaryKey({ columns: [table.commentId, table.memberId] }),
    index('mentions_unseen').on(table.memberId, table.mentionedAt).where(sql`${table.seenAt} is null`),
    index('mentions_application').on(table.applicationId),
  ],
);

/** The newsroom's own words for sorting; readable in the database, so they say nothing about a person. */
export const tags = pgTable(
  'tags',
  {
    id: uuid('id').primaryKey(),
    /** null: for every call */
    callId: uuid('call_id').references(() => calls.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('tags_once').on(sql`coalesce(${table.callId}::text, '')`, sql`lower(${table.name})`),
    check('tags_name', sql`char_length(${table.name}) between 1 and 40`),
  ],
);

export const applicationTags = pgTable(
  'application_tags',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    tagId: uuid('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id').references(() => members.id),
    taggedAt: instant('tagged_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.applicationId, table.tagId] }),
    index('application_tags_tag').on(table.tagId, table.applicationId),
  ],
);

/** Something small to do about an application. */
export const tasks = pgTable(
  'tasks',
  {
    id: uuid('id').primaryKey(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    /** sealed with the application's key */
    sealedText: bytes('sealed_text').notNull(),
    assigneeId: uuid('assignee_id').references(() => members.id),
    createdBy: uuid('created_by').references(() => members.id),
    /** a day, in the call's time zone */
    dueOn: date('due_on'),
    createdAt: instant('created_at').notNull(),
    doneAt: instant('done_at'),
    doneBy: uuid('done_by').references(() => members.id),
  },
  (table) => [
    index('tasks_application').on(table.applicationId, table.createdAt),
    index('tasks_open').on(table.assigneeId, table.dueOn).where(sql`${table.doneAt} is null`),
    check('tasks_done_by_somebody', sql`(${table.doneAt} is null) = (${table.doneBy} is null)`),
  ],
);
