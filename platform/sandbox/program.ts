import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { log } from '../log';

export type ProgramLimits = { cpuSeconds: number; memoryMb: number };

/** The shell sets what it can set and becomes the program: one process, so that its pid is the one we watch. */
const WITH_LIMITS =
  'unset PWD; ulimit -c 0; ulimit -f 0; ulimit -S -t "$1"; ulimit -H -t "$2"; ulimit -d "$3" 2>/dev/null; shift 3; exec "$@"';
/** Above what the watch on real memory allows: it only catches what grows between two looks. */
const DATA_LIMIT_FACTOR = 3;
const KB_IN_MB = 1024;
const NS_IN_MS = 1e6;
const HEAP_SHARE = 0.75;

/**
 * Starts the bundled program with nothing of ours: no environment, no place to stand, files readable only below the
 * packages, and no network where the kernel grants a namespace. Descriptor 3 leads in, 4 out, 2 is heard for its reason.
 */
export function startProgram(
  program: string,
  { cpuSeconds, memoryMb }: ProgramLimits,
  mayUseNamespace: boolean,
): ChildProcess {
  const packages = realpathSync(join(dirname(program), '..', 'node_modules'));
  const node = [
    process.execPath,
    '--permission',
    `--allow-fs-read=${realpathSync(program)}`,
    `--allow-fs-read=${packages}/*`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    `--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`,
    program,
  ];
  const namespace = mayUseNamespace ? networklessNamespace() : [];
  const limits = [cpuSeconds, cpuSeconds + 1, memoryMb * DATA_LIMIT_FACTOR * KB_IN_MB].map(String);
  const child = spawn('/bin/sh', ['-c', WITH_LIMITS, 'sh', ...limits, ...namespace, ...node], {
    cwd: '/',
    env: { LANG: 'C.UTF-8', TZ: 'UTC', NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) giveWay(child.pid);
  return child;
}

/** People at the web process come first: hundreds of files to look at must not slow their pages down. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or the system does not let us: then all share alike.
  }
}

const UNSHARE = ['/usr/bin/unshare', '/bin/unshare'];
let namespaceWords: readonly string[] | undefined;

/** Tried once: containers and hardened kernels may refuse it, and then the process goes without. */
function networklessNamespace(): readonly string[] {
  namespaceWords ??= tryNamespace();
  return namespaceWords;
}

function tryNamespace(): readonly string[] {
  const unshare = UNSHARE.find((path) => existsSync(path));
  const words = unshare ? [unshare, '--user', '--net', '--ipc', '--uts'] : [];
  const works = unshare && spawnSync(unshare, [...words.slice(1), process.execPath, '--version']).status === 0;
  if (works) return words;
  log.warn({ event: 'sandbox.without-namespace' });
  return [];
}

/** How long a process stood ready and got no processor, in ms; null where the system does not say. */
export function msWithoutProcessor(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / NS_IN_MS;
  } catch {
    // It has ended, or this is not Linux.
    return null;
  }
}

/** Real memory of a process in MB; null where the system does not say. */
export function residentMb(pid: number): number | null {
  try {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) / KB_IN_MB : null;
  } catch {
    // It has ended, or this is not Linux.
    return null;
  }
}
