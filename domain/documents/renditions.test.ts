import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicantSession } from '@/domain/applications/commands';
import { applicationForDesk } from '@/domain/applications/queries';
import { eraseMyApplication } from '@/domain/retention/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { openRenderer } from '@/platform/renditions';
import { aDocx, aPdf } from '@/platform/renditions/testing/papers';
import { SANDBOXES_AT_ONCE } from '@/platform/sandbox';
import { Places } from '@/platform/sandbox/places';
import { eraseBytes, renderAgain, renderDocument, renderPages, renditionFor } from './commands';
import { readingsOf } from './queries';

// Processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
let editor: MemberActor;
let number: string;
let ids: { cv: string; letter: string; sample: string };

beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal?.close());

beforeEach(async () => {
  const pages = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((word) => `${word}. The water comes on Thursday.`);
  ({ number } = await aSentApplication(portal, {
    files: {
      cv: { name: 'CV.pdf', bytes: await aPdf(pages) },
      coverLetter: { name: 'Letter.docx', bytes: await aDocx() },
      writingSample: { name: 'Sample.txt', bytes: Buffer.from('Вода приходит в четверг, рано утром.\n'.repeat(9)) },
    },
  }));
  const { documents } = await applicationForDesk(portal.as(editor), number);
  const [cv = '', letter = '', sample = ''] = documents.map((document) => document.id);
  ids = { cv, letter, sample };
  await passAll();
});

/** As if every file had passed its check. */
const passAll = () => portal.services.connection.sql`
  insert into document_checks (version_id, state, checked_at) select id, 'clear', now() from document_versions
  on conflict (version_id) do update set state = 'clear', reason = null, checked_at = now()`;
const read = (id: string, asked: Parameters<typeof renditionFor>[2]) => renditionFor(portal.as(editor), id, asked);
const stored = () =>
  readdir(path.join(portal.folder, 'files'), { recursive: true, withFileTypes: true }).then(
    (entries) => entries.filter((entry) => entry.isFile()).length,
  );

test('nothing can be read before the worker has been there, and then the first page, text and measures', async () => {
  expect(await read(ids.cv, { kind: 'page', page: 1 })).toEqual({ state: 'waiting' });
  await renderDocument(portal.system(), ids.cv);
  const page = await read(ids.cv, { kind: 'page', page: 1 });
  expect(page).toMatchObject({ state: 'made', mediaType: 'image/png' });
  expect(await read(ids.cv, { kind: 'text' })).toMatchObject({ state: 'made', mediaType: 'text/plain' });
  const reading = (await readingsOf(portal.as(editor), [ids.cv])).get(ids.cv);
  expect(reading).toMatchObject({ state: 'ready', pages: 6, words: 36, languages: ['en'], hasText: true, blanks: [] });
  expect(reading?.sheets).toEqual(Array.from({ length: 6 }, () => ({ width: 1240, height: 1754 })));
});

test('a letter from Word is shown as text', async () => {
  await renderDocument(portal.system(), ids.letter);
  const html = await read(ids.letter, { kind: 'html' });
  expect(html.state === 'made' && html.bytes.toString()).toContain('<h1>Water Day</h1>');
  expect(await read(ids.letter, { kind: 'page', page: 1 }).catch((error) => error.code)).toBe('not_found');
});

test('a page is painted when somebody asks for it, with the next three', async () => {
  await renderDocument(portal.system(), ids.cv);
  const asked = renditionFor(portal.as(editor), ids.cv, { kind: 'page', page: 2 }, 20_000);
  await renderPages(portal.system(), { versionId: ids.cv, page: 2 });
  expect(await asked).toMatchObject({ state: 'made' });
  const made = await portal.services.connection
    .sql`select page from document_renditions where version_id = ${ids.cv} and kind = 'page' order by page`;
  expect(made.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5]);
});

test('what somebody waits for has its place before what the background makes', async () => {
  await renderDocument(portal.system(), ids.cv);
  const taken = vi.spyOn(Places.prototype, 'take');
  const full = await Promise.all(
    Array.from({ length: SANDBOXES_AT_ONCE }, async () => {
      const renderer = openRenderer('txt', Buffer.from('It holds its place until it is closed.'), 'awaited');
      onTestFinished(() => renderer.close());
      await renderer.overview();
      return renderer;
    }),
  );
  onTestFinished(() => taken.mockRestore());
  const done: string[] = [];
  const made = [
    renderDocument(portal.system(), ids.sample).then(() => done.push('background')),
    renderPages(portal.system(), { versionId: ids.cv, page: 2 }).then(() => done.push('page')),
  ];
  await vi.waitFor(() => expect(taken).toHaveBeenCalledTimes(SANDBOXES_AT_ONCE + made.length), { timeout: 20_000 });
  await full[0]?.close();
  await Promise.all(made);
  expect(done).toEqual(['page', 'background']);

  taken.mockClear();
  await renderPages(portal.system(), { versionId: ids.letter, page: 1 });
  expect(taken.mock.calls).toEqual([['awaited']]);
});

