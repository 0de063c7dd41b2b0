import { newDataDir, removeDataDir, startPortal } from './portal';
import { figure, median, spread } from './statistics';
import type { Table } from './table';

const ROUNDS = 5;
const AIM_COLD_MS = 4_000;
const AIM_WARM_MS = 2_000;

/** From `npm start` to the first page, packages and build being there. */
export async function measureStarts(): Promise<Table[]> {
  const cold: number[] = [];
  const warm: number[] = [];
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
  ];
}

async function startOnce(dataDir: string): Promise<number> {
  const portal = await startPortal(dataDir);
  await portal.stop();
  return portal.firstPageMs;
}

function row(name: string, times: number[], aim: number): string[] {
  const middle = median(times);
  const seconds = times.map((time) => time / 1000);
  return [
    name,
    String(times.length),
    figure(middle / 1000),
    spread(seconds),
    `≤ ${aim / 1000} s${middle <= aim ? '' : ' (missed)'}`,
  ];
}
