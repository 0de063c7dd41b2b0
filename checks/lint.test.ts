import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const biome = join(root, 'node_modules/.bin/biome');

const PLANTS: [sentence: string, path: string, source: string, rule: string][] = [
  ['any', 'domain/any.ts', 'export const a = (b: any): string => b;', 'suspicious/noExplicitAny'],
  ['an exclamation mark', 'domain/sure.ts', 'export const a = (b?: string): string => b!;', 'style/noNonNullAssertion'],
  [
    'a type imported as a value',
    'domain/import.ts',
    "import { Stats } from 'node:fs';\nexport type A = Stats;",
    'style/useImportType',
  ],
  ['a default export', 'domain/default.ts', 'export default 1;', 'style/noDefaultExport'],
  ['process.env', 'domain/env.ts', 'export const a = process.env.PORT;', 'style/noProcessEnv'],
  ['a word to the console', 'domain/loud.ts', "console.log('a');", 'suspicious/noConsole'],
  ['a file name in capitals', 'domain/BadName.ts', 'export const a = 1;', 'style/useFilenamingConvention'],
  [
    'a promise nobody waits for',
    'domain/floating.ts',
    'async function go(): Promise<void> {}\ngo();',
    'nursery/noFloatingPromises',
  ],
  [
    'a file of more than 300 lines',
    'domain/long.ts',
    Array.from({ length: 301 }, (_, n) => `export const a${n} = ${n};`).join('\n'),
    'style/noExcessiveLinesPerFile',
  ],
  [
    'a test that runs alone',
    'domain/a.test.ts',
    "import { test } from 'vitest';\ntest.only('a', () => {});",
    'suspicious/noFocusedTests',
  ],
  [
    'a test that is skipped',
    'domain/b.test.ts',
    "import { test } from 'vitest';\ntest.skip('a', () => {});",
    'suspicious/noSkippedTests',
  ],
];

const ALLOWED: [sentence: string, path: string, source: string][] = [
  [
    "a page's default export",
    'app/[locale]/(public)/page.tsx',
    'export default function Page() {\n  return null;\n}\n',
  ],
  ['process.env in platform/env.ts', 'platform/env.ts', 'export const a = process.env.PORT;\n'],
  ['a word to the console in cli', 'cli/start.ts', "console.log('a');\n"],
  ['a file of a dynamic segment', 'app/[locale]/my/[code].tsx', 'export const a = 1;\n'],
];

let folder: string;
let found: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redaktion-lint-'));
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  const files: [string, string][] = [
    ['biome.json', JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } })],
    ['tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8')],
    ...[...PLANTS, ...ALLOWED].map(([, path, source]): [string, string] => [path, source]),
  ];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const run = spawnSync(biome, ['lint', '--colors=off', '--max-diagnostics=none', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  found = run.stdout + run.stderr;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The rules broken in a file; Biome heads each finding with `path:line:column lint/group/rule`. */
function rulesBrokenIn(path: string): string[] {
  return found
    .split('\n')
    .filter((line) => line.startsWith(`${path}:`) || line.startsWith(`${path} `))
    .flatMap((line) => /lint\/(\w+\/\w+)/.exec(line)?.[1] ?? []);
}

describe('the lint', () => {
  test.each(PLANTS)('catches %s', (_sentence, path, _source, rule) => {
    expect(rulesBrokenIn(path)).toContain(rule);
  });

  test.each(ALLOWED)('allows %s', (_sentence, path) => {
    expect(rulesBrokenIn(path)).toEqual([]);
  });
});
