import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { aPdf } from '@/platform/renditions/testing/papers';
import { pidsRunning } from '@/platform/sandbox/testing/program';
import { renderDocument, renderPages, renditionFor } from './commands';
import { readingsOf } from './queries';

// Processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
let editor: MemberActor;
let cv: string;

beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal?.close());

beforeEach(async () => {
  const { number } = await aSentApplication(portal, { files: { cv: { name: 'CV.pdf', bytes: await aPdf(['One']) } } });
  const { documents } = await applicationForDesk(portal.as(editor), number);
  cv = documents[0]?.id ?? '';
  await portal.services.connection.sql`
    insert into document_checks (version_id, state, checked_at) values (${cv}, 'clear', now())
    on conflict (version_id) do update set state = 'clear', checked_at = now()`;
});

const readPage = () => renditionFor(portal.as(editor), cv, { kind: 'page', page: 1 });
const stateNow = async () => (await readingsOf(portal.as(editor), [cv])).get(cv)?.state;
const pagesAsked = () => portal.services.connection.sql`
  select data from jobs.job where name = 'documents.render-pages' and data->>'versionId' = ${cv}`;

test('a first reading that broke off behind its first page is asked for again by who opens that page', async () => {
  await renderDocument(portal.system(), cv);
  await readPage();
  expect(await pagesAsked()).toEqual([]);
  await portal.services.connection.sql`delete from document_readings where version_id = ${cv}`;
  expect(await stateNow()).toBe('waiting');
  for (const _ of ['once', 'again']) expect(await readPage()).toMatchObject({ state: 'made' });
  const asked = await pagesAsked();
  expect(asked.map(({ data }) => data)).toEqual([{ versionId: cv, page: 1 }]);
  await renderPages(portal.system(), asked[0]?.data);
  expect(await stateNow()).toBe('ready');
});

test('a first reading whose process is ended from outside leaves nothing, and is done again', async () => {
  const ctx = portal.system();
  const ending = async (id: string) => {
    for (const pid of await pidsRunning(join('build', 'sandbox.js'))) process.kill(pid, 'SIGTERM');
    return ctx.storage.read(id);
  };
  const ended = renderDocument({ ...ctx, storage: { ...ctx.storage, read: ending } }, cv);
  await expect(ended).rejects.toMatchObject({ fault: 'starved' });
  const kept = await portal.services.connection.sql`
    select version_id from document_readings where version_id = ${cv}
    union all select version_id from document_renditions where version_id = ${cv}`;
  expect(kept).toEqual([]);
  await renderDocument(ctx, cv);
  expect(await stateNow()).toBe('ready');
});
