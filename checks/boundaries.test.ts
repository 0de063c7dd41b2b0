import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge } from './boundaries';
import { codeKnownToGit, readTree } from './tree';

const root = join(import.meta.dirname, '..');
const packageJson = readFileSync(join(root, 'package.json'), 'utf8');

/** A small portal that keeps the law, so that each plant below breaks exactly one thing. */
const CLEAN: Record<string, string> = {
  'domain/actor.ts': `import { z } from 'zod';\nexport type Actor = z.infer<typeof z.string>;`,
  'domain/errors.ts': `export class AppError extends Error {}`,
  'domain/context.ts': `import { connect } from '@/db/client';\nexport const ctx = connect;`,
  'domain/audit/commands.ts': `import { auditEvents } from '@/db/schema';\nexport const record = (tx) => tx.insert(auditEvents);`,
  'domain/calls/rules.ts': `import type { Actor } from '@/domain/actor';\nexport const isOpen = (a: Actor) => a;`,
  'domain/calls/queries.ts': `import { calls } from '@/db/schema/calls';\nexport const openCalls = (db) => db.select().from(calls);`,
  'domain/messages/commands.ts': `import { render } from '@/emails/render';\nexport const send = render;`,
  'domain/applications/commands.ts': `import { record } from '@/domain/audit/commands';\nimport { applications } from '@/db/schema';\nexport const submit = (tx) => [record, tx.update(applications)];`,
  'domain/applications/jobs.ts': `import { submit } from './commands';\nexport const jobs = submit;`,
  'db/client.ts': `import postgres from 'postgres';\nimport { env } from '@/platform/env';\nexport const connect = () => postgres(env);`,
  'db/schema/index.ts': `export * from './audit';\nexport * from './applications';\nexport * from './calls';`,
  'db/schema/audit.ts': `import { pgTable } from 'drizzle-orm/pg-core';\nexport const auditEvents = pgTable('audit_events', {});`,
  'db/schema/calls.ts': `import { pgTable } from 'drizzle-orm/pg-core';\nexport const calls = pgTable('calls', {});`,
  'db/schema/applications.ts': `import { pgTable } from 'drizzle-orm/pg-core';\nexport const applications = pgTable('applications', {});`,
  'db/testing.ts': `export const testDatabase = process.env.TEST_DATABASE_URL;`,
  'platform/env.ts': `export const env = process.env.PORT;`,
  'platform/log.ts': `import pino from 'pino';\nexport const log = pino();`,
  'platform/vault.ts': `import { createHmac } from 'node:crypto';\nexport const seal = createHmac;`,
  'emails/render.tsx': `import { translator } from '@/locales';\nexport const render = translator;`,
  'locales/index.ts': `import { createTranslator } from 'use-intl/core';\nexport const translator = createTranslator;`,
  'app/desk/page.tsx': `import { openCalls } from '@/domain/calls/queries';\nimport { Filter } from './filter.client';\nexport default () => <Filter calls={openCalls} />;`,
  'app/desk/filter.client.tsx': `'use client';\nimport { isOpen } from '@/domain/calls/rules';\nimport { decide } from './actions';\nimport type { openCalls } from '@/domain/calls/queries';\nexport const Filter = (p: { calls: typeof openCalls }) => [p, isOpen, decide];`,
  'app/desk/actions.ts': `'use server';\nimport { submit } from '@/domain/applications/commands';\nexport const decide = submit;`,
  'app/_enhance/index.ts': `import { isOpen } from '@/domain/calls/rules';\nisOpen;`,
  'worker/index.ts': `import { jobs } from '@/domain/applications/jobs';\nimport PgBoss from 'pg-boss';\nexport const run = [jobs, PgBoss];`,
  'cli/start.ts': `import { connect } from '@/db/client';\nexport const start = connect;`,
  'e2e/support/pages.ts': `import { test } from '@playwright/test';\nexport { test };`,
  'e2e/journeys/apply.spec.ts': `import { test } from '../support/pages';\ntest;`,
};

type Plant = [sentence: string, path: string, source: string, caught: RegExp];

