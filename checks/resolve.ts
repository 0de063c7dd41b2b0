import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Tree } from './tree';

export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  /** Written by a build (Next's route types, hashed assets): not in the tree, not ours to judge. */
  | { kind: 'generated' }
  | { kind: 'missing' };

const ENDINGS = ['', '.ts', '.tsx', '.mjs', '.js', '.json', '/index.ts', '/index.tsx'];
const GENERATED = /^(\.next|build|public\/assets)\//;

/** Reads a specifier as the bundler does: `@/` is the root, endings may be left out. */
export function resolveImport(from: string, specifier: string, tree: Tree): Target {
  const path = ownPath(from, specifier);
  if (path === null) return { kind: 'package', name: packageName(specifier) };
  if (GENERATED.test(path)) return { kind: 'generated' };
  const found = ENDINGS.map((ending) => path + ending).find((candidate) => tree.has(candidate));
  return found === undefined ? { kind: 'missing' } : { kind: 'file', path: found };
}

function ownPath(from: string, specifier: string): string | null {
  const bare = specifier.replace(/[?#].*$/, '');
  if (bare.startsWith('@/')) return posix.normalize(bare.slice(2));
  if (bare.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), bare));
  if (bare.startsWith('/') || bare.startsWith('file:')) return posix.normalize(`outside/${bare}`);
  return null;
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const [first = '', second = ''] = specifier.split('/');
  if (isBuiltin(first)) return `node:${specifier}`;
  return first.startsWith('@') ? `${first}/${second}` : first;
}
