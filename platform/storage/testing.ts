import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

/** A folder for the running test, removed when it ends. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redaktion-platform-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Paths of all files below a folder, relative to it, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Bundles a program whose imports are relative to `platform/`, so that it can run, and die, as a process of its own. */
export async function program(folder: string, source: string): Promise<string> {
  const outfile = join(folder, 'program.mjs');
  await build({
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '..'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** Runs a program to its end: by which signal it died, and what it printed. */
export async function runProgram(command: string, args: string[]): Promise<{ signal: string | null; output: string }> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => resolve({ signal, output: output.trim() }));
  });
}

const WITH_OWN_MOUNTS = ['--user', '--map-root-user', '--mount'];

/** Whether a process here may have mounts of its own; containers often forbid it. */
export function mayMount(): boolean {
  return spawnSync('unshare', [...WITH_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
}

/** Runs a program that sees a file system of `size` at `folder`. */
export function runOnSmallDisk(folder: string, size: string, file: string, ...args: string[]) {
  const script = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"';
  const command = [process.execPath, file, ...args];
  return runProgram('unshare', [...WITH_OWN_MOUNTS, 'sh', '-c', script, 'sh', size, folder, ...command]);
}