const plants: Plant[] = [
  ['a leaf that reads the database', 'domain/calls/rules.ts', `import '@/db/client';`, /pure leaves/],
  ['a leaf that calls a command', 'domain/calls/input.ts', `import '@/domain/audit/commands';`, /pure leaves/],
  ['a leaf that uses a package of the server', 'domain/errors.ts', `import 'pino';`, /pure leaves/],
  ['a leaf that uses Node', 'domain/actor.ts', `import 'node:fs';`, /pure leaves/],
  ['a catalogue that reaches into the domain', 'locales/ka.ts', `import '@/domain/calls/queries';`, /pure leaves/],
  ['platform that imports a leaf', 'platform/vault.ts', `import '@/domain/errors';`, /platform imports nothing/],
  [
    'platform that imports a type only',
    'platform/vault.ts',
    `import type { A } from '@/domain/actor';`,
    /platform imports/,
  ],
  [
    'platform that names a type in passing',
    'platform/a.ts',
    `type A = import('@/domain/actor').Actor;`,
    /platform imports/,
  ],
  ['a mail that reads the database', 'emails/render.tsx', `import '@/db/client';`, /emails does not see db/],
  ['a mail that uses the platform', 'emails/a.tsx', `import '../platform/log';`, /emails does not see platform/],
  ['db that calls the domain', 'db/seed.ts', `import '@/domain/calls/queries';`, /db does not see domain/],
  ['db that imports a screen', 'db/seed.ts', `import 'react';`, /db does not see react/],
  [
    'a module other than messages that writes mails',
    'domain/calls/commands.ts',
    `import '@/emails/render';`,
    /only messages sees/,
  ],
  ['domain that imports app', 'domain/calls/commands.ts', `import '@/app/desk/page';`, /domain does not see app/],
  ['domain that imports Next', 'domain/calls/commands.ts', `import 'next/headers';`, /domain does not see next/],
  [
    'a module that calls one to its right',
    'domain/calls/commands.ts',
    `import '@/domain/applications/commands';`,
    /to its left/,
  ],
  ['a module that is not in the list', 'domain/pools/commands.ts', `export const a = 1;`, /no word in the import law/],
  ['app that opens the database', 'app/desk/page.tsx', `import '@/db/client';`, /app does not see db/],
  ['app that writes SQL', 'app/desk/page.tsx', `import { sql } from 'drizzle-orm';`, /app does not see drizzle-orm/],
  ['app that writes SQL lazily', 'app/desk/page.tsx', `await import('postgres');`, /app does not see postgres/],
  [
    'app that runs a job',
    'app/desk/page.tsx',
    `import '@/domain/applications/jobs';`,
    /app sees only commands, queries/,
  ],
  ['app that uses the vault', 'app/desk/page.tsx', `import '@/platform/vault';`, /only log, env, codes and raw bodies/],
  ['app that writes a mail', 'app/desk/page.tsx', `import '@/emails/render';`, /app does not see emails/],
  ['proxy.ts that asks the database', 'proxy.ts', `import '@/db/client';`, /app does not see db/],
  ['worker that calls a command', 'worker/index.ts', `import '@/domain/audit/commands';`, /worker sees only jobs/],
  ['worker that opens the database', 'worker/index.ts', `import '@/db/client';`, /worker does not see db/],
  ['cli that imports a page', 'cli/start.ts', `import '@/app/desk/page';`, /cli does not see app/],
  ['e2e that imports a query', 'e2e/journeys/a.spec.ts', `import '@/domain/calls/queries';`, /e2e looks from outside/],
  ['e2e that imports a leaf', 'e2e/support/a.ts', `import '../../domain/errors';`, /e2e looks from outside/],
  ['shipped code that uses the test database', 'domain/calls/queries.ts', `import '@/db/testing';`, /does not ship/],
  ['shipped code that uses a development package', 'platform/a.ts', `import 'fast-check';`, /development package/],
  ['a package nobody declared', 'platform/a.ts', `import 'left-pad';`, /not in package.json/],
  [
    'code that imports a test',
    'domain/calls/queries.ts',
    `import './a.test';`,
    /nothing imports a test|not in the tree/,
  ],
  ['an import that is computed', 'app/a.ts', `const where = 'x';\nawait import(where);`, /computed/],
  ['an import of nothing', 'app/a.ts', `import './gone';`, /not in the tree/],
  ['a folder without a word', 'utils/a.ts', `export const a = 1;`, /no word in the import law/],
  ['a file at the root without a word', 'helper.ts', `export const a = 1;`, /no word in the import law/],
  [
    'a test that mocks our own code',
    'domain/calls/a.test.ts',
    `import { vi } from 'vitest';\nvi.mock('@/domain/calls/queries');`,
    /mock none/,
  ],
  ['a file that cannot be read', 'app/a.ts', `const = ;`, /cannot be read/],
  [
    'an insert into a foreign table',
    'domain/calls/commands.ts',
    `import { applications } from '@/db/schema';\ntx.insert(applications);`,
    /only domain\/applications writes/,
  ],
  [
    'an update under another name',
    'domain/calls/commands.ts',
    `import { applications as a } from '@/db/schema/applications';\nconst b = a;\ntx.update(b);`,
    /only domain\/applications writes/,
  ],
  [
    'a delete through a namespace',
    'domain/calls/commands.ts',
    `import * as schema from '@/db/schema';\ntx.delete(schema.auditEvents);`,
    /only domain\/audit writes/,
  ],
  [
    'a foreign write in SQL',
    'domain/calls/commands.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is in the planted code
    'import { sql } from "drizzle-orm";\nimport { applications } from "@/db/schema";\nsql`UPDATE ${applications} SET a = 1`;',
    /only domain\/applications writes/,
  ],
  [
    'a foreign write in SQL by name',
    'domain/calls/commands.ts',
    'import { sql } from "drizzle-orm";\nsql`with a as (delete from only "audit_events" returning 1) select 1`;',
    /only domain\/audit writes/,
  ],
  [
    'a foreign write in raw SQL',
    'domain/calls/commands.ts',
    `client.unsafe('insert into audit_events values (1)');`,
    /only domain\/audit writes/,
  ],
  [
    'a schema handed on under another path',
    'domain/calls/commands.ts',
    `export * from '@/db/schema/applications';`,
    /hides who writes/,
  ],
  ["'use client' under a plain name", 'app/desk/a.tsx', `'use client';\nexport const a = 1;`, /named \*\.client\.tsx/],
  ["a client file without 'use client'", 'app/desk/a.client.tsx', `export const a = 1;`, /begins with 'use client'/],
  [
    'a client file that imports a query',
    'app/desk/a.client.tsx',
    `'use client';\nimport { openCalls } from '@/domain/calls/queries';`,
    /the browser would load/,
  ],
  [
    'a client file that reaches a query through another',
    'app/desk/a.client.tsx',
    `'use client';\nimport Page from './page';`,
    /the browser would load .\/page → @\/domain/,
  ],
  [
    "the applicants' script that imports the log",
    'app/_enhance/index.ts',
    `import '@/platform/log';`,
    /does not see platform|would load/,
  ],
  [
    "the applicants' script that uses Node",
    'app/_enhance/index.ts',
    `import 'node:fs';`,
    /does not exist in a browser/,
  ],
  ['process.env outside env.ts', 'app/a.ts', `export const a = process.env.PORT;`, /only platform\/env.ts/],
  ['process.env by brackets', 'app/a.ts', `export const a = globalThis.process['env'];`, /only platform\/env.ts/],
  ['process.env taken apart', 'app/a.ts', `const { env } = process;`, /only platform\/env.ts/],
  ['env from node:process', 'platform/a.ts', `import { env } from 'node:process';\nenv;`, /only platform\/env.ts/],
];

