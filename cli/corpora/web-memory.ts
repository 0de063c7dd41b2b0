import { readFileSync } from 'node:fs';
import { readRunning } from '../data-dir';

const LOOK_EVERY_MS = 1000;
const KB_IN_MB = 1024;

export type WebMemory = { atFirst: number; atHalf: number; atEnd: number; highest: number };

/** Watches what the web process of a running portal holds in memory (resident, MB) while files go through it. */
export function watchWebMemory(dataDir: string): { stop(): WebMemory | null } {
  const pid = readRunning(dataDir)?.children?.find(({ name }) => name === 'web')?.pid;
  const seen: number[] = [];
  const look = () => {
    const now = pid === undefined ? null : residentMb(pid);
    if (now !== null) seen.push(now);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      const at = (share: number) => medianOf(around(seen, share));
      return seen.length < 3
        ? null
        : { atFirst: at(0.1), atHalf: at(0.5), atEnd: at(0.95), highest: Math.max(...seen) };
    },
  };
}

/** A tenth of the looks: memory that waits to be collected comes and goes. */
function around(seen: readonly number[], share: number): number[] {
  const width = Math.max(1, Math.round(seen.length / 20));
  const middle = Math.round(share * (seen.length - 1));
  return seen.slice(Math.max(0, middle - width), middle + width + 1);
}

function medianOf(numbers: readonly number[]): number {
  return Math.round(numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0);
}

function residentMb(pid: number): number | null {
  try {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Math.round(Number(line[1]) / KB_IN_MB) : null;
  } catch {
    // It has ended, or this is not Linux.
    return null;
  }
}
