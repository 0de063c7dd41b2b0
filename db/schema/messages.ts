import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { members } from './accounts';
import { applications } from './applications';
import { bytes, instant } from './columns';
import { questions } from './questions';
import { inboxes } from './settings';

/** A mail is a row, written in the transaction of what caused it. Address and contents are sealed. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    template: text('template').notNull(),
    recipientKind: text('recipient_kind', { enum: ['applicant', 'asker', 'inbox', 'member'] }).notNull(),
    /** What the mail is about: its key seals an applicant's mail. */
    applicationId: uuid('application_id').references(() => applications.id, { onDelete: 'cascade' }),
    /** The question it is about: its key seals a mail to who asked. */
    questionId: uuid('question_id').references(() => questions.id, { onDelete: 'cascade' }),
    inboxId: uuid('inbox_id').references(() => inboxes.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'cascade' }),
    sealedAddress: bytes('sealed_address').notNull(),
    addressIndex: bytes('address_index').notNull(),
    locale: text('locale').notNull(),
    /** null once a mail that must not be kept (sign-in) has left */
    sealedParams: bytes('sealed_params'),
    state: text('state', { enum: ['held', 'waiting', 'sending', 'left', 'failed', 'dropped'] })
      .notNull()
      .default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** null: at once */
    nextAttemptAt: instant('next_attempt_at'),
    /** Who is sending it and until when that holds; a lease that ran out (worker killed) is anyone's. */
    claim: uuid('claim'),
    claimedUntil: instant('claimed_until'),
    messageId: text('message_id').notNull().unique(),
    /** Why it has not left: the server cannot be reached, asks for patience, broke off, refused it, it grew too old, we could not write it. */
    trouble: text('trouble', { enum: ['unreachable', 'deferred', 'interrupted', 'refused', 'expired', 'unsendable'] }),
    /** Code of the server's last words, e.g. "550 5.1.1" or "ETIMEDOUT"; never its text. */
    lastReply: text('last_reply'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Since when it may leave: patience is counted from here. */
    releasedAt: instant('released_at'),
    leftAt: instant('left_at'),
  },
  (table) => [
    index('outbox_due')
      .on(table.nextAttemptAt.asc().nullsFirst(), table.createdAt)
      .where(sql`${table.state} in ('waiting', 'sending')`),
    index('outbox_unreachable')
      .on(table.id)
      .where(sql`${table.state} = 'waiting' and ${table.trouble} = 'unreachable'`),
    index('outbox_application').on(table.applicationId),
    index('outbox_question').on(table.questionId).where(sql`${table.questionId} is not null`),
    index('outbox_state').on(table.state, table.createdAt),
    check('outbox_recipient_kind', sql`${table.recipientKind} in ('applicant', 'asker', 'inbox', 'member')`),
    check('outbox_state_known', sql`${table.state} in ('held', 'waiting', 'sending', 'left', 'failed', 'dropped')`),
    check(
      'outbox_has_its_recipient',
      sql`(${table.recipientKind} = 'applicant' and ${table.applicationId} is not null) or (${table.recipientKind} = 'asker' and ${table.questionId} is not null) or (${table.recipientKind} = 'inbox' and ${table.inboxId} is not null) or (${table.recipientKind} = 'member' and ${table.memberId} is not null)`,
    ),
    check(
      'outbox_claim_is_whole',
      sql`(${table.state} = 'sending') = (${table.claim} is not null and ${table.claimedUntil} is not null)`,
    ),
    check(
      'outbox_trouble_known',
      sql`${table.trouble} in ('unreachable', 'deferred', 'interrupted', 'refused', 'expired', 'unsendable')`,
    ),
    check('outbox_failed_has_reason', sql`${table.state} <> 'failed' or ${table.trouble} is not null`),
    check('outbox_released_has_time', sql`${table.state} in ('held', 'dropped') or ${table.releasedAt} is not null`),
    check('outbox_left_has_time', sql`(${table.state} = 'left') = (${table.leftAt} is not null)`),
  ],
);

/** What applicant and editors wrote to each other; readable behind the receipt code whatever becomes of the mail. */
export const messages = pgTable(
  'messages',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    author: text('author', { enum: ['editors', 'applicant'] }).notNull(),
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'set null' }),
    /** {subject, text}, sealed with the application's key */
    sealedBody: bytes('sealed_body').notNull(),
    locale: text('locale').notNull(),
    outboxId: uuid('outbox_id').references(() => outbox.id, { onDelete: 'set null' }),
    writtenAt: instant('written_at').notNull().defaultNow(),
  },
  (table) => [
    index('messages_application').on(table.applicationId, table.writtenAt),
    check('messages_author', sql`${table.author} in ('editors', 'applicant')`),
  ],
);