function judgeWith(planted: Record<string, string>) {
  return judge(new Map(Object.entries({ ...CLEAN, ...planted })), packageJson).violations;
}

describe('the import law', () => {
  test('finds nothing in a portal that keeps it', () => {
    expect(judgeWith({})).toEqual([]);
  });

  test.each(plants)('catches %s', (_sentence, path, source, caught) => {
    const violations = judgeWith({ [path]: source });
    expect(violations.filter((one) => one.path === path).map((one) => one.message)).toContainEqual(
      expect.stringMatching(caught),
    );
  });

  test('lets messages write mails, and row locks and upserts stand beside foreign tables', () => {
    const own =
      'import { sql } from "drizzle-orm";\nsql`select 1 from applications for update of applications`;\nsql`insert into calls values (1) on conflict do update set a = 1`;';
    expect(judgeWith({ 'domain/calls/commands.ts': own })).toEqual([]);
  });

  test('lets a test set its scene in foreign tables', () => {
    const scene = `import { applications } from '@/db/schema';\nimport { testDatabase } from '@/db/testing';\ntestDatabase.update(applications);`;
    expect(judgeWith({ 'domain/calls/commands.test.ts': scene })).toEqual([]);
  });
});

describe('this tree', () => {
  const tree = readTree(root);
  const verdict = judge(tree, packageJson);

  test('keeps the law', () => {
    expect(verdict.violations.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
  });

  test('is read whole: every code file git knows', () => {
    const known = codeKnownToGit(root) ?? verdict.read;
    expect(verdict.read.length).toBeGreaterThan(0);
    expect(known.filter((path) => !verdict.read.includes(path))).toEqual([]);
  });

  test('would not hide a violation: planted in the real tree, it is found', () => {
    const planted = new Map(tree).set('app/planted.ts', `import '@/db/client';`);
    const found = judge(planted, packageJson).violations.filter((one) => one.path === 'app/planted.ts');
    expect(found.map((one) => one.message)).toEqual(['imports @/db/client: app does not see db']);
  });
});
