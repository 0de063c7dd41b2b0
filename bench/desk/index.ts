import { sql } from 'drizzle-orm';
import { members } from '@/db/schema/accounts';
import { applications } from '@/db/schema/applications';
import { neighboursOf, viewCounts } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { inheritedEnvironment } from '@/platform/env';
import { loadElsewhere } from '../errands';
import type { LoadResult } from '../load';
import { signIn } from '../member';
import { newDataDir, type Portal, removeDataDir, startPortal } from '../portal';
import { numberOf, withPortal } from '../seed';
import { figure, median, percentile } from '../statistics';
import type { Table } from '../table';
import { growTo, plantWhole } from './grow';
import { startMinimalNext } from './minimal-next';
import { measureNextKey } from './next-key';

const SIZES = [10_000, 100_000, 1_000_000];
const ROUNDS = 2;
const WARM_UP_SECONDS = 1;
const SECONDS = 2;
const MOST_REQUESTS = 100_000;
const ASKED = 60;

type Size = { size: number; pages: Row[]; counts: Spent; keys: Spent | null; seconds: number };
type Row = { page: string; connections: number; p50: number; p95: number; perSecond: number };
type Spent = { p50: number; p95: number };

/** Queue, counts and reading page in a portal that grows. `DESK_SIZES=10000,100000` measures fewer. */
export async function measureDesk(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  try {
    await plantWhole(portal);
    const cookie = await signIn(await portal.link());
    const minimal = await startMinimalNext(portal.databaseUrl());
    try {
      const sizes: Size[] = [];
      for (const size of sizesAsked()) sizes.push(await measureAt(portal, { size, cookie, minimalUrl: minimal.url }));
      return [pagesTable(sizes), countsTable(sizes), ...ratiosTable(sizes)];
    } finally {
      await minimal.stop();
    }
  } finally {
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

function sizesAsked(): number[] {
  return inheritedEnvironment().DESK_SIZES?.split(',').map(Number) ?? SIZES;
}

type Visit = { size: number; cookie: string; minimalUrl: string };

async function measureAt(portal: Portal, { size, cookie, minimalUrl }: Visit): Promise<Size> {
  const { seconds } = await growTo(portal, size);
  process.stderr.write(`${size} applications after ${figure(seconds)} s more\n`);
  const places = await withPortal(portal, placesIn);
  const own = (path: string, expected: string) => ({ address: portal.url + path, cookie, expected });
  const pages = [
    { name: 'minimal Next page', address: minimalUrl, cookie: '', expected: 'APP-B' },
    { name: 'queue: New', ...own('/desk', '/desk/applications/APP-B') },
    { name: 'queue: All, in the midst', ...own(`/desk?view=all&after=${places.midst}`, '/desk/applications/APP-B') },
    { name: 'queue: least reviewed', ...own('/desk?order=least', '/desk/applications/APP-B') },
    { name: 'queue: two filters', ...own('/desk?view=all&region=armenia&lang=hy', '/desk/applications/APP-B') },
    {
      name: 'one application',
      ...own(`/desk/applications/${numberOf(1)}?view=all&show=cover_letter`, 'I live close to what I describe.'),
    },
  ];
  const rows: Row[] = [];
  for (const { name, ...page } of pages)
    for (const connections of [1, 16]) rows.push({ page: name, connections, ...(await ask(page, connections)) });
  const counts = await withPortal(portal, countsIn);
  const keys = await measureNextKey({ url: portal.url, cookie });
  return { size, pages: rows, counts, keys, seconds };
}

type Page = { address: string; cookie: string; expected: string };

async function ask(page: Page, connections: number): Promise<Omit<Row, 'page' | 'connections'>> {
  const results: LoadResult[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    results.push(
      await loadElsewhere({
        ...page,
        connections,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds: SECONDS,
        mostRequests: MOST_REQUESTS,
      }),
    );
  }
  return {
    p50: median(results.map((one) => one.p50)),
    p95: median(results.map((one) => one.p95)),
    perSecond: median(results.map((one) => one.perSecond)),
  };
}

/** A place in the list among the applications in the midst that can be opened. */
async function placesIn(ctx: Ctx): Promise<{ midst: string }> {
  const [row] = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(sql`${applications.number} = ${numberOf(1_550)}`);
  if (!row) throw new Error('the applications in the midst are missing');
  const { here } = await neighboursOf(ctx, {}, row.id);
  return { midst: here ?? '' };
}

/** Of all counts of the rail together, as an administrator and as an editor of one region asks for them. */
async function countsIn(ctx: Ctx): Promise<Spent> {
  const [member] = await ctx.db.select({ id: members.id }).from(members).limit(1);
  const actor = { kind: 'member', memberId: member?.id ?? '', locale: 'en' } as const;
  const grants = [
    [{ role: 'administrator', callId: null, region: null }],
    [{ role: 'editor', callId: null, region: 'other' }],
  ] as const;
  const times: number[] = [];
  for (let round = 0; round < ASKED; round += 1) {
    for (const granted of grants) {
      const started = performance.now();
      await viewCounts({ ...ctx, actor: { ...actor, grants: granted } });
      times.push(performance.now() - started);
    }
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

function pagesTable(sizes: Size[]): Table {
  return {
    title: 'The desk as the portal grows: p50 / p95 of a whole answer in ms, and answers per second',
    columns: [
      'page',
      'connections',
      ...sizes.flatMap(({ size }) => [`${size.toLocaleString('en')}: p50`, 'p95', '/s']),
    ],
    rows: (sizes[0]?.pages ?? []).map((row, place) => [
      row.page,
      String(row.connections),
      ...sizes.flatMap(({ pages }) => {
        const one = pages[place];
        return one ? [figure(one.p50), figure(one.p95), figure(one.perSecond)] : [];
      }),
    ]),
  };
}

function countsTable(sizes: Size[]): Table {
  return {
    title: 'Counts, the next application, and growing',
    columns: [
      'applications',
      'all counts of the rail p50 ms',
      'p95 ms',
      'J to the next one shown p50 ms',
      'p95 ms',
      'made in s',
    ],
    rows: sizes.map(({ size, counts, keys, seconds }) => [
      size.toLocaleString('en'),
      figure(counts.p50),
      figure(counts.p95),
      keys ? figure(keys.p50) : 'no browser',
      keys ? figure(keys.p95) : '',
      figure(seconds),
    ]),
  };
}

function ratiosTable(sizes: Size[]): Table[] {
  const at = (size: number, page: string) =>
    sizes.find((one) => one.size === size)?.pages.find((row) => row.page === page && row.connections === 1)?.p50;
  const [small, middle, large] = SIZES.map((size) => at(size, 'queue: New'));
  const minimal = at(100_000, 'minimal Next page');
  const rows: string[][] = [];
  const add = (what: string, ratio: number | undefined, aim: number) => {
    if (ratio === undefined || Number.isNaN(ratio)) return;
    rows.push([what, `${figure(ratio)}${ratio > aim ? ' (missed)' : ''}`, `≤ ${aim}`]);
  };
  add('queue at 100,000 ÷ minimal Next page in the same run', middle && minimal ? middle / minimal : undefined, 1.5);
  add('queue at 1,000,000 ÷ queue at 10,000', large && small ? large / small : undefined, 1.3);
  return rows.length > 0
    ? [{ title: 'Against the aims (p50, one connection)', columns: ['what', 'ratio', 'aim'], rows }]
    : [];
}
