import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { CALL_PATH, newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { type Arrivals, openPostOffice } from './post-office';
import { draftToken, sendForm } from './sending';
import { figure, percentile } from './statistics';
import type { Table } from './table';

const APPLICATIONS = 200;
const AT_ONCE = 8;
const DOWN = 100;
const FILE_BYTES = 100_000;
const ALL_LEFT_WITHIN_MS = 120_000;
const AIM_P50_MS = 50;
const AIM_P95_MS = 250;

/** How soon a mail is with the mail server, and whether an applicant notices that server at all. */
export async function measureMail(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const arrivals: Arrivals = new Map();
  const office = await openPostOffice(0, arrivals);
  const portal = await startPortal(dataDir, {
    SMTP_URL: `smtp://127.0.0.1:${office.port}`,
    MAIL_FROM: 'portal@example.org',
  });
  const sql = postgres(portal.databaseUrl(), { max: 1 });
  try {
    await apply(portal, 20, 1);
    const calm = await timed(portal, sql, arrivals, 1);
    const busy = await timed(portal, sql, arrivals, AT_ONCE);
    const up = await apply(portal, DOWN, 1);
    await untilAllLeft(sql);
    await office.close();
    const down = await apply(portal, DOWN, 1);
    const waiting = await countWaiting(sql);
    const reopened = performance.now();
    const second = await openPostOffice(office.port, arrivals);
    await untilAllLeft(sql);
    const drained = performance.now() - reopened;
    await second.close();
    const twice = [...arrivals.values()].filter((times) => times.length > 1).length;
    return [
      {
        title: 'From the commit of an application to the end of SMTP DATA',
        columns: ['load', 'mails', 'p50 ms', 'p95 ms', 'longest ms', 'aim p50', 'aim p95'],
        rows: [delayRow('one application after the other', calm), delayRow(`${AT_ONCE} at once`, busy)],
      },
      {
        title: 'How long the applicant waits for the receipt',
        columns: ['mail server', 'applications', 'p50 ms', 'p95 ms', 'longest ms'],
        rows: [answerRow('runs', up), answerRow('stopped', down)],
        notes: [
          `With the server stopped, ${waiting} mails waited; ${figure(drained / 1000)} s after it was back all had left (the worker asks for it every 5 s). Of ${arrivals.size} mails in all, ${twice} came twice.`,
        ],
      },
    ];
  } finally {
    await sql.end();
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

/** Milliseconds from the database's clock just before each commit to the last byte at the mail server. */
async function timed(portal: Portal, sql: postgres.Sql, arrivals: Arrivals, atOnce: number): Promise<number[]> {
  const [{ now } = { now: new Date(0) }] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
  await apply(portal, APPLICATIONS, atOnce);
  await untilAllLeft(sql);
  const rows = await sql<{ id: string; at: Date }[]>`
    select message_id as id, submitted_at as at
    from outbox join applications on applications.id = outbox.application_id
    where submitted_at >= ${now} and recipient_kind = 'inbox'`;
  if (rows.length !== APPLICATIONS) throw new Error(`${rows.length} mails for ${APPLICATIONS} applications`);
  return rows.map(({ id, at }) => (arrivals.get(id)?.[0] ?? Number.NaN) - at.getTime());
}

/** Sends applications with one small document each; how long each answer took. */
async function apply(portal: Portal, count: number, atOnce: number): Promise<number[]> {
  const address = `${portal.url}${CALL_PATH}/apply`;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let left = count;
  const applicant = async () => {
    while (left > 0) {
      left -= 1;
      const draft = await draftToken(address);
      const before = performance.now();
      await sendForm(agent, { address, bytes: FILE_BYTES, files: 1 }, draft);
      times.push(performance.now() - before);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, applicant));
  } finally {
    agent.destroy();
  }
  return times;
}

async function untilAllLeft(sql: postgres.Sql): Promise<void> {
  const deadline = performance.now() + ALL_LEFT_WITHIN_MS;
  while ((await countWaiting(sql)) > 0) {
    if (performance.now() > deadline) throw new Error('mails were still waiting after two minutes');
    await pause(20);
  }
}

async function countWaiting(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from outbox where state <> 'left'`;
  return row?.count ?? 0;
}

function delayRow(name: string, delays: number[]): string[] {
  return [
    name,
    String(delays.length),
    judged(percentile(delays, 0.5), AIM_P50_MS),
    judged(percentile(delays, 0.95), AIM_P95_MS),
    figure(Math.max(...delays)),
    `≤ ${AIM_P50_MS}`,
    `≤ ${AIM_P95_MS}`,
  ];
}

function judged(value: number, aim: number): string {
  return value <= aim ? figure(value) : `${figure(value)} (missed)`;
}

function answerRow(name: string, times: number[]): string[] {
  return [
    name,
    String(times.length),
    figure(percentile(times, 0.5)),
    figure(percentile(times, 0.95)),
    figure(Math.max(...times)),
  ];
}
