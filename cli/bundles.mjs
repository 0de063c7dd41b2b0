// What is bundled from what, and whether it is up to date. Plain JavaScript, because cli/launch.mjs asks it on
// every start: turning TypeScript into JavaScript in the supervisor would cost it 40 MB for as long as it lives.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'app',
  'bench',
  'cli',
  'db',
  'domain',
  'emails',
  'locales',
  'platform',
  'worker',
  'package-lock.json',
  'patches',
  'tsconfig.json',
];

export const COMMAND_LINE = { name: 'cli', source: 'cli/portal.ts' };

/** What reads strangers' files, in processes of its own; tests need it as well. */
export const SANDBOX = { name: 'sandbox', source: 'platform/sandbox/main.ts' };

export const PROGRAMS = [
  SANDBOX,
  { name: 'web', source: 'cli/web.ts' },
  { name: 'worker', source: 'worker/index.ts' },
  { name: 'bench', source: 'bench/index.ts' },
];

export const ASSETS = [
  { name: 'plain.css', source: 'app/_ui/plain/plain.css' },
  { name: 'enhance.js', source: 'app/_enhance/index.ts' },
];

export function presentOf(root, entries) {
  return entries.filter(({ source }) => existsSync(join(root, source)));
}

/** `isWhole` false: only the command line counts, for commands that must run while other parts are broken. */
export function isBundled(root, isWhole) {
  return readText(stampOf(root, isWhole)) === sourcesHash(root, SOURCES) && outputsOf(root, isWhole).every(existsSync);
}

export function noteBundled(root, isWhole, hash) {
  writeAtomically(stampOf(root, isWhole), hash);
}

export function bundleHash(root) {
  return sourcesHash(root, SOURCES);
}

/** A hash over names and contents of files and folders, tests left out; what is absent counts as empty. */
export function sourcesHash(root, paths) {
  const hash = createHash('sha256');
  for (const name of paths.flatMap((path) => filesBelow(root, path))) {
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(root, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

export function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function writeAtomically(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function filesBelow(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  const names = globSync('**/*', { cwd: join(root, path), withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function stampOf(root, isWhole) {
  return join(root, 'build', isWhole ? 'bundled' : 'bundled-cli');
}

function outputsOf(root, isWhole) {
  const commandLine = [join(root, 'build', 'cli.js')];
  if (!isWhole) return commandLine;
  const addresses = JSON.parse(readText(join(root, 'build', 'assets.json')) ?? '{}');
  const programs = presentOf(root, PROGRAMS).map(({ name }) => join(root, 'build', `${name}.js`));
  const assets = presentOf(root, ASSETS).map(({ name }) => join(root, 'public', addresses[name] ?? 'absent'));
  return [...commandLine, ...programs, ...assets];
}
