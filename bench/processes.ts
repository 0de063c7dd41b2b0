import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandLine, parentOf } from '@/platform/processes';

const MEBIBYTE = 1024;
/** Linux counts in hundredths of a second for every program, whatever it counts in itself. */
const TICK_MS = 10;

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

/**
 * Milliseconds of processor time that parts of a running portal have used so far, ended processes included. Unlike the
 * time on the clock it hardly depends on what else the machine does.
 */
export function processorTimeOf(npmPid: number): Record<Part, number> {
  const sums: Record<Part, number> = { npm: 0, supervisor: 0, web: 0, worker: 0, database: 0 };
  for (const pid of family(npmPid)) sums[partOf(pid)] += ticksOf(pid) * TICK_MS;
  return sums;
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

/** Its own user and system time and that of the children it has seen end (proc(5), stat, fields 14 to 17). */
function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch {
    // It ended between two looks; its parent has its time now.
    return 0;
  }
}

function field(file: string, name: string): number | undefined {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN);
  } catch {
    // It ended between two looks.
    return undefined;
  }
}
