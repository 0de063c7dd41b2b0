import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readText, sourcesHash, writeAtomically } from './bundles.mjs';
import { holdLock } from './lock';
import { Refusal, say, seconds } from './terminal';

/** What the pages are made from. */
const SOURCES = [
  'app',
  'cli/next-build.ts',
  'db',
  'domain',
  'emails',
  'locales',
  'platform',
  'next.config.js',
  'package-lock.json',
  'patches',
  'proxy.ts',
  'tsconfig.json',
];
const LAST_LINES = 40;
/**
 * The names of server actions hang on it: the same for every build, so that a page that stood open through an upgrade, or
 * came from another host, finds its action. It seals nothing; the web process has a key for that (surroundings.ts).
 */
const NAMES_OF_ACTIONS = createHash('sha256').update('redaktion/names-of-actions/v1').digest('base64');

/** Builds the pages for production when a source has changed since the last build. */
export async function buildPages(root: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const stamp = join(root, 'build', 'pages-built');
  const isCurrent = () => existsSync(join(root, '.next', 'BUILD_ID')) && readText(stamp) === sourcesHash(root, SOURCES);
  if (isCurrent()) return;
  mkdirSync(join(root, 'build'), { recursive: true });
  const lock = await waitForLock(join(root, 'build', 'pages.lock'), signal);
  try {
    if (isCurrent()) return;
    const hash = sourcesHash(root, SOURCES);
    const started = performance.now();
    say('Building the pages (about a minute, only when sources change) …');
    rmSync(stamp, { force: true });
    await runBuild(root, environment, signal);
    writeAtomically(stamp, hash);
    say(`Built in ${seconds(started)}.`);
  } finally {
    lock.release();
  }
}

async function waitForLock(file: string, signal: AbortSignal) {
  for (;;) {
    const lock = holdLock(file);
    if (lock) return lock;
    await pause(500, undefined, { signal });
  }
}

async function runBuild(root: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const output: string[] = [];
  const child = spawn(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: root,
    env: {
      ...environment,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: NAMES_OF_ACTIONS,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return;
  const lines = output.join('').trimEnd().split('\n').slice(-LAST_LINES);
  throw new Refusal(`The pages could not be built:\n${lines.join('\n')}`);
}
