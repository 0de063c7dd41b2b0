import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { type QueueInput, queueInput } from './input';
import { queueRows } from './queries/queue';
import { inQueue } from './queries/queue-conditions';
import { cursorOf } from './queries/queue-order';

const SCORED = 6_000;
const BY_FEW = 60;

let portal: TestPortal;
let many: MemberActor;
let few: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  [many, few] = [await aMember(portal), await aMember(portal)];
  await fill();
}, 120_000);
afterAll(() => portal.close());

/** Twice as many sent as scored; few different scores and times, so that most places in the list are told apart by the id. */
async function fill(): Promise<void> {
  const { db } = portal.services.connection;
  await db.execute(sql`
    insert into applications (id, call_id, state, stage, number, draft_hash, code_hash, locale, regions, consent_at,
      sealed_answers, submitted_at, review_count, score_mean, score_spread)
    select gen_random_uuid(), ${portal.callId}, 'submitted', (array['new', 'reading', 'talking'])[1 + n % 3], 'APP-' || n,
      sha256(('draft' || n)::bytea), sha256(('code' || n)::bytea), 'en', '{georgia}', now(), ${randomBytes(64)}::bytea,
      date_trunc('milliseconds', now()) - n % 7 * interval '1 hour', n % 2, case when n % 2 = 1 then 100 + n % 41 * 10 end,
      case when n % 2 = 1 then n % 31 * 10 end
    from generate_series(1, ${2 * SCORED}::int) n`);
  const scoredBy = (memberId: string, count: number) => sql`
    insert into reviews (application_id, member_id, finished_at, created_at, updated_at)
    select id, ${memberId}, now(), now(), now() from applications where score_mean is not null order by id limit ${count}::int`;
  await db.execute(scoredBy(many.memberId, SCORED));
  await db.execute(scoredBy(few.memberId, BY_FEW));
  await db.execute(sql`analyze`);
}

async function page(ctx: Ctx, input: QueueInput) {
  const query = queueInput.parse(input);
  return queueRows(ctx, query, await inQueue(ctx, query));
}

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Alias?: string; Plans?: Plan[] };

/** How the database means to find a page: each step, and what it reads. */
async function steps(ctx: Ctx, input: QueueInput): Promise<string[]> {
  const query = queueInput.parse(input);
  const asked = queueRows(ctx, query, await inQueue(ctx, query));
  const [answer] = await ctx.db.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql`explain (format json) ${asked}`);
  const flat = (plan: Plan): string[] => [
    [plan['Node Type'], plan['Index Name'] ?? plan['Relation Name']].filter(Boolean).join(' '),
    ...(plan.Plans ?? []).flatMap(flat),
  ];
  return answer ? flat(answer['QUERY PLAN'][0].Plan) : [];
}

async function edgeOf(ctx: Ctx, input: QueueInput): Promise<string> {
  return cursorOf(queueInput.parse(input).order, (await page(ctx, input)).at(-1)) ?? '';
}

const ORDERS = ['score', 'spread'] as const;

describe.each(ORDERS)('a list by %s', (order) => {
  it('is walked in an index of its own by whoever has scored many: on every page, at one stage or at all', async () => {
    const ctx = portal.as(many);
    for (const view of ['all', 'new'] as const) {
      const edge = await edgeOf(ctx, { order, view });
      for (const where of [{}, { after: edge }, { before: edge }]) {
        const found = await steps(ctx, { order, view, ...where });
        expect(found).toContain(`Index Scan applications_${order}${view === 'all' ? '' : '_at_stage'}`);
        expect(found.filter((step) => /Sort|Seq Scan applications|Seq Scan reviews/.test(step))).toEqual([]);
      }
    }
  });

  it('is looked up from their own reviews for whoever has scored few', async () => {
    const found = await steps(portal.as(few), { order });
    expect(found.filter((step) => /Scan reviews/.test(step))).toEqual(['Index Scan reviews_member']);
    expect(found).toContain('Index Scan applications_pkey');
    expect(found.filter((step) => /Seq Scan (applications|reviews)/.test(step))).toEqual([]);
  });

  it('shows everything once and in order, page by page, forwards and backwards', async () => {
    const by = order === 'score' ? ('scoreMean' as const) : ('scoreSpread' as const);
    for (const [member, count] of [
      [many, SCORED],
      [few, BY_FEW],
    ] as const) {
      const ctx = portal.as(member);
      const limit = count / 30;
      const pages: Awaited<ReturnType<typeof page>>[] = [];
      for (let after: string | undefined; pages.length <= 31; ) {
        const rows = (await page(ctx, { order, limit, after })).slice(0, limit);
        if (rows.length === 0) break;
        pages.push(rows);
        after = cursorOf(order, rows.at(-1)) ?? undefined;
      }
      const all = pages.flat();
      expect(new Set(all.map((row) => row.id)).size).toBe(count);
      expect(pages).toHaveLength(30);
      const places = all.map((row) => [row[by] ?? 0, row.submittedAt?.getTime() ?? 0, row.id] as const);
      expect(places).toEqual(places.toSorted(falling));
      const back = await page(ctx, { order, limit, before: cursorOf(order, pages[20]?.[0]) ?? '' });
      expect(back.slice(0, limit).reverse()).toEqual(pages[19]);
    }
  });
});

type Place = readonly [by: number, at: number, id: string];

function falling([by, at, id]: Place, [otherBy, otherAt, otherId]: Place): number {
  return otherBy - by || otherAt - at || (otherId > id ? 1 : -1);
}
