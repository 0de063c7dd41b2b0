import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleHash, isBundled, noteBundled, sourcesHash } from './bundles.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  put('app/page.tsx', 'page');
  put('build/cli.js', '');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a source that changes, comes or goes changes the hash', () => {
  const before = sourcesHash(root, ['app']);
  put('app/page.tsx', 'other');
  const changed = sourcesHash(root, ['app']);
  put('app/new.tsx', '');
  const grown = sourcesHash(root, ['app']);
  rmSync(join(root, 'app'), { recursive: true });
  expect(new Set([before, changed, grown, sourcesHash(root, ['app'])]).size).toBe(4);
});

test('a test that changes does not', () => {
  const before = sourcesHash(root, ['app']);
  put('app/page.test.tsx', 'a test');
  expect(sourcesHash(root, ['app'])).toBe(before);
});

test('the command line is bundled until a source changes', () => {
  expect(isBundled(root, false)).toBe(false);
  noteBundled(root, false, bundleHash(root));
  expect(isBundled(root, false)).toBe(true);
  put('app/page.tsx', 'other');
  expect(isBundled(root, false)).toBe(false);
});

test('a bundle that was deleted is missed', () => {
  noteBundled(root, false, bundleHash(root));
  rmSync(join(root, 'build', 'cli.js'));
  expect(isBundled(root, false)).toBe(false);
});

test('the whole is not bundled while a program or an asset is missing', () => {
  put('worker/index.ts', '');
  put('app/_ui/plain/plain.css', '');
  noteBundled(root, true, bundleHash(root));
  expect(isBundled(root, true)).toBe(false);
  put('build/worker.js', '');
  expect(isBundled(root, true)).toBe(false);
  put('build/assets.json', JSON.stringify({ 'plain.css': '/assets/plain-AAAAAAAA.css' }));
  put('public/assets/plain-AAAAAAAA.css', '');
  expect(isBundled(root, true)).toBe(true);
});
