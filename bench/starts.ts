import { newDataDir, removeDataDir, startPortal } from './portal';
import { type Part, processorTimeOf } from './processes';
import { figure, median, spread } from './statistics';
import type { Table } from './table';

const ROUNDS = 5;
const PARTS: readonly Part[] = ['npm', 'supervisor', 'database', 'web', 'worker'];
const AIM_COLD_MS = 4_000;
const AIM_WARM_MS = 2_000;

/** From `npm start` to the first page, packages and build being there. */
export async function measureStarts(): Promise<Table[]> {
  const cold: Start[] = [];
  const warm: Start[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dataDir = await newDataDir();
    try {
      cold.push(await startOnce(dataDir));
      warm.push(await startOnce(dataDir));
    } finally {
      await removeDataDir(dataDir);
    }
  }
  return [
    {
      title: 'From `npm start` to the first page',
      columns: ['start', 'runs', 'median s', 'lowest–highest', 'aim'],
      rows: [row('cold: empty DATA_DIR', cold, AIM_COLD_MS), row('warm: DATA_DIR of before', warm, AIM_WARM_MS)],
    },
    {
      title: 'Processor time of a start, s',
      columns: ['start', ...PARTS, 'together'],
      rows: [shares('cold', cold), shares('warm', warm)],
      notes: ['The supervisor’s includes the launcher before it and the process that migrates and seeds.'],
    },
  ];
}

type Start = { firstPageMs: number; processorMs: Record<Part, number> };

async function startOnce(dataDir: string): Promise<Start> {
  const portal = await startPortal(dataDir);
  const processorMs = processorTimeOf(portal.pid);
  await portal.stop();
  return { firstPageMs: portal.firstPageMs, processorMs };
}

function row(name: string, starts: Start[], aim: number): string[] {
  const seconds = starts.map(({ firstPageMs }) => firstPageMs / 1000);
  const middle = median(seconds);
  return [
    name,
    String(starts.length),
    figure(middle),
    spread(seconds),
    `≤ ${aim / 1000} s${middle * 1000 <= aim ? '' : ' (missed)'}`,
  ];
}

function shares(name: string, starts: Start[]): string[] {
  const sums = PARTS.map((part) => median(starts.map(({ processorMs }) => processorMs[part] / 1000)));
  return [name, ...sums.map(figure), figure(sums.reduce((sum, part) => sum + part, 0))];
}