test('a page that many ask for at once is one job', async () => {
  await renderDocument(portal.system(), ids.cv);
  const jobs = () => portal.services.connection.sql`
    select state from jobs.job where name = 'documents.render-pages' and data->>'versionId' = ${ids.cv}`;
  for (let time = 0; time < 3; time += 1)
    expect(await read(ids.cv, { kind: 'page', page: 5 })).toEqual({ state: 'waiting' });
  expect(await jobs()).toHaveLength(1);
  await read(ids.cv, { kind: 'page', page: 6 });
  expect(await jobs()).toHaveLength(2);
  await portal.services.connection.sql`update jobs.job set state = 'completed' where data->>'versionId' = ${ids.cv}`;
  await read(ids.cv, { kind: 'page', page: 5 });
  expect(await jobs()).toHaveLength(3);
});

test('a rendition larger than any of ours is not opened in the web process', async () => {
  await renderDocument(portal.system(), ids.sample);
  await portal.services.connection
    .sql`update document_renditions set size = 12582913 where version_id = ${ids.sample} and kind = 'html'`;
  expect(await read(ids.sample, { kind: 'html' })).toEqual({ state: 'unshowable' });
  expect(await read(ids.sample, { kind: 'text' })).toMatchObject({ state: 'made' });
});

test('rendering twice leaves one of each', async () => {
  await Promise.all([renderDocument(portal.system(), ids.sample), renderDocument(portal.system(), ids.sample)]);
  const rows = await portal.services.connection
    .sql`select kind from document_renditions where version_id = ${ids.sample} order by kind`;
  expect(rows.map(({ kind }) => kind)).toEqual(['html', 'text']);
});

test('who waits for a page joins the first reading that is under way', async () => {
  const ctx = portal.system();
  const given = Promise.withResolvers<void>();
  let times = 0;
  const fromStore = (id: string) => {
    if (id === ids.sample) times += 1;
    given.resolve();
    return ctx.storage.read(id);
  };
  const counting = { ...ctx, storage: { ...ctx.storage, read: fromStore } };
  const first = renderDocument(counting, ids.sample);
  await given.promise;
  await Promise.all([first, renderPages(counting, { versionId: ids.sample, page: 1 })]);
  expect(times).toBe(1);
});

test('what is stored says nothing without the keys', async () => {
  await renderDocument(portal.system(), ids.sample);
  const [row] = await portal.services.connection
    .sql`select id from document_renditions where version_id = ${ids.sample} and kind = 'text'`;
  const parts: Buffer[] = [];
  for await (const part of await portal.services.storage.read(String(row?.id))) parts.push(part as Buffer);
  expect(Buffer.concat(parts).includes('Вода')).toBe(false);
});

