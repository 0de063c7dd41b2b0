import { mkdir, readdir, readFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Bundles the tasks of `main.ts` for a child process, which finds its packages only from below the checkout. */
export async function bundleTestProgram(outfile: string): Promise<void> {
  await mkdir('build', { recursive: true });
  await build({
    entryPoints: ['platform/sandbox/testing/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
}

/** Child processes of this one that run a program. */
export async function pidsRunning(program: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const running = await Promise.all(pids.map((pid) => isOurs(pid, program)));
  return pids.filter((_, place) => running[place]).map(Number);
}

async function isOurs(pid: string, program: string): Promise<boolean> {
  const [command, status] = await Promise.all([said(pid, 'cmdline'), said(pid, 'status')]);
  return command.includes(program) && status.includes(`\nPPid:\t${process.pid}\n`);
}

/** Nothing, when it has ended. */
function said(pid: string, what: string): Promise<string> {
  return readFile(`/proc/${pid}/${what}`, 'utf8').catch(() => '');
}
