// Run by Node itself before anything is bundled: only packages and erasable types here, no imports of our own.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** What the bundles are made from. */
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
  'tsconfig.json',
];
const PROGRAMS = [
  { name: 'web', source: 'cli/web.ts' },
  { name: 'worker', source: 'worker/index.ts' },
  { name: 'bench', source: 'bench/index.ts' },
];
const ASSETS = [
  { name: 'plain.css', source: 'app/_ui/plain/plain.css' },
  { name: 'enhance.js', source: 'app/_enhance/index.ts' },
];
const KEEP_OLD_FILES_MS = 7 * 24 * 3600_000;

type Wanted = {
  /** false: the command line alone, for commands that must run while other parts are broken. */
  isWhole: boolean;
};

/** Bundles what changed since the last time into build/ and public/assets/. */
export async function bundle(root: string, { isWhole }: Wanted): Promise<void> {
  const stamp = join(root, 'build', isWhole ? 'bundled' : 'bundled-cli');
  const hash = sourcesHash(root, SOURCES);
  if (readIfPresent(stamp) === hash && isComplete(root, isWhole)) return;
  const { build } = await import('esbuild');
  mkdirSync(join(root, 'build'), { recursive: true });
  const { metafile } = await build({ ...commandLine(root), metafile: true });
  removeOldFiles(join(root, 'build', 'chunks'), Object.keys(metafile.outputs));
  if (isWhole) {
    await build(programs(root));
    await bundleAssets(root, build);
  }
  writeAtomically(stamp, hash);
}

/** Rebuilds the programs and assets whenever a source changes, until `stop` is called. */
export async function watch(root: string, onChange: (names: string[]) => void): Promise<{ stop(): Promise<void> }> {
  const { build, context } = await import('esbuild');
  const tell = {
    name: 'tell',
    setup: (hooks: import('esbuild').PluginBuild) => {
      let isFirst = true;
      hooks.onEnd(async (result) => {
        await bundleAssets(root, build).catch(() => undefined);
        if (!isFirst && result.errors.length === 0) onChange(Object.keys(result.metafile?.outputs ?? {}));
        isFirst = false;
      });
    },
  };
  const watching = await context({ ...programs(root), metafile: true, plugins: [tell], logLevel: 'error' });
  await watching.watch();
  return { stop: () => watching.dispose() };
}

function isComplete(root: string, isWhole: boolean): boolean {
  const present = (path: string) => existsSync(join(root, path));
  if (!isWhole) return present('build/cli.js');
  const assets: Record<string, string> = JSON.parse(readIfPresent(join(root, 'build', 'assets.json')) ?? '{}');
  const programNames = presentOf(root, PROGRAMS).map(({ name }) => `build/${name}.js`);
  const isAssetPresent = ({ name }: { name: string }) => present(`public${assets[name] ?? '/absent'}`);
  return ['build/cli.js', ...programNames].every(present) && presentOf(root, ASSETS).every(isAssetPresent);
}

function presentOf<Entry extends { source: string }>(root: string, entries: Entry[]): Entry[] {
  return entries.filter(({ source }) => existsSync(join(root, source)));
}

/** A hash over the contents of files and folders; absent ones count as empty. */
export function sourcesHash(root: string, paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const absolute = join(root, path);
    const isFolder = statSync(absolute, { throwIfNoEntry: false })?.isDirectory();
    const files = isFolder ? globSync('**/*', { cwd: absolute, withFileTypes: true }) : [];
    const names = isFolder
      ? files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
      : [absolute];
    for (const name of names.sort()) {
      if (existsSync(name)) hash.update(name.slice(root.length)).update('\0').update(readFileSync(name)).update('\0');
    }
  }
  return hash.digest('hex');
}

function serverSide(root: string): BuildOptions {
  return {
    absWorkingDir: root,
    outdir: join(root, 'build'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: 'linked',
    logLevel: 'silent',
  };
}

/** Split, so that a command loads only what it needs: the supervisor stays small. */
function commandLine(root: string): BuildOptions {
  return {
    ...serverSide(root),
    entryPoints: { cli: 'cli/portal.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  };
}

function programs(root: string): BuildOptions {
  const entries = presentOf(root, PROGRAMS).map(({ name, source }) => [name, source]);
  return { ...serverSide(root), entryPoints: Object.fromEntries(entries) };
}

async function bundleAssets(root: string, build: typeof import('esbuild').build): Promise<void> {
  const folder = join(root, 'public', 'assets');
  const manifest: Record<string, string> = {};
  const current: string[] = [];
  for (const { name, source } of presentOf(root, ASSETS)) {
    const [stem = name, extension = ''] = name.split('.');
    const result = await build({
      absWorkingDir: root,
      entryPoints: { [stem]: source },
      outdir: folder,
      entryNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      bundle: true,
      minify: true,
      format: 'iife',
      target: extension === 'css' ? ['chrome100', 'firefox100', 'safari15'] : 'es2018',
      loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
      legalComments: 'none',
      metafile: true,
      logLevel: 'silent',
    });
    const outputs = Object.keys(result.metafile.outputs);
    current.push(...outputs);
    const output = outputs.find((path) => path.endsWith(`.${extension}`));
    if (output) manifest[name] = `/assets/${basename(output)}`;
  }
  removeOldFiles(folder, current);
  writeAtomically(join(root, 'build', 'assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** A page, or a process, from before the last build may still ask for files of its own time. */
function removeOldFiles(folder: string, current: string[]): void {
  const kept = new Set(current.map((path) => basename(path)));
  for (const name of globSync('*', { cwd: folder })) {
    const path = join(folder, name);
    const isOld = statSync(path).mtimeMs < Date.now() - KEEP_OLD_FILES_MS;
    if (isOld && !kept.has(name)) rmSync(path, { force: true });
  }
}

function writeAtomically(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function readIfPresent(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