test('who may not read the application finds nothing', async () => {
  await renderDocument(portal.system(), ids.cv);
  const stranger = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
  await expect(renditionFor(portal.as(stranger), ids.cv, { kind: 'page', page: 1 })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(renditionFor(portal.stranger(), ids.cv, { kind: 'text' })).rejects.toMatchObject({ code: 'not_found' });
  expect(await readingsOf(portal.as(stranger), [ids.cv])).toEqual(new Map());
});

test('what has not passed its check is neither rendered nor shown, even when somebody asks for it', async () => {
  await renderDocument(portal.system(), ids.letter);
  await portal.services.connection.sql`delete from document_checks where version_id in (${ids.cv}, ${ids.letter})`;
  await renderPages(portal.system(), { versionId: ids.cv, page: 1 });
  const made = await portal.services.connection.sql`select 1 from document_renditions where version_id = ${ids.cv}`;
  expect(made).toHaveLength(0);
  await expect(read(ids.cv, { kind: 'page', page: 1 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(read(ids.letter, { kind: 'html' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a day of reading is one line in the trail', async () => {
  await renderDocument(portal.system(), ids.cv);
  const { sql } = portal.services.connection;
  // Held until all have looked whether the line stands, and none can have written it.
  const { asked } = await sql.begin(async (held) => {
    await held`lock table audit_events in exclusive mode`;
    const together = Promise.all([1, 2, 3].map(() => read(ids.cv, { kind: 'page', page: 1 })));
    const waiting = () => sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(3), { timeout: 20_000 });
    return { asked: together };
  });
  await asked;
  await read(ids.cv, { kind: 'page', page: 1 });
  await read(ids.cv, { kind: 'text' });
  const lines = await sql`
    select details from audit_events where subject_id = ${ids.cv} and verb = 'document.opened'`;
  expect(lines.map(({ details }) => details)).toEqual([{ slot: 'cv', as: 'reading' }]);
});

test('a file that no reader opens says so, and the original stays', async () => {
  const { number: broken } = await aSentApplication(portal, {
    files: { cv: { name: 'CV.pdf', bytes: Buffer.from('%PDF-1.4\nnothing at all\n') } },
  });
  const [document] = (await applicationForDesk(portal.as(editor), broken)).documents;
  const id = document?.id ?? '';
  await passAll();
  await renderDocument(portal.system(), id);
  expect((await readingsOf(portal.as(editor), [id])).get(id)).toMatchObject({ state: 'unshowable', reason: 'damaged' });
  expect(await read(id, { kind: 'page', page: 1 })).toEqual({ state: 'unshowable' });
});

const queued = async (name: string, id: string) => {
  const [row] = await portal.services.connection.sql`
    select count(*)::int as count from jobs.job where name = ${name} and data::text like ${`%${id}%`}`;
  return row?.count;
};

test('what broke is read anew when somebody at the machine asks for it, and nothing else is', async () => {
  for (const id of [ids.cv, ids.letter, ids.sample]) await renderDocument(portal.system(), id);
  const { sql } = portal.services.connection;
  await sql`delete from document_renditions where version_id = ${ids.letter}`;
  await sql`update document_readings set unshowable = 'failed' where version_id = ${ids.letter}`;
  await sql`update document_renditions set sealed_key = null, size = 0 where version_id = ${ids.cv} and kind = 'page'`;
  expect(await read(ids.letter, { kind: 'html' })).toEqual({ state: 'unshowable' });
  const before = await queued('documents.render', ids.letter);
  expect(await renderAgain(portal.system(), 'failed')).toBe(2);
  expect(await renderAgain(portal.system(), 'failed')).toBe(0);
  expect(await queued('documents.render', ids.letter)).toBe(before + 1);
  for (const id of [ids.cv, ids.letter]) await renderDocument(portal.system(), id);
  expect(await read(ids.letter, { kind: 'html' })).toMatchObject({ state: 'made' });
  expect(await read(ids.cv, { kind: 'page', page: 1 })).toMatchObject({ state: 'made' });
  const lines = await sql`
    select subject_id, actor_kind, details from audit_events where verb = 'document.rendered-again'`;
  expect(lines.map(({ subject_id }) => subject_id).sort()).toEqual([ids.cv, ids.letter].sort());
  expect(lines[0]).toMatchObject({ actor_kind: 'system', details: { failed: true } });
});

test('all files of one application are read anew, but those that have not passed their check, and old bytes go', async () => {
  for (const id of [ids.cv, ids.letter, ids.sample]) await renderDocument(portal.system(), id);
  const { sql } = portal.services.connection;
  const old = await sql`select id from document_renditions where version_id = ${ids.sample}`;
  await sql`delete from document_checks where version_id = ${ids.cv}`;
  const before = await stored();
  expect(await renderAgain(portal.system(), { number })).toBe(2);
  expect(await read(ids.sample, { kind: 'text' })).toEqual({ state: 'waiting' });
  const [job] = await sql`
    select data from jobs.job where name = 'documents.erase-bytes' and data::text like ${`%${old[0]?.id}%`}`;
  await eraseBytes(portal.system(), job?.data.versionIds);
  expect(await stored()).toBe(before - old.length);
  await renderDocument(portal.system(), ids.sample);
  expect(await read(ids.sample, { kind: 'text' })).toMatchObject({ state: 'made' });
});

test('only who stands at the machine may ask for that, and only for what is there', async () => {
  await expect(renderAgain(portal.as(editor), { number })).rejects.toMatchObject({ code: 'not_found' });
  await expect(renderAgain(portal.system(), { number: 'APP-0000' })).rejects.toMatchObject({ code: 'not_found' });
});

test('erasing takes the renditions with it, rows and bytes', async () => {
  const before = await stored();
  const { session } = await aSentApplication(portal, { files: { cv: { name: 'CV.pdf', bytes: await aPdf(['One']) } } });
  const applicant = await applicantSession(portal.stranger(), session);
  if (!applicant) throw new Error('no session');
  const [row] = await portal.services.connection.sql`
    select v.id from document_versions v join documents d on d.id = v.document_id
    where d.slot = 'cv' and d.application_id = ${applicant.applicationId}`;
  await passAll();
  await renderDocument(portal.system(), String(row?.id));
  expect(await stored()).toBe(before + 3 + 3);
  await eraseMyApplication(portal.as({ kind: 'applicant', ...applicant }));
  const [job] = await portal.services.connection
    .sql`select data from jobs.job where name = 'documents.erase-bytes' order by created_on desc limit 1`;
  await eraseBytes(portal.system(), job?.data.versionIds);
  expect(await stored()).toBe(before);
});
