import { loadElsewhere } from './errands';
import type { LoadResult } from './load';
import { signIn } from './member';
import { CALL_PATH, newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { processorTimeOf } from './processes';
import { fill } from './seed';
import { figure, median, spread } from './statistics';
import type { Table } from './table';

export const APPLICATIONS = 10_000;
const ROUNDS = 3;
const WARM_UP_SECONDS = 3;
const SECONDS = 6;
const MOST_REQUESTS = 100_000;

/** How fast pages are, with many applications in the portal. */
export async function measurePages(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  try {
    const filled = await fill(portal, APPLICATIONS);
    const cookie = await signIn(await portal.link());
    const rows: string[][] = [];
    for (const page of pagesOf(filled.number))
      for (const connections of [1, 16]) rows.push(await measure(portal, page, { connections, cookie }));
    return [
      {
        title: `Pages, with ${APPLICATIONS.toLocaleString('en')} applications in the portal`,
        columns: [
          'page',
          'connections',
          'requests/s',
          'lowest–highest',
          'p50 ms',
          'p95 ms',
          'processor ms: web',
          'database',
          'KB (gzip)',
        ],
        rows,
      },
      {
        title: `Making ${APPLICATIONS.toLocaleString('en')} applications’ keys`,
        columns: ['what', 'figure'],
        rows: [
          ['one key, alone (two fsyncs, read back)', `${figure(filled.keyMs)} ms`],
          ['keys per second, 16 at once', figure(filled.keysPerSecond)],
          ['keys, sealed rows and documents’ rows together', `${figure(filled.seconds)} s`],
        ],
      },
    ];
  } finally {
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

type Page = { name: string; path: string; isDesk: boolean; expected: string };

function pagesOf(number: string): Page[] {
  return [
    { name: 'notice', path: CALL_PATH, isDesk: false, expected: `${CALL_PATH}/apply` },
    { name: 'form', path: `${CALL_PATH}/apply`, isDesk: false, expected: 'name="draft"' },
    { name: 'queue (50 of them)', path: '/desk', isDesk: true, expected: '/desk/applications/APP-B' },
    {
      name: 'one application',
      path: `/desk/applications/${number}?show=cover_letter`,
      isDesk: true,
      expected: 'I live close to what I describe.',
    },
  ];
}

type Visit = { connections: number; cookie: string };

async function measure(portal: Portal, page: Page, { connections, cookie }: Visit): Promise<string[]> {
  const results: LoadResult[] = [];
  const before = processorTimeOf(portal.pid);
  for (let round = 0; round < ROUNDS; round += 1) {
    results.push(
      await loadElsewhere({
        address: portal.url + page.path,
        cookie: page.isDesk ? cookie : '',
        connections,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds: SECONDS,
        mostRequests: MOST_REQUESTS,
        expected: page.expected,
      }),
    );
  }
  const after = processorTimeOf(portal.pid);
  const asked = results.reduce((sum, one) => sum + one.asked, 0);
  const rates = results.map((one) => one.perSecond);
  return [
    page.name,
    String(connections),
    figure(median(rates)),
    spread(rates),
    figure(median(results.map((one) => one.p50))),
    figure(median(results.map((one) => one.p95))),
    figure((after.web - before.web) / asked),
    figure((after.database - before.database) / asked),
    figure(median(results.map((one) => one.bytes)) / 1024),
  ];
}
