import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftOf, newDraftToken } from '@/domain/applications/commands';
import { type Ctx, contextFor, openServices, type Services } from '@/domain/context';
import { openMyFile, versionsOf } from '@/domain/documents/queries';
import { seededRandom, sendOverBadLine } from '@/platform/testing/bad-journey';
import { newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { forgetHighest, residentMemory } from './processes';
import { figure, median, percentile } from './statistics';
import type { Table } from './table';

const MEGABYTE = 1024 * 1024;
const UPLOADS = 200;
const CUTS = 12;
const AT_ONCE = 4;
const LARGEST = 25;

type Arrived = { size: number; travelled: number; ms: number; isEqual: boolean };

/** Uploads over lines that break again and again: does every byte arrive, and how many are sent twice? */
export async function measureCutUploads(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  const services = servicesOf(portal);
  try {
    await bringOne(portal, services, UPLOADS);
    const idle = residentMemory(portal.pidOf('web')).now;
    forgetHighest(portal.pidOf('web'));
    const arrived = await bringAll(portal, services);
    return [tableOf(arrived, residentMemory(portal.pidOf('web')).highest - idle)];
  } finally {
    await services.connection.close();
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

export function servicesOf(portal: Portal): Services {
  return openServices({
    databaseUrl: portal.databaseUrl(),
    portalKey: Buffer.from(readFileSync(join(portal.dataDir, 'portal.key'), 'utf8').trim(), 'base64url'),
    keysUrl: join(portal.dataDir, 'keys'),
    storageUrl: join(portal.dataDir, 'files'),
    portal: { url: portal.url, mailFrom: null },
  });
}

async function bringAll(portal: Portal, services: Services): Promise<Arrived[]> {
  const arrived: Arrived[] = [];
  const numbers = Array.from({ length: UPLOADS }, (_, number) => number).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const number of numbers) arrived.push(await bringOne(portal, services, number));
    }),
  );
  return arrived;
}

/** A third each in small pieces, in large ones, and whole: as clients differ. */
async function bringOne(portal: Portal, services: Services, number: number): Promise<Arrived> {
  const random = seededRandom(number);
  const size = Math.floor((1 + random() * (LARGEST - 1)) * MEGABYTE);
  const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(size - 9)]);
  const ctx = contextFor({ kind: 'stranger', peer: 'bench' }, services);
  const draft = newDraftToken(ctx);
  const wanted = { draft, slot: 'writing_sample', filename: 'sample.pdf' };
  const chunk = [256 * 1024, MEGABYTE, size][number % 3] ?? size;
  const started = performance.now();
  const { travelled } = await sendOverBadLine({
    port: Number(new URL(portal.url).port),
    wanted,
    file,
    cuts: CUTS,
    chunk,
    random,
  });
  const ms = performance.now() - started;
  const sent = createHash('sha256').update(file).digest('hex');
  return { size, travelled, ms, isEqual: (await digestOfSample(ctx, draft)) === sent };
}

async function digestOfSample(ctx: Ctx, draft: string): Promise<string> {
  const found = await draftOf(ctx, draft);
  const key = found && (await ctx.keyStore.get(found.applicationId));
  if (!found || !key) return 'no draft';
  const [version] = await versionsOf(ctx, found.applicationId, key);
  if (!version) return 'no document';
  const hash = createHash('sha256');
  for await (const chunk of openMyFile(ctx, version).read()) hash.update(chunk);
  return hash.digest('hex');
}

function tableOf(arrived: Arrived[], aboveIdle: number): Table {
  const shares = arrived.map(({ travelled, size }) => (travelled / size - 1) * 100);
  const bytes = arrived.reduce((sum, { size }) => sum + size, 0);
  const onTheLine = arrived.reduce((sum, { travelled }) => sum + travelled, 0);
  return {
    title: `${UPLOADS} uploads of 1–${LARGEST} MB, ${CUTS} breaks each, ${AT_ONCE} at once`,
    columns: ['what', 'figure'],
    rows: [
      ['equal in every byte', `${arrived.filter(({ isEqual }) => isEqual).length} of ${arrived.length}`],
      ['bytes of the files, MB', figure(bytes / MEGABYTE)],
      ['sent twice, and all headers, % of the bytes', figure((onTheLine / bytes - 1) * 100)],
      ['the same of one upload: median, p95, most, %', shareText(shares)],
      ['seconds for one upload: median, p95', secondsText(arrived.map(({ ms }) => ms))],
      ['web: highest above idle, MiB', figure(aboveIdle)],
    ],
  };
}

function shareText(shares: number[]): string {
  return [median(shares), percentile(shares, 0.95), Math.max(...shares)].map(figure).join(', ');
}

function secondsText(times: number[]): string {
  return [median(times), percentile(times, 0.95)].map((ms) => figure(ms / 1000)).join(', ');
}
