import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRunning, waitForEnd } from '../processes';
import { type Postgres, PostgresError, removeCluster, startPostgres } from './index';

let dataDir: string;
const running: Postgres[] = [];

async function makeDataDir(): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), 'redaktion-test-'));
  await chmod(dataDir, 0o711);
}

async function cleanUp(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

async function start(options: { port?: number } = {}): Promise<Postgres> {
  const server = await startPostgres({ dataDir, isThrowaway: true, ...options });
  running.push(server);
  return server;
}

async function query<Row extends postgres.Row>(server: Postgres, statement: string): Promise<Row[]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe<Row[]>(statement);
  } finally {
    await sql.end();
  }
}

describe('a running embedded database', () => {
  let server: Postgres;

  beforeAll(async () => {
    await makeDataDir();
    server = await start();
  });

  afterAll(cleanUp);

  test('is PostgreSQL 18 with checksums, UTF-8 and the built-in locale', async () => {
    const rows = await query(
      server,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('data_checksums') as checksums,
       pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale
       from pg_database where datname = current_database()`,
    );
    expect(rows).toEqual([{ major: 18, checksums: 'on', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' }]);
  });

  test('folds Georgian, Armenian and Cyrillic capitals', async () => {
    const [row] = await query(server, `select lower('ԲԱՐԵՎ ПРИВЕТ Ა') as folded`);
    expect(row).toEqual({ folded: 'բարեվ привет ა' });
  });

  test('gives the portal a role that can read no file of the server', async () => {
    await expect(query(server, `select pg_read_file('postgresql.conf')`)).rejects.toThrow('permission denied');
    await expect(query(server, `copy (select 1) to program 'true'`)).rejects.toThrow('permission denied');
  });

  test('refuses whoever does not know the password', async () => {
    const url = new URL(server.url);
    url.password = 'guess';
    const sql = postgres(url.href, { max: 1 });
    await expect(sql`select 1`).rejects.toThrow('password authentication failed');
    await sql.end();
  });

  test('answers by a socket that only its own user may open, and asks for the password there too', async () => {
    const folder = new URL(server.socketUrl).searchParams.get('host');
    expect(folder).toBe(server.folder);
    const path = join(server.folder, `.s.PGSQL.${new URL(server.url).port}`);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    const guessing = new URL(server.url);
    guessing.password = 'guess';
    const sql = postgres(guessing.href, { max: 1, path });
    await expect(sql`select 1`).rejects.toThrow('password authentication failed');
    await sql.end();
  });

  test('keeps its password from other users of the machine', async () => {
    expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  test('writes no typed value into its log', async () => {
    await query(server, 'create table people (address text primary key)');
    await query(server, `insert into people values ('nino@example.org')`);
    await expect(query(server, `insert into people values ('nino@example.org')`)).rejects.toThrow('duplicate key');
    await expect(query(server, `select 'nino@example.org'::int`)).rejects.toThrow('invalid input');
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('nino');
  });
});

describe('an embedded database', () => {
  beforeEach(makeDataDir);
  afterEach(cleanUp);

  test('has its rows again after a stop and a start', async () => {
    const first = await start();
    await query(first, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    expect(await query(await start(), 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('has its rows again where only its folder came back from a backup, and no longer opens by what was lost', async () => {
    const first = await start();
    await query(first, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    await rm(join(dataDir, 'postgres.json'));
    const again = await start();
    expect(await query(again, 'select id from kept')).toEqual([{ id: 7 }]);
    const lost = { ...again, url: again.url.replace(new URL(again.url).password, new URL(first.url).password) };
    await expect(query(lost, 'select 1')).rejects.toThrow('password authentication failed');
    await again.stop();
    expect(await query(await start(), 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('may be stopped twice', async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
  });

  test('starts again at the port it had', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await start({ port: Number(port) });
    expect(second.url).toBe(first.url);
  });

  test('leaves no socket of a killed server behind', async () => {
    const sockets = async (server: Postgres) =>
      (await readdir(server.folder)).filter((name) => name.startsWith('.s.PGSQL.') && !name.endsWith('.lock'));
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    expect(await sockets(first)).toEqual([`.s.PGSQL.${new URL(first.url).port}`]);
    const second = await start();
    expect(await sockets(second)).toEqual([`.s.PGSQL.${new URL(second.url).port}`]);
  });

  test('whose folder has a longer name than a socket may have is reached over loopback alone', async () => {
    await cleanUp();
    const parent = await mkdtemp(join(tmpdir(), 'redaktion-test-'));
    await chmod(parent, 0o711);
    dataDir = join(parent, 'long-'.repeat(20));
    const server = await start();
    expect(server.socketUrl).toBe(server.url);
    expect(await query(server, 'select 7 as id')).toEqual([{ id: 7 }]);
    await cleanUp();
    await rm(parent, { recursive: true });
  });

  test('replaces a server that an earlier, killed start left running', async () => {
    const first = await start();
    await query(first, 'create table kept (id int); insert into kept values (7)');
    const second = await start();
    await waitForEnd(first.pid, 5_000);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('is not kept from starting by a pid file that names a stranger', async () => {
    const first = await start();
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    const lines = [stranger.pid, first.folder, 0, 5432, '', '127.0.0.1', '0 0', 'ready'];
    await writeFile(join(first.folder, 'postmaster.pid'), `${lines.join('\n')}\n`);
    await start();
    expect(isRunning(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });

  test('is made anew when a crash left it half made', async () => {
    await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that is missing is not replaced by an empty one', async () => {
    const first = await start();
    await first.stop();
    await rename(first.folder, `${first.folder}.elsewhere`);
    await expect(startPostgres({ dataDir })).rejects.toThrow('is missing');
    await rename(`${first.folder}.elsewhere`, first.folder);
    await start();
  });

  test.runIf(process.getuid?.() === 0)('that root brought back from a backup starts again', async () => {
    const first = await start();
    await query(first, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    await cp(first.folder, `${first.folder}.backup`, { recursive: true });
    await rm(first.folder, { recursive: true });
    await rename(`${first.folder}.backup`, first.folder);
    expect(await query(await start(), 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test.runIf(process.getuid?.() === 0)('says who must be let through when its folder was closed', async () => {
    const first = await start();
    await first.stop();
    await chmod(dataDir, 0o700);
    await expect(startPostgres({ dataDir })).rejects.toThrow(`chmod o+x ${dataDir}`);
    // Nor is an empty one made elsewhere, where the file that says where it lies did not come back with it.
    await rm(join(dataDir, 'postgres.json'));
    await expect(startPostgres({ dataDir })).rejects.toThrow(`chmod o+x ${dataDir}`);
  });

  test('says so when another version made the folder', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(first.folder, 'PG_VERSION'), '17\n');
    const refusal = startPostgres({ dataDir });
    await expect(refusal).rejects.toThrow(PostgresError);
    await expect(refusal).rejects.toThrow('made by PostgreSQL 17');
  });

  test('says so when its own record is damaged', async () => {
    await writeFile(join(dataDir, 'postgres.json'), '{"id":');
    await expect(startPostgres({ dataDir })).rejects.toThrow('is damaged');
    await rm(join(dataDir, 'postgres.json'));
  });
});
