import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

type AssetName = 'plain.css' | 'enhance.js';
type Assets = Readonly<Record<string, string>>;

let known: { assets: Assets; writtenAt: number } | undefined;

/** The hashed address of the plain pages' style sheet or script, or null when it has not been built. */
export function assetUrl(name: AssetName): string | null {
  return manifest()[name] ?? null;
}

function manifest(): Assets {
  const path = join(/* turbopackIgnore: true */ process.cwd(), 'build', 'assets.json');
  const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (writtenAt === undefined) return {};
  if (known?.writtenAt !== writtenAt) known = { assets: JSON.parse(readFileSync(path, 'utf8')) as Assets, writtenAt };
  return known.assets;
}
