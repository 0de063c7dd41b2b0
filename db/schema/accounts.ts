import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { calls } from './calls';
import { bytes, instant } from './columns';

export const members = pgTable('members', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** {address, name}, sealed with the portal's key */
  sealedProfile: bytes('sealed_profile').notNull(),
  addressIndex: bytes('address_index').notNull().unique(),
  locale: text('locale').notNull().default('en'),
  /** Languages the member reads: applications are assigned by them. */
  languages: text('languages').array().notNull().default(sql`'{}'`),
  createdAt: instant('created_at').notNull().defaultNow(),
  firstSignedInAt: instant('first_signed_in_at'),
  removedAt: instant('removed_at'),
});

export const grants = pgTable(
  'grants',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['administrator', 'editor', 'reviewer'] }).notNull(),
    callId: uuid('call_id').references(() => calls.id, { onDelete: 'cascade' }),
    region: text('region'),
  },
  (table) => [
    uniqueIndex('grants_once').on(
      table.memberId,
      table.role,
      sql`coalesce(${table.callId}::text, '')`,
      sql`coalesce(${table.region}, '')`,
    ),
    check('grants_role', sql`${table.role} in ('administrator', 'editor', 'reviewer')`),
    check(
      'grants_administrator_everywhere',
      sql`${table.role} <> 'administrator' or (${table.callId} is null and ${table.region} is null)`,
    ),
  ],
);

/** A member's session; the cookie's value is stored as a keyed hash only. */
export const memberSessions = pgTable(
  'member_sessions',
  {
    tokenHash: bytes('token_hash').primaryKey(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('member_sessions_expiry').on(table.expiresAt), index('member_sessions_member').on(table.memberId)],
);

/** A link and a code on their way to one member, bound to the browser that asked (null: printed on the console). */
export const signInRequests = pgTable(
  'sign_in_requests',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    linkHash: bytes('link_hash').notNull().unique(),
    codeHash: bytes('code_hash').notNull(),
    browserHash: bytes('browser_hash'),
    attempts: integer('attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    consumedAt: instant('consumed_at'),
  },
  (table) => [
    index('sign_in_requests_member').on(table.memberId, table.createdAt),
    index('sign_in_requests_expiry').on(table.expiresAt),
  ],
);

/** How often somebody tried something; `subject` is a keyed hash. */
export const attempts = pgTable(
  'attempts',
  {
    bucket: text('bucket').notNull(),
    subject: bytes('subject').notNull(),
    windowStart: instant('window_start').notNull(),
    count: integer('count').notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.subject, table.windowStart] }),
    index('attempts_window').on(table.windowStart),
  ],
);

/** That a member has shown again, by a fresh code, that a browser is in their hands; good for minutes. */
export const memberProofs = pgTable(
  'member_proofs',
  {
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    browserHash: bytes('browser_hash').notNull(),
    provedAt: instant('proved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.browserHash] })],
);
