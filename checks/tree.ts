import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths relative to the root, with forward slashes, and their text. Files that are not code have no text. */
export type Tree = ReadonlyMap<string, string>;

const SKIPPED = new Set([
  'node_modules',
  '.next',
  '.git',
  'build',
  'data',
  'coverage',
  'test-results',
  'playwright-report',
]);
const CODE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export function isCode(path: string): boolean {
  return CODE.test(path) && path !== 'next-env.d.ts';
}

export function readTree(root: string): Tree {
  return new Map(
    pathsUnder(root, '').map((path) => [path, isCode(path) ? readFileSync(join(root, path), 'utf8') : '']),
  );
}

function pathsUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || path === 'public/assets' ? [] : pathsUnder(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/** What git says there is, so that a reader which overlooks files cannot pass for a clean tree. */
export function codeKnownToGit(root: string): string[] | null {
  if (!existsSync(join(root, '.git'))) return null;
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((path) => isCode(path) && existsSync(join(root, path)));
}
