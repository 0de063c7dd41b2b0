import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandLine, parentOf } from '@/platform/processes';

const MEBIBYTE = 1024;

/** What a process is, for a reader of the table. */
export type Part = 'npm' | 'supervisor' | 'web' | 'worker' | 'database';

export type Share = { part: Part; mebibytes: number };

/** The given process and all that it has started, and they again. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const waiting = [pid]; waiting.length > 0; ) {
    const next = waiting.pop() ?? 0;
    found.push(next);
    waiting.push(...(children.get(next) ?? []));
  }
  return found;
}

/**
 * Memory that each part of a running portal takes: the sum of its processes' PSS, which counts a page that several
 * processes share (a program's code, the database's buffers) once and not once for each.
 */
export function memoryOf(npmPid: number): Share[] {
  const sums = new Map<Part, number>();
  for (const pid of family(npmPid)) {
    const kibibytes = field(`/proc/${pid}/smaps_rollup`, 'Pss');
    const part = partOf(pid);
    sums.set(part, (sums.get(part) ?? 0) + (kibibytes ?? 0) / MEBIBYTE);
  }
  return [...sums].map(([part, mebibytes]) => ({ part, mebibytes }));
}

/** Highest and present resident memory of one process, in MiB. */
export function residentMemory(pid: number): { now: number; highest: number } {
  const status = `/proc/${pid}/status`;
  return {
    now: (field(status, 'VmRSS') ?? Number.NaN) / MEBIBYTE,
    highest: (field(status, 'VmHWM') ?? Number.NaN) / MEBIBYTE,
  };
}

/** Lets the kernel count the highest resident memory from here on (proc(5), clear_refs). */
export function forgetHighest(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function partOf(pid: number): Part {
  const words = commandLine(pid);
  const line = words.join(' ');
  if (/build\/web\.js/.test(line)) return 'web';
  if (/build\/worker\.js/.test(line)) return 'worker';
  if (/^postgres:|bin\/postgres|redaktion-database-guard/.test(line)) return 'database';
  return /cli\/launch\.mjs start/.test(line) && !/^(?:sh|\/bin\/sh|npm)\b/.test(line) ? 'supervisor' : 'npm';
}

function field(file: string, name: string): number | undefined {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN);
  } catch {
    // It ended between two looks.
    return undefined;
  }
}
