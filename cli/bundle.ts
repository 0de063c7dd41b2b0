// Run by Node itself before anything is bundled: erasable types only, and imports with their endings.
import { globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, context, type Plugin, type PluginBuild } from 'esbuild';
import {
  ASSETS,
  bundleHash,
  COMMAND_LINE,
  isBundled,
  noteBundled,
  PROGRAMS,
  presentOf,
  SANDBOX,
  writeAtomically,
} from './bundles.mjs';

/**
 * Packages of hundreds of small modules, without dependencies of their own: bundled, they load in a fifth of the
 * time and half the memory. All others stay outside, as npm installed them.
 */
const PACKAGES_INSIDE = ['drizzle-orm', 'postgres', 'zod'];
const KEEP_OLD_FILES_MS = 7 * 24 * 3600_000;

/** Bundles what changed since the last time into build/ and public/assets/. */
export async function bundle(root: string, isWhole: boolean): Promise<void> {
  if (isBundled(root, isWhole)) return;
  const hash = bundleHash(root);
  mkdirSync(join(root, 'build'), { recursive: true });
  await bundleCommandLine(root);
  if (isWhole) {
    await build(programs(root));
    await bundleAssets(root);
  }
  noteBundled(root, isWhole, hash);
}

/** The sandbox alone, for tests, which run before anything is bundled whole. */
export async function bundleSandbox(root: string): Promise<void> {
  mkdirSync(join(root, 'build'), { recursive: true });
  await build({ ...serverSide(root), entryPoints: { [SANDBOX.name]: SANDBOX.source } });
}

/** Bundles programs and assets again whenever a source of theirs changes; tells which programs did. */
export async function watchSources(root: string, onChange: () => void): Promise<{ stop(): Promise<void> }> {
  let isFirst = true;
  const tell = {
    name: 'tell',
    setup: (hooks: PluginBuild) => {
      hooks.onEnd(({ errors }) => {
        if (!isFirst && errors.length === 0) onChange();
        isFirst = false;
      });
    },
  };
  const watched = await Promise.all([
    context({ ...programs(root), plugins: [packagesOutside, tell], logLevel: 'error' }),
    ...presentOf(root, ASSETS).map((asset) => context({ ...assetOptions(root, asset), plugins: [noteAsset(root)] })),
  ]);
  await Promise.all(watched.map((one) => one.watch()));
  return {
    stop: async () => {
      await Promise.all(watched.map((one) => one.dispose()));
    },
  };
}

function serverSide(root: string): BuildOptions {
  return {
    absWorkingDir: root,
    outdir: join(root, 'build'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    plugins: [packagesOutside],
    jsx: 'automatic',
    sourcemap: 'linked',
    logLevel: 'silent',
  };
}

const packagesOutside: Plugin = {
  name: 'packages-outside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^(?:@[^/]+\/)?[^@./][^/]*/ }, ({ path, kind }) => {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '';
      if (kind === 'entry-point' || PACKAGES_INSIDE.includes(name)) return undefined;
      return { path, external: true };
    });
  },
};

/** Split, so that a command loads only what it needs: the supervisor stays small. */
async function bundleCommandLine(root: string): Promise<void> {
  const { metafile } = await build({
    ...serverSide(root),
    entryPoints: { [COMMAND_LINE.name]: COMMAND_LINE.source },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
  });
  removeOldFiles(join(root, 'build', 'chunks'), Object.keys(metafile.outputs));
}

function programs(root: string): BuildOptions {
  const entries = presentOf(root, PROGRAMS).map(({ name, source }) => [name, source]);
  return { ...serverSide(root), entryPoints: Object.fromEntries(entries) };
}

function assetOptions(root: string, { name, source }: { name: string; source: string }) {
  const [stem = name, extension = ''] = name.split('.');
  return {
    absWorkingDir: root,
    entryPoints: { [stem]: source },
    outdir: join(root, 'public', 'assets'),
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
  } as const satisfies BuildOptions;
}

async function bundleAssets(root: string): Promise<void> {
  const outputs: string[] = [];
  for (const asset of presentOf(root, ASSETS)) {
    const { metafile } = await build(assetOptions(root, asset));
    outputs.push(...Object.keys(metafile.outputs));
  }
  writeManifest(root, outputs);
  removeOldFiles(join(root, 'public', 'assets'), outputs);
}

/** While watching, each asset is built by itself: the manifest is read from what the last builds left. */
function noteAsset(root: string) {
  return {
    name: 'note-asset',
    setup: (hooks: PluginBuild) => {
      hooks.onEnd(({ metafile }) => {
        if (!metafile) return;
        const folder = join(root, 'public', 'assets');
        const newest = globSync('*', { cwd: folder }).sort(
          (one, other) => modified(folder, one) - modified(folder, other),
        );
        writeManifest(root, [...newest, ...Object.keys(metafile.outputs)]);
      });
    },
  };
}

/** Which file now stands behind each asset's plain name; of several, the last one. */
function writeManifest(root: string, outputs: string[]): void {
  const manifest: Record<string, string> = {};
  for (const { name } of ASSETS) {
    const [stem, extension] = name.split('.');
    const pattern = new RegExp(`^${stem}-[A-Z0-9]{8}\\.${extension}$`);
    const output = outputs.map((path) => basename(path)).findLast((file) => pattern.test(file));
    if (output) manifest[name] = `/assets/${output}`;
  }
  writeAtomically(join(root, 'build', 'assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** A page, or a process, from before the last build may still ask for files of its own time. */
function removeOldFiles(folder: string, current: string[]): void {
  const kept = new Set(current.map((path) => basename(path)));
  for (const name of globSync('*', { cwd: folder })) {
    const isOld = modified(folder, name) < Date.now() - KEEP_OLD_FILES_MS;
    if (isOld && !kept.has(name)) rmSync(join(folder, name), { force: true });
  }
}

function modified(folder: string, name: string): number {
  return statSync(join(folder, name)).mtimeMs;
}

if (import.meta.main && process.argv[2]) {
  await bundle(join(import.meta.dirname, '..'), process.argv[2] === 'whole').catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
