import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { LOCALES } from '@/locales';
import { inheritedEnvironment } from '@/platform/env';
import { newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { figure, median, spread } from './statistics';
import type { Table } from './table';

const CALL = 'calls/regional-specialists/apply';
const VISITS = 5;
const LINE = { latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8, offline: false };
const AIMS = { usableSeconds: 3, usableBytes: 16 * 1024, completeBytes: 45 * 1024 };
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
];

type Visit = { usableMs: number; completeMs: number; usableBytes: number; completeBytes: number; requests: number };

/** How long somebody with an old phone and a bad line waits for the form, and what travels until then. */
export async function measurePhone(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  const executablePath = inheritedEnvironment().CHROMIUM_PATH || SYSTEM_BROWSERS.find((path) => existsSync(path));
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    await visit(browser, portal, 'en');
    const rows: string[][] = [];
    for (const locale of LOCALES) rows.push(await rowFor(browser, portal, locale));
    return [
      {
        title: `The form over ${LINE.downloadThroughput * 0.008} kbit/s with ${LINE.latency} ms of delay, ${VISITS} first visits each`,
        columns: [
          'language',
          'usable s',
          'lowest–highest',
          'complete s',
          'usable KB',
          'complete KB',
          'requests',
          'aims',
        ],
        rows,
        notes: [
          `Usable: the first paint with the whole form, HTML and style sheet, aim ${AIMS.usableSeconds} s and ${AIMS.usableBytes / 1024} KB. Complete: with the upload script, aim ${AIMS.completeBytes / 1024} KB. Bytes as they travel, headers included.`,
        ],
      },
    ];
  } finally {
    await browser.close();
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

async function rowFor(browser: Browser, portal: Portal, locale: string): Promise<string[]> {
  const visits: Visit[] = [];
  for (let count = 0; count < VISITS; count += 1) visits.push(await visit(browser, portal, locale));
  const usable = visits.map((one) => one.usableMs / 1000);
  const bytes = (of: 'usableBytes' | 'completeBytes') => median(visits.map((one) => one[of]));
  const isMet =
    median(usable) <= AIMS.usableSeconds &&
    bytes('usableBytes') <= AIMS.usableBytes &&
    bytes('completeBytes') <= AIMS.completeBytes;
  return [
    locale,
    figure(median(usable)),
    spread(usable),
    figure(median(visits.map((one) => one.completeMs / 1000))),
    figure(bytes('usableBytes') / 1024),
    figure(bytes('completeBytes') / 1024),
    String(median(visits.map((one) => one.requests))),
    isMet ? 'met' : 'missed',
  ];
}

/** One first visit, nothing cached, on a line as Chromium imitates it (CDP, Network.emulateNetworkConditions). */
async function visit(browser: Browser, portal: Portal, locale: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    const kinds = new Map<string, string>();
    const sizes: { kind: string; bytes: number }[] = [];
    line.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type));
    line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sizes.push({ kind: kinds.get(requestId) ?? 'Other', bytes: encodedDataLength });
    });
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', LINE);
    await page.goto(`${portal.url}/${locale}/${CALL}`, { waitUntil: 'load' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const [usableMs, completeMs] = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      // A first paint may show the beginning only: usable is what has come whole.
      return [Math.max(paint?.startTime ?? 0, navigation?.responseEnd ?? 0), navigation?.loadEventEnd ?? 0] as const;
    });
    const sum = (all: readonly { bytes: number }[]) => all.reduce((total, { bytes }) => total + bytes, 0);
    const sent = sizes.filter(({ bytes }) => bytes > 0);
    return {
      usableMs,
      completeMs,
      usableBytes: sum(sent.filter(({ kind }) => kind === 'Document' || kind === 'Stylesheet')),
      completeBytes: sum(sent),
      requests: sent.length,
    };
  } finally {
    await context.close();
  }
}
