import { sql } from 'drizzle-orm';
import { type Connection, connect, type Database } from '@/db/client';
import type { Actor } from '@/domain/actor';
import { env } from '@/platform/env';
import { type KeyStore, keyStore } from '@/platform/keys';
import { clamd, type Scanner } from '@/platform/scanner';
import { fileStorage, type Storage } from '@/platform/storage';
import { type PortalKeys, portalKeys } from '@/platform/vault';

/** What the portal is reached by and where it stands; the same for every actor. */
export type Portal = {
  url: string;
  mailFrom: string | null;
  /** sender of the mails that must not say who writes */
  mailFromQuiet?: string | undefined;
  /** whether a sender's device must solve a puzzle; absent: off */
  proofOfWork?: 'off' | 'busy' | 'always';
};

/** What a command or query works with: who acts, when, and on what. Time and actor are parameters, never ambient. */
export type Ctx = {
  actor: Actor;
  now: Date;
  db: Database | Transaction;
  keys: PortalKeys;
  keyStore: KeyStore;
  storage: Storage;
  /** null where the operator has none */
  scanner: Scanner | null;
  portal: Portal;
};

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** A context inside a transaction: what is written through it stands or falls together. */
export type TxCtx = Omit<Ctx, 'db'> & { db: Transaction };

export type Services = Omit<Ctx, 'actor' | 'now'> & { connection: Connection };

/** The outside parts, opened for given settings; a process opens them once. */
export function openServices(settings: {
  databaseUrl: string;
  portalKey: Uint8Array;
  keysUrl: string;
  storageUrl: string;
  portal: Portal;
  clamdUrl?: string | undefined;
  connections?: number;
}): Services {
  const connection = connect(settings.databaseUrl, { max: settings.connections ?? 10 });
  const keys = portalKeys(settings.portalKey);
  return {
    connection,
    db: connection.db,
    keys,
    keyStore: keyStore(settings.keysUrl, keys.wrap),
    storage: fileStorage(settings.storageUrl),
    scanner: settings.clamdUrl ? clamd(settings.clamdUrl) : null,
    portal: settings.portal,
  };
}

/** Next bundles every route on its own; one pool must serve them all. */
const shared = globalThis as typeof globalThis & { redaktionServices?: Services };

export function services(): Services {
  shared.redaktionServices ??= openServices({
    databaseUrl: env().DATABASE_URL,
    portalKey: env().PORTAL_KEY,
    keysUrl: env().KEYS_URL,
    storageUrl: env().STORAGE_URL,
    clamdUrl: env().CLAMD_URL,
    portal: {
      url: env().PORTAL_URL,
      mailFrom: env().MAIL_FROM ?? null,
      mailFromQuiet: env().MAIL_FROM_QUIET,
      proofOfWork: env().PROOF_OF_WORK,
    },
  });
  return shared.redaktionServices;
}

export async function closeServices(): Promise<void> {
  await shared.redaktionServices?.connection.close();
  delete shared.redaktionServices;
}

/** A context for `actor`, now. */
export function contextFor(actor: Actor, parts: Services = services()): Ctx {
  const { connection: _, ...rest } = parts;
  return { ...rest, actor, now: new Date() };
}

export function systemContext(task: string, parts: Services = services()): Ctx {
  return contextFor({ kind: 'system', task }, parts);
}

/**
 * For a page whose many reads are all short: they reach the database in a few packets. Not for what may take long, which
 * would keep other pages waiting, and never inside a transaction.
 */
export function inFewTrips<Own extends Ctx>(ctx: Own, { connection }: Services = services()): Own {
  return { ...ctx, db: connection.together };
}

/** Runs `work` in one transaction; joins the one that `ctx` already stands in. */
export async function transaction<Result>(ctx: Ctx, work: (tx: TxCtx) => Promise<Result>): Promise<Result> {
  return ctx.db.transaction((db) => work({ ...ctx, db }));
}

/**
 * Several statements of one transaction, sent together: one way to the database and back, which does them in the order in
 * which they are begun. Where one fails, waits for all before it throws the first fault: what was begun in a transaction must
 * not reach the connection after it has ended.
 */
export async function atOnce<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [Place in keyof Work]: Awaited<Work[Place]> }> {
  try {
    return await Promise.all(work);
  } catch (error) {
    await Promise.allSettled(work);
    throw error;
  }
}

/** The database's clock: deadlines are judged by it, whatever the web server's own clock says. */
export async function databaseNow(ctx: Ctx): Promise<Date> {
  const rows = await ctx.db.execute<{ now: string }>(
    sql`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  );
  return new Date(String(rows[0]?.now));
}
