import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect } from '../test';

/** What a visit may leave behind whatever becomes of it: sessions, counted tries, codes to sign in with, who looks on, the trail. */
const TRACES = [
  'applicant_sessions',
  'attempts',
  'audit_events',
  'member_sessions',
  'presences',
  'question_sessions',
  'sign_in_requests',
];

type Running = { databaseUrl: string; children: { name: string; pid: number }[] };

/** The database of a portal that a journey has started for itself. */
export class Database {
  readonly sql: postgres.Sql;
  readonly #running: Running;
  #heldWorker: number | undefined;
  #digest = '';
  #before = new Map<string, string>();

  constructor(dataDir: string) {
    this.#running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as Running;
    this.sql = postgres(this.#running.databaseUrl, { max: 1, onnotice: () => {} });
  }

  /** The tables that hold something else than when this was asked last; one statement. */
  async changes(): Promise<string[]> {
    this.#digest ||= await this.#digestOfAll();
    const rows = await this.sql.unsafe<{ name: string; digest: string }[]>(this.#digest);
    const before = this.#before;
    this.#before = new Map(rows.map(({ name, digest }) => [name, digest]));
    return rows.filter(({ name, digest }) => before.get(name) !== digest).map(({ name }) => name);
  }

  /** Waits until nothing is under way. From then on only visits change rows: the worker is held still. */
  async holdWorker(): Promise<void> {
    const worker = this.#running.children.find(({ name }) => name === 'worker');
    if (!worker) throw new Error('The portal has no worker.');
    await expect.poll(() => this.#isAtRest(), { timeout: 90_000 }).toBe(true);
    process.kill(worker.pid, 'SIGSTOP');
    this.#heldWorker = worker.pid;
  }

  /** The portal stops only when its worker can. */
  async close(): Promise<void> {
    if (this.#heldWorker !== undefined) process.kill(this.#heldWorker, 'SIGCONT');
    await this.sql.end();
  }

  async #isAtRest(): Promise<boolean> {
    const [row] = await this.sql<{ busy: boolean }[]>`
      select exists (select 1 from outbox where state in ('waiting', 'sending'))
        or exists (select 1 from jobs.job where state in ('created', 'retry', 'active') and start_after <= now())
        or exists (select 1 from pg_stat_activity where datname = current_database()
          and pid <> pg_backend_pid() and xact_start is not null) as busy`;
    return row?.busy === false;
  }

  async #digestOfAll(): Promise<string> {
    const tables = await this.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${TRACES})`;
    if (tables.length < 30) throw new Error('The tables of the portal are not where they are looked for.');
    return tables
      .map(
        ({ name }) =>
          `select '${name}' as name, count(*) || ':' || sum(hashtextextended(t::text, 0)) as digest from "${name}" t`,
      )
      .join(' union all ');
  }
}
