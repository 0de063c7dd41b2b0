import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { calls } from './calls';
import { bytes, instant } from './columns';

/** What somebody asked, and what followed. Its own key seals who asked and every word; in clear stand ids, times, state and language. */
export const questions = pgTable(
  'questions',
  {
    id: uuid('id').primaryKey(),
    /** Q-7F3K, to speak about it */
    number: text('number').notNull().unique(),
    /** null: about no call in particular */
    callId: uuid('call_id').references(() => calls.id, { onDelete: 'set null' }),
    /** open: waits for us; answered: waits for nobody, or for the asker */
    state: text('state', { enum: ['open', 'answered', 'closed'] })
      .notNull()
      .default('open'),
    locale: text('locale').notNull(),
    formHash: bytes('form_hash').notNull().unique(),
    codeHash: bytes('code_hash').notNull().unique(),
    /** {name, email} */
    sealedAsker: bytes('sealed_asker').notNull(),
    quiet: boolean('quiet').notNull().default(false),
    noMail: boolean('no_mail').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** The last thing that happened; what has rested long enough is erased. */
    touchedAt: instant('touched_at').notNull().defaultNow(),
    /** Raised by every change: two editors at once are told. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('questions_state').on(table.state, table.touchedAt, table.id),
    index('questions_touched').on(table.touchedAt),
    check('questions_state_known', sql`${table.state} in ('open', 'answered', 'closed')`),
  ],
);

export const questionMessages = pgTable(
  'question_messages',
  {
    id: uuid('id').primaryKey(),
    questionId: uuid('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    author: text('author', { enum: ['asker', 'editors'] }).notNull(),
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'set null' }),
    sealedText: bytes('sealed_text').notNull(),
    writtenAt: instant('written_at').notNull().defaultNow(),
  },
  (table) => [
    index('question_messages_question').on(table.questionId, table.writtenAt),
    check('question_messages_author', sql`${table.author} in ('asker', 'editors')`),
  ],
);

/** What a browser holds after asking or entering a question's code; the cookie's value is stored as a keyed hash only. */
export const questionSessions = pgTable(
  'question_sessions',
  {
    tokenHash: bytes('token_hash').primaryKey(),
    questionId: uuid('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('question_sessions_expiry').on(table.expiresAt),
    index('question_sessions_question').on(table.questionId),
  ],
);
