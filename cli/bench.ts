import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '@/platform/env';
import { Refusal } from './terminal';

/** The measurements of bench/, bundled like the portal itself. */
export async function bench(words: string[]): Promise<number> {
  const program = join(process.cwd(), 'build', 'bench.js');
  if (!existsSync(program)) throw new Refusal('There is nothing to measure: bench/index.ts is missing.');
  const child = fork(program, words, { env: inheritedEnvironment() });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 1)));
}
