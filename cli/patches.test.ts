import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mendPackages } from './patches.mjs';

const SOURCE = 'one\ntwo\nthree\nfour\n';
const PATCH = '--- a/src/main.js\n+++ b/src/main.js\n@@ -1,3 +1,4 @@\n one\n+one and a half\n two\n three\n';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  put('node_modules/thing/package.json', '{ "version": "1.2.3" }');
  put('node_modules/thing/src/main.js', SOURCE);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const source = () => readFileSync(join(root, 'node_modules/thing/src/main.js'), 'utf8');

test('mends a package once, however often it is asked', async () => {
  put('patches/thing@1.2.3.patch', PATCH);
  await mendPackages(root);
  await mendPackages(root);
  expect(source()).toBe('one\none and a half\ntwo\nthree\nfour\n');
});

test('refuses a patch for another version, and one that does not fit', async () => {
  put('patches/thing@1.2.4.patch', PATCH);
  await expect(mendPackages(root)).rejects.toThrow('patches/thing@1.2.4.patch is not for thing 1.2.3');
  rmSync(join(root, 'patches'), { recursive: true });
  put('patches/thing@1.2.3.patch', PATCH.replace(' two', ' other'));
  await expect(mendPackages(root)).rejects.toThrow('patches/thing@1.2.3.patch does not fit');
  expect(source()).toBe(SOURCE);
});

test('has nothing to do where there are no patches', async () => {
  await mendPackages(root);
  expect(source()).toBe(SOURCE);
});
