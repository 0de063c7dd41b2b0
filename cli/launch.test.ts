import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inheritedEnvironment } from '@/platform/env';
import { bundleHash, noteBundled } from './bundles.mjs';

const LOCK = {
  packages: {
    '': {},
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  },
};
/** Stands for npm: notes what it was asked for, answers as told, and installs when it succeeds. */
const NPM = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  appendFileSync('npm-was-asked', process.argv.slice(2).join(' ') + '\\n');
  const [verb] = process.argv.slice(2);
  if (process.env.NPM_FAILS?.split(',').includes(verb)) {
    console.error(process.env.NPM_SAYS);
    process.exit(1);
  }
`;

const PATCH = '--- a/main.js\n+++ b/main.js\n@@ -1,2 +1,3 @@\n one\n+mended\n two\n';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  mkdirSync(join(root, 'cli'));
  for (const file of ['launch.mjs', 'bundles.mjs', 'patches.mjs'])
    copyFileSync(join(import.meta.dirname, file), join(root, 'cli', file));
  put('package.json', '{ "type": "module" }');
  put('package-lock.json', JSON.stringify(LOCK));
  put('node_modules/node/package.json', JSON.stringify({ version: process.versions.node }));
  put('npm/npm-cli.js', NPM);
  put('build/cli.js', `export const main = (words) => { console.log('ran', ...words); return 7; };`);
  noteBundled(root, false, bundleHash(root));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function putInstalled(version: string): void {
  put('node_modules/zod/package.json', '{}');
  put('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/zod': { version } } }));
}

function launch(words: string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [join(root, 'cli', 'launch.mjs'), ...words], {
    env: { ...inheritedEnvironment(), npm_execpath: join(root, 'npm', 'npm-cli.js'), ...environment },
    encoding: 'utf8',
    timeout: 15_000,
  });
}

function asked(): string[] {
  const file = join(root, 'npm-was-asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

describe('the launcher', () => {
  test('runs the command and hands on its exit code, without npm, when someone has installed already', () => {
    putInstalled('4.0.0');
    const { stdout, status } = launch(['status', 'x']);
    expect({ stdout, status, asked: asked() }).toEqual({ stdout: 'ran status x\n', status: 7, asked: [] });
  });

  test('installs, development tools included, when nothing is there', () => {
    expect(launch(['status']).stdout).toBe('ran status\n');
    expect(asked()).toEqual([expect.stringContaining('ci --include=dev')]);
  });

  test('installs again when the lock file asks for another version, and only once', () => {
    putInstalled('3.9.0');
    launch(['status']);
    launch(['status']);
    expect(asked()).toHaveLength(1);
  });

  test('takes the lock file as it is where npm finds it incomplete', () => {
    const { stdout } = launch(['status'], { NPM_FAILS: 'ci', NPM_SAYS: 'npm error code EUSAGE' });
    expect(stdout).toBe('ran status\n');
    expect(asked()).toEqual([expect.stringMatching(/^ci /), expect.stringMatching(/^install --no-save /)]);
  });

  test('says what npm said and what to do when nothing can be installed', () => {
    const { stderr, status } = launch(['status'], { NPM_FAILS: 'ci', NPM_SAYS: 'npm error network' });
    expect(stderr).toContain('npm error network');
    expect(stderr).toContain('The packages could not be installed');
    expect(status).toBe(1);
  });

  test('counts a test run that could not begin as one failure', () => {
    const { stdout, status } = launch(['test'], { NPM_FAILS: 'ci', NPM_SAYS: 'npm error network' });
    expect(stdout.trim().split('\n').at(-1)).toBe('0 passed, 1 failed');
    expect(status).toBe(1);
  });

  test('mends what is installed, installs anew where another patch has changed it, and says when that does not help', () => {
    putInstalled('4.0.0');
    put('node_modules/zod/package.json', '{ "version": "4.0.0" }');
    put('node_modules/zod/main.js', 'one\ntwo\n');
    symlinkSync(join(import.meta.dirname, '..', 'node_modules', 'diff'), join(root, 'node_modules', 'diff'));
    put('patches/zod@4.0.0.patch', PATCH);
    noteBundled(root, false, bundleHash(root));
    expect(launch(['status']).stdout).toBe('ran status\n');
    expect(readFileSync(join(root, 'node_modules/zod/main.js'), 'utf8')).toBe('one\nmended\ntwo\n');
    expect(asked()).toEqual([]);

    put('patches/zod@4.0.0.patch', PATCH.replace('mended', 'mended otherwise'));
    const { stderr, status } = launch(['status']);
    expect(asked()).toEqual([expect.stringMatching(/^ci /)]);
    expect(stderr).toContain('patches/zod@4.0.0.patch does not fit');
    expect(status).toBe(1);
  });

  test('installs nothing under a portal that runs, and goes on beside the record of one that was killed', async () => {
    const portal = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)', 'launch.mjs']);
    await once(portal, 'spawn');
    put('data/running.json', JSON.stringify({ pid: portal.pid }));
    const refused = launch(['start']);
    expect(refused.stderr).toContain(
      `The portal runs (process ${portal.pid}) and there is something new in this folder`,
    );
    expect([refused.status, asked()]).toEqual([1, []]);
    const ended = once(portal, 'exit');
    portal.kill();
    await ended;
    launch(['start']);
    expect(asked()).toEqual([expect.stringMatching(/^ci /)]);
  });

  test('takes over from an install that was killed', () => {
    put('build/install.lock', '999999999');
    expect(launch(['status']).stdout).toBe('ran status\n');
    expect(existsSync(join(root, 'build', 'install.lock'))).toBe(false);
  });

  test('takes over from an install that was killed in a container and had the number of this one', () => {
    put(
      'number.mjs',
      `import { writeFileSync } from 'node:fs';
       if (process.argv[1].endsWith('launch.mjs')) writeFileSync(${JSON.stringify(join(root, 'build', 'install.lock'))}, String(process.pid));`,
    );
    const preloaded = { NODE_OPTIONS: `--import=${join(root, 'number.mjs')}` };
    expect(launch(['status'], preloaded).stdout).toBe('ran status\n');
    expect(existsSync(join(root, 'build', 'install.lock'))).toBe(false);
  });
});
