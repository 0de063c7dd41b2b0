import { randomBytes } from 'node:crypto';
import { newDraftToken } from '@/domain/applications/commands';
import { contextFor } from '@/domain/context';
import { seededRandom, sendOverBadLine } from '@/platform/testing/bad-journey';
import type { Portal } from './portal';
import { forgetHighest, residentMemory } from './processes';
import { figure } from './statistics';
import type { Table } from './table';
import { servicesOf } from './uploads-cut';

const MEGABYTE = 1024 * 1024;
const CLIENTS = 20;
const AIM_MIB = 80;

/** Does the web process need more memory for larger files? Twenty resumable uploads at once, of 5 MB and of 25 MB. */
export async function measureUploadMemory(portal: Portal): Promise<Table> {
  const services = servicesOf(portal);
  try {
    const ctx = contextFor({ kind: 'stranger', peer: 'bench' }, services);
    const send = async (megabytes: number, number: number) => {
      const wanted = { draft: newDraftToken(ctx), slot: 'writing_sample', filename: 'sample.pdf' } as const;
      const size = megabytes * MEGABYTE;
      const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(size - 9)]);
      const port = Number(new URL(portal.url).port);
      await sendOverBadLine({ port, wanted, file, cuts: 0, chunk: size, random: seededRandom(number) });
    };
    const all = (megabytes: number) =>
      Promise.all(Array.from({ length: CLIENTS }, (_, number) => send(megabytes, number)));
    await all(1);
    const rows: string[][] = [];
    for (const megabytes of [5, 25]) {
      const pid = portal.pidOf('web');
      const idle = residentMemory(pid).now;
      forgetHighest(pid);
      await all(megabytes);
      const above = residentMemory(pid).highest - idle;
      rows.push([`${CLIENTS} × ${megabytes} MB at once`, figure(idle), figure(above), `≤ ${AIM_MIB}`]);
    }
    return {
      title: 'Resumable uploads: memory of the web process',
      columns: ['load', 'idle MiB', 'highest above idle MiB', 'aim'],
      rows,
    };
  } finally {
    await services.connection.close();
  }
}
