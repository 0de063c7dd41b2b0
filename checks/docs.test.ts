import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadPaths } from './docs';
import { readTree } from './tree';

const root = join(import.meta.dirname, '..');

test('finds links and quoted paths that lead nowhere', () => {
  const page =
    'See [the law](../checks/gone.ts), `domain/gone.ts`, [home](https://example.org), `a/b` and `db/`.\n[Here](#top)';
  expect(deadPaths('docs/page.md', page, (path) => path === 'db')).toEqual([
    { page: 'docs/page.md', line: 1, path: 'checks/gone.ts' },
    { page: 'docs/page.md', line: 1, path: 'domain/gone.ts' },
  ]);
});

test('every path that our documentation names is in the tree', () => {
  const pages = [...readTree(root).keys()].filter((path) => path.endsWith('.md'));
  const dead = pages.flatMap((page) =>
    deadPaths(page, readFileSync(join(root, page), 'utf8'), (path) => existsSync(join(root, path))),
  );
  expect(dead).toEqual([]);
});
