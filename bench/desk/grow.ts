import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { calls } from '@/db/schema/calls';
import { compactTallies } from '@/domain/applications/commands';
import type { Ctx } from '@/domain/context';
import type { Portal } from '../portal';
import { fillAt, withPortal } from '../seed';

const HOUR = 3_600_000;
/** Whole applications, keys and all: the oldest, some in the midst, the newest. Every page that is measured shows these. */
const WHOLE = { oldest: 1_500, midst: 400, newest: 400 };
const AT_ONCE = 50_000;
const READERS = 40;
const YEARS_OF_HOURS = 3 * 365 * 24;

export type Grown = { rows: number; seconds: number };

/** The applications that can be opened, made once: around them the portal grows. */
export async function plantWhole(portal: Portal): Promise<void> {
  await withPortal(portal, async (ctx) => {
    const now = ctx.now.getTime();
    const oldest = now - (YEARS_OF_HOURS + 24 * 60) * HOUR;
    const midst = now - (YEARS_OF_HOURS / 2) * HOUR;
    const minutes = (index: number) => index * 60_000;
    const { oldest: many } = WHOLE;
    await fillAt(ctx, { count: many, first: 0, timeOf: (index) => oldest + minutes(index) });
    await fillAt(ctx, { count: WHOLE.midst, first: many, timeOf: (index) => midst + (index - many) });
    const rest = many + WHOLE.midst;
    await fillAt(ctx, { count: WHOLE.newest, first: rest, timeOf: (index) => now - 24 * HOUR + minutes(index - rest) });
    await inventReaders(ctx);
  });
}

/** Readers who have left: their names are asked for by nobody. */
async function inventReaders(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    insert into members (sealed_profile, address_index, removed_at)
    select ${randomBytes(80)}::bytea, sha256(('reader' || n)::bytea), now() from generate_series(1, ${READERS}::int) n`);
}

/**
 * Rows up to `size` applications in all. They are as long as real ones and as unreadable without their keys, which were
 * never made: they fill tables and indexes, and no page that is measured shows one. Rules and triggers work as ever.
 */
export async function growTo(portal: Portal, size: number): Promise<Grown> {
  return withPortal(portal, async (ctx) => {
    const started = performance.now();
    const [had] = await ctx.db.execute<{ count: number }>(sql`select count(*)::int as count from applications`);
    const [call] = await ctx.db.select({ id: calls.id }).from(calls).limit(1);
    if (!call) throw new Error('the portal has not been seeded');
    for (let from = had?.count ?? 0; from < size; from += AT_ONCE)
      await plantRows(ctx, { from, to: Math.min(from + AT_ONCE, size), callId: call.id });
    await compactTallies(ctx);
    await ctx.db.execute(sql`vacuum (analyze)`);
    return { rows: size - (had?.count ?? 0), seconds: (performance.now() - started) / 1000 };
  });
}

type Part = { from: number; to: number; callId: string };

async function plantRows(ctx: Ctx, { from, to, callId }: Part): Promise<void> {
  const answers = randomBytes(1_300);
  await ctx.db.transaction(async (db) => {
    await db.execute(sql`set local synchronous_commit = off`);
    await db.execute(sql`
      create temporary table fresh on commit drop as
      select gen_random_uuid() as id, n, (hashint4(n) & 1048575) as chance,
        date_trunc('milliseconds', now() - interval '2 days'
          - make_interval(hours => (hashint4(n + 7) & 1048575) % ${YEARS_OF_HOURS}::int, mins => n % 60, secs => n % 50)) as at
      from generate_series(${from}::int, ${to - 1}::int) n`);
    await db.execute(sql`
      insert into applications (id, call_id, state, stage, number, draft_hash, code_hash, locale, regions, topics, writes,
        keep_in_pool, consent_at, sealed_answers, address_index, created_at, touched_at, submitted_at, stage_since)
      select id, ${callId}, 'submitted',
        case when n % 3 = 0
          then (array['reading', 'talking', 'shortlist', 'held', 'asked', 'invited', 'declined'])[1 + (n / 3) % 7]
          else 'new' end,
        'APP-C' || lpad(n::text, 7, '0'), sha256(('draft' || n)::bytea), sha256(('code' || n)::bytea),
        (array['ka', 'hy', 'az', 'ru', 'en', 'de'])[1 + chance % 6],
        case when chance % 100 < 40 then array['georgia'] when chance % 100 < 65 then array['armenia']
          when chance % 100 < 85 then array['azerbaijan'] when chance % 100 < 97 then array['north-caucasus']
          else array['other', 'georgia'] end,
        array[(array['water-and-land', 'work-and-prices', 'courts-and-rights', 'schools-and-culture'])[1 + chance % 4]],
        array[(array['ka', 'hy', 'az', 'ru', 'en', 'de'])[1 + chance % 6], 'en'],
        chance % 4 = 0, at, ${answers}::bytea, sha256(('address' || n)::bytea), at, at, at, at
      from fresh`);
    await plantAround(db);
  });
}

async function plantAround(db: Pick<Ctx['db'], 'execute'>): Promise<void> {
  const key = randomBytes(69);
  const name = randomBytes(72);
  const params = randomBytes(400);
  const steps = [
    sql`with one as (
        insert into documents (application_id, slot, created_at) select id, 'writing_sample', at from fresh returning id, created_at)
      insert into document_versions (id, document_id, number, kind, size, sealed_key, sealed_name, fingerprint, received_at, verified_at)
      select gen_random_uuid(), id, 1, 'pdf', 180000, ${key}::bytea, ${name}::bytea, sha256(id::text::bytea), created_at, created_at from one`,
    sql`insert into application_words (word, application_id)
      select substr(sha256((w || ':' || n)::bytea), 1, 16), id from fresh, generate_series(1, 3) w`,
    // As for applications that nobody resembles: the worker finds nothing to make up for.
    sql`insert into name_traces (application_id) select id from fresh`,
    sql`insert into audit_events (at, actor_kind, actor_id, actor_role, verb, subject_kind, subject_id, details)
      select at, 'applicant', id::text, 'applicant', 'application.submitted', 'application', id::text, '{}' from fresh`,
    sql`insert into outbox (template, recipient_kind, application_id, sealed_address, address_index, locale, sealed_params,
        state, trouble, message_id, created_at, released_at, left_at)
      select 'received', 'applicant', id, ${name}::bytea, sha256(('address' || n)::bytea), 'en', ${params}::bytea,
        case when chance % 5000 = 0 then 'failed' else 'left' end, case when chance % 5000 = 0 then 'refused' end,
        'bench-' || n || '@example.org', at, at, case when chance % 5000 = 0 then null else at end from fresh`,
    sql`insert into application_scores (application_id, call_id, submitted_at, review_count, mean, spread, updated_at)
      select a.id, a.call_id, a.submitted_at, 2, 1 + chance % 400 / 100.0, chance % 300 / 100.0, a.submitted_at
      from fresh join applications a using (id) where chance % 10 = 0`,
    sql`with reader as (select id, row_number() over (order by id) - 1 as place from members where removed_at is not null),
      given as (
        insert into reviews (application_id, member_id, finished_at, created_at, updated_at)
        select fresh.id, reader.id, at, at, at from fresh, generate_series(0, 1) second
        join reader on true where chance % 10 = 0 and reader.place = (fresh.n + second * 7) % ${READERS}::int
        returning id)
      insert into scores (review_id, criterion_id, value)
      select given.id, criteria.id, 1 + (hashtext(given.id::text) & 1023 + criteria.position) % 5 from given, criteria`,
  ];
  for (const step of steps) await db.execute(step);
}
