import { execFile, spawn } from 'node:child_process';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PostgresError } from './error';
import { stopLeftover } from './leftovers';
import { canUse, type Owner } from './owner';
import { makeSystemFolder, type Runtime, SYSTEM_FOLDER } from './runtime';
import {
  absent,
  clusterFolder,
  forgetState,
  newPassword,
  newState,
  noteComplete,
  readState,
  type State,
  writeState,
} from './state';

const run = promisify(execFile);

export const MAJOR_VERSION = '18';
export const DATABASE = 'portal';
/** The portal's own role owns its database and nothing else: it can neither read the server's files nor run programs. */
export const ROLE = 'portal';
const SUPERUSER = 'postgres';

/** A database cluster on disk. `folder` is PostgreSQL's own; `password` belongs to the role `portal`. */
export type Cluster = { folder: string; password: string };

type Request = { dataDir: string; runtime: Runtime; owner: Owner | undefined; isThrowaway: boolean };

/** The cluster of this DATA_DIR, made on first use; one that a crash left half made is made anew. */
export async function provideCluster(request: Request): Promise<Cluster> {
  const known = await readState(request.dataDir);
  const state = known ?? newState(await placeFor(request));
  const folder = clusterFolder(request.dataDir, state);
  if (request.owner && state.place === 'data') await refuseClosedFolder(request.dataDir, request.owner);
  const version = await readVersion(folder);
  if (version !== undefined) {
    if (request.owner) await takeFromRoot(folder, request.owner);
    refuseOtherVersion(version.trim(), folder);
    await refuseSharedCluster(request.dataDir, state);
    if (!known) await adoptCluster(request, folder, state);
  } else {
    refuseMissingCluster(folder, state);
    if (!known) await writeState(request.dataDir, state);
    await createCluster(request, folder, state);
  }
  await noteComplete(request.dataDir, state);
  return { folder, password: state.password };
}

/** One that was brought back without the file that holds its password gets another one, once nothing runs on it. */
async function adoptCluster(request: Request, folder: string, state: State): Promise<void> {
  await stopLeftover(folder);
  await runAlone(request, folder, [`ALTER ROLE ${ROLE} PASSWORD '${state.password}';`]);
  await writeState(request.dataDir, state);
}

/** Deletes the cluster of this DATA_DIR, wherever it lies. The server must have stopped. */
export async function removeCluster(dataDir: string): Promise<void> {
  const state = await readState(dataDir);
  if (!state) return;
  const folder = clusterFolder(dataDir, state);
  await rm(state.place === 'system' ? dirname(folder) : folder, { recursive: true, force: true });
  await forgetState(dataDir);
}

/** Where a cluster was brought back to, or where the server's user can enter. */
async function placeFor({ dataDir, owner }: Request): Promise<State['place']> {
  if ((await readVersion(clusterFolder(dataDir, { place: 'data' }))) !== undefined) return 'data';
  return !owner || (await canUse(owner, dataDir, ['x'])) ? 'data' : 'system';
}

/** Whom the cluster on disk belongs to; undefined before there is one. */
export async function clusterOwner(dataDir: string): Promise<Owner | undefined> {
  const state = await readState(dataDir);
  const found = await stat(clusterFolder(dataDir, state ?? { place: 'data' })).catch(absent);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

async function readVersion(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(absent);
  } catch (cause) {
    throw new PostgresError(
      `The database in ${folder} belongs to another user of this machine. Start the portal as that user, or as root if root made it.`,
      { cause },
    );
  }
}

