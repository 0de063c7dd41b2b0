import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sendElsewhere, startBareServer } from './errands';
import { CALL_PATH, newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { forgetHighest, residentMemory } from './processes';
import { untilAtRest } from './rest';
import { figure, median, percentile, spread } from './statistics';
import type { Table } from './table';
import { measureUploadMemory } from './uploads-memory';

const MEGABYTE = 1024 * 1024;
const ROUNDS = 3;
const SAMPLE_MS = 50;
type Load = { clients: number; rounds: number; files: 1 | 3; megabytes: number; aim?: number; resumable?: boolean };
const LOADS: readonly Load[] = [
  { clients: 1, rounds: 12, files: 3, megabytes: 5, aim: 0.8 },
  { clients: 20, rounds: 2, files: 3, megabytes: 5, aim: 0.6 },
  { clients: 1, rounds: 8, files: 1, megabytes: 25 },
  { clients: 20, rounds: 1, files: 1, megabytes: 25 },
  { clients: 1, rounds: 6, files: 3, megabytes: 5, resumable: true },
  { clients: 20, rounds: 1, files: 3, megabytes: 5, resumable: true },
];

type Server = { address: string; asksForm: boolean; pid(): number };
type Measured = { rate: number; p95: number; idle: number; peak: number };

/** Large files by the plain form, compared with a server that does nothing but parse, hash and store. */
export async function measureUploads(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  const folder = await mkdtemp(join(dataDir, 'bare-'));
  const bare = await startBareServer(folder);
  try {
    const ours: Server = { address: `${portal.url}${CALL_PATH}/apply`, asksForm: true, pid: () => portal.pidOf('web') };
    const theirs: Server = { address: bare.url, asksForm: false, pid: () => bare.pid };
    await warmUp(ours, theirs);
    const rows: string[][] = [];
    for (const load of LOADS) rows.push(await compare(portal, { ours, theirs, load }));
    return [
      {
        title: 'Uploads by the plain form, and by tus',
        columns: [
          'load',
          'MB/s',
          'lowest–highest',
          'p95 of one form, s',
          'bare server MB/s',
          'ratio',
          'web idle MiB',
          'highest above idle MiB',
          'bare: above idle MiB',
        ],
        rows,
      },
      await measureUploadMemory(portal),
    ];
  } finally {
    await bare.stop();
    await portal.stop();
    await removeDataDir(dataDir);
    await rm(folder, { recursive: true, force: true });
  }
}

type Pair = { ours: Server; theirs: Server; load: Load };

/** In turn, and each alone: what the portal has still to do with the files of its turn is not done in the other's. */
async function compare(portal: Portal, { ours, theirs, load }: Pair): Promise<string[]> {
  const own: Measured[] = [];
  const other: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await untilAtRest(portal);
    own.push(await measure(ours, load));
    await untilAtRest(portal);
    other.push(await measure(theirs, load));
  }
  const rate = median(own.map((one) => one.rate));
  const bareRate = median(other.map((one) => one.rate));
  return [
    nameOf(load),
    figure(rate),
    spread(own.map((one) => one.rate)),
    figure(median(own.map((one) => one.p95)) / 1000),
    figure(bareRate),
    ratioOf(rate / bareRate, load.aim),
    figure(median(own.map((one) => one.idle))),
    figure(median(own.map((one) => one.peak - one.idle))),
    figure(median(other.map((one) => one.peak - one.idle))),
  ];
}

function nameOf({ clients, rounds, files, megabytes, resumable }: Load): string {
  const form = files === 1 ? `${megabytes} MB` : `(${files} × ${megabytes} MB)`;
  return `${clients} × ${form}${rounds > 1 ? `, ${rounds} times` : ''}${resumable ? ', tus' : ''}`;
}

function ratioOf(ratio: number, aim: number | undefined): string {
  if (aim === undefined) return figure(ratio);
  return `${figure(ratio)} (aim ≥ ${aim}${ratio < aim ? ', missed' : ''})`;
}

async function measure(
  server: Server,
  { clients, rounds, files, megabytes, resumable = false }: Load,
): Promise<Measured> {
  const pid = server.pid();
  const idle = residentMemory(pid).now;
  forgetHighest(pid);
  const watch = watchMemory(pid);
  const { megabytesPerSecond, times } = await sendElsewhere({
    address: server.address,
    asksForm: server.asksForm,
    clients,
    rounds,
    files,
    // The bare server knows forms only: the same files in one.
    resumable: resumable && server.asksForm,
    bytes: megabytes * MEGABYTE,
  });
  return { rate: megabytesPerSecond, p95: percentile(times, 0.95), idle, peak: watch.stop() };
}

/** The kernel's own high-water mark, and samples beside it in case it cannot be set back. */
function watchMemory(pid: number): { stop(): number } {
  let highest = 0;
  const look = () => {
    const { now, highest: mark } = residentMemory(pid);
    highest = Math.max(highest, now, mark);
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return highest;
    },
  };
}

/** The first forms pay for code that is not compiled yet. */
async function warmUp(...servers: Server[]): Promise<void> {
  for (const { address, asksForm } of servers)
    await sendElsewhere({ address, asksForm, clients: 4, rounds: 20, files: 3, bytes: MEGABYTE });
}

export async function uploadOnce(portal: Portal, load: Load): Promise<void> {
  await sendElsewhere({
    address: `${portal.url}${CALL_PATH}/apply`,
    asksForm: true,
    clients: load.clients,
    rounds: load.rounds,
    files: load.files,
    bytes: load.megabytes * MEGABYTE,
  });
}
