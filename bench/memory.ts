import { setTimeout as pause } from 'node:timers/promises';
import { loadElsewhere } from './errands';
import { signIn } from './member';
import { APPLICATIONS } from './pages';
import { CALL_PATH, newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { memoryOf, type Part } from './processes';
import { fill } from './seed';
import type { Table } from './table';
import { uploadOnce } from './uploads';

const AIM_MIB = 500;
const SETTLE_MS = 15_000;
const QUIET_MS = 60_000;
/** npm and its shell wait beside the portal and are no part of it: a service starts the launcher without them. */
const COUNTED: readonly Part[] = ['web', 'worker', 'supervisor', 'database'];

/** What app and database take together, before, during and after work. */
export async function measureMemory(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  try {
    await pause(SETTLE_MS);
    const rows = [row('just started, one page shown', portal)];
    await fill(portal, APPLICATIONS);
    const cookie = await signIn(await portal.link());
    await work(portal, cookie);
    rows.push(row('at the end of the work', portal));
    await pause(QUIET_MS);
    rows.push(row('a minute later', portal));
    return [
      {
        title: 'Memory of app and database together, MiB',
        columns: ['when', ...COUNTED, 'together', 'aim', 'npm beside it'],
        rows,
        notes: [
          `The work: ${APPLICATIONS.toLocaleString('en')} applications put in, notice and queue asked for over 16 connections, 20 forms of 25 MB at once.`,
        ],
      },
    ];
  } finally {
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

async function work(portal: Portal, cookie: string): Promise<void> {
  const common = { connections: 16, warmUpSeconds: 1, seconds: 6, mostRequests: 50_000 };
  await loadElsewhere({ ...common, address: portal.url + CALL_PATH, cookie: '', expected: `${CALL_PATH}/apply` });
  await loadElsewhere({ ...common, address: `${portal.url}/desk`, cookie, expected: '/desk/applications/APP-B' });
  await uploadOnce(portal, { clients: 20, rounds: 1, files: 1, megabytes: 25 });
}

function row(when: string, portal: Portal): string[] {
  const shares = memoryOf(portal.pid);
  const of = (part: Part) => shares.find((one) => one.part === part)?.mebibytes ?? 0;
  const together = COUNTED.reduce((sum, part) => sum + of(part), 0);
  return [
    when,
    ...COUNTED.map((part) => String(Math.round(of(part)))),
    `${Math.round(together)}${together <= AIM_MIB ? '' : ' (missed)'}`,
    `≤ ${AIM_MIB}`,
    String(Math.round(of('npm'))),
  ];
}