/** Root may have brought the folder back from a backup, and owns it since. */
async function takeFromRoot(folder: string, owner: Owner): Promise<void> {
  if ((await stat(folder)).uid !== 0) return;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
  await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

/** The rights on DATA_DIR may have changed since the database was made below it. */
async function refuseClosedFolder(dataDir: string, owner: Owner): Promise<void> {
  if (await canUse(owner, dataDir, ['x'])) return;
  let closed = dataDir;
  while (dirname(closed) !== closed && !(await canUse(owner, dirname(closed), ['x']))) closed = dirname(closed);
  throw new PostgresError(
    `The database below ${dataDir} runs as a user of its own (number ${owner.uid}), who may no longer pass through ${closed}. Let it pass again: chmod o+x ${closed}`,
  );
}

async function createCluster(request: Request, folder: string, state: State): Promise<void> {
  const { owner } = request;
  if (state.place === 'system') await makeSystemClusterFolder(request.dataDir, state);
  const unfinished = `${folder}.new`;
  const passwordFile = `${unfinished}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${newPassword()}\n`, { mode: 0o600 });
  if (owner) {
    await chown(unfinished, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  try {
    await initialise(request, unfinished, passwordFile);
    await createDatabase(request, unfinished, state.password);
  } finally {
    await rm(passwordFile, { force: true });
  }
  // Nothing of a half-made cluster is ever taken for a whole one: the name changes last.
  await rename(unfinished, folder);
}

async function makeSystemClusterFolder(dataDir: string, state: State): Promise<void> {
  await makeSystemFolder();
  const folder = join(SYSTEM_FOLDER, state.id);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'data-dir'), await realpath(dataDir), { mode: 0o600 });
}

function refuseMissingCluster(folder: string, state: State): void {
  if (!state.isComplete) return;
  throw new PostgresError(
    `The database of this portal is missing: ${folder}. Bring it back from a backup or from the machine it was on.`,
  );
}

/** A copied DATA_DIR names the same cluster below /var/lib: two starts would stop each other's server. */
async function refuseSharedCluster(dataDir: string, state: State): Promise<void> {
  if (state.place !== 'system') return;
  const record = join(SYSTEM_FOLDER, state.id, 'data-dir');
  const known = await readFile(record, 'utf8').catch(() => undefined);
  const here = await realpath(dataDir);
  if (known === here) return;
  const other = known === undefined ? undefined : await readState(known).catch(() => undefined);
  if (other?.id === state.id) {
    throw new PostgresError(
      `${dataDir} is a copy of ${known}, and its database lies in ${join(SYSTEM_FOLDER, state.id)}, outside of both. Remove the one you no longer need, or set DATABASE_URL.`,
    );
  }
  await writeFile(record, here, { mode: 0o600 });
}

async function initialise(
  { runtime, owner, isThrowaway }: Request,
  folder: string,
  passwordFile: string,
): Promise<void> {
  const options = [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(isThrowaway ? ['--no-sync'] : []),
  ];
  try {
    await run(runtime.initdb, options, { ...owner, cwd: '/', env: SERVER_ENVIRONMENT });
  } catch (cause) {
    throw new PostgresError(`The database could not be set up in ${folder}: ${lastLine(cause)}`, { cause });
  }
}

/** Before a server is ever started on it, so that the cluster is complete then. */
async function createDatabase(request: Request, folder: string, password: string): Promise<void> {
  const rights = request.isThrowaway ? 'CREATEDB' : 'NOCREATEDB';
  await runAlone(request, folder, [
    `CREATE ROLE ${ROLE} LOGIN NOSUPERUSER ${rights} NOCREATEROLE PASSWORD '${password}';`,
    `CREATE DATABASE ${DATABASE} OWNER ${ROLE};`,
    `REVOKE CONNECT ON DATABASE ${DATABASE} FROM PUBLIC;`,
  ]);
}

/** In single-user mode: for the server's user, without a password, while no server runs. */
async function runAlone(
  { runtime, owner, isThrowaway }: Request,
  folder: string,
  statements: readonly string[],
): Promise<void> {
  const options = [
    '--single',
    '-D',
    folder,
    '-c',
    'exit_on_error=on',
    ...(isThrowaway ? ['-c', 'fsync=off'] : []),
    SUPERUSER,
  ];
  const child = spawn(runtime.postgres, options, {
    ...owner,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${statements.join('\n')}\n`);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new PostgresError(
      `The database could not be prepared in ${folder}: ${Buffer.concat(complaints).toString().trim()}`,
    );
}

/** The server gets none of the portal's own environment: its secrets are not the server's business. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

function refuseOtherVersion(version: string, folder: string): void {
  if (version === MAJOR_VERSION) return;
  throw new PostgresError(
    `The database in ${folder} was made by PostgreSQL ${version}; this portal brings PostgreSQL ${MAJOR_VERSION}. Move it with pg_upgrade or a dump first.`,
  );
}

function lastLine(cause: unknown): string {
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  return stderr.split('\n').at(-1) || (cause instanceof Error ? cause.message : String(cause));
}
