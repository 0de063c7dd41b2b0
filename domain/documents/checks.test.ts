import { randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Actor } from '@/domain/actor';
import { replaceMyDocument } from '@/domain/applications/commands';
import { runTellRefused } from '@/domain/applications/jobs';
import { applicationForDesk, myApplication, myHoldings } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { aMember, aSentApplication, openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';
import { docxOf, pdfOf } from '@/platform/examination/testing';
import { clamd } from '@/platform/scanner';
import { HARMFUL, startClamd, whyNoClamd } from '@/platform/testing/clamd';
import { checkDocument, checkWaiting, openOriginal } from './commands';

vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal?.close());

const sql = () => portal.services.connection.sql;

async function versionsOf(number: string): Promise<{ id: string; slot: string; applicationId: string }[]> {
  const rows = await sql()`
    select v.id, d.slot, d.application_id from document_versions v
    join documents d on d.id = v.document_id join applications a on a.id = d.application_id
    where a.number = ${number} order by v.received_at, v.number`;
  return rows.map(({ id, slot, application_id }) => ({ id, slot, applicationId: application_id }));
}

async function cvOf(number: string): Promise<{ id: string; applicationId: string }> {
  const cv = (await versionsOf(number)).findLast(({ slot }) => slot === 'cv');
  if (!cv) throw new Error('no cv');
  return cv;
}

async function stateOf(versionId: string) {
  const [row] =
    await sql()`select state, reason, remarks, attempts, checked_at is not null as done from document_checks where version_id = ${versionId}`;
  return row;
}

async function jobs(name: string, versionId: string): Promise<number> {
  const [row] =
    await sql()`select count(*)::int as count from jobs.job where name = ${name} and data->>'versionId' = ${versionId}`;
  return row?.count;
}

function applicant(applicationId: string): Ctx {
  return portal.as({ kind: 'applicant', applicationId } as Actor);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: { code?: string }) => error.code,
  );

test('a file waits from its receipt until it is checked, and its check is asked for with it', async () => {
  const { number } = await aSentApplication(portal);
  const { id } = await cvOf(number);
  expect(await stateOf(id)).toEqual({ state: 'waiting', reason: null, remarks: [], attempts: 0, done: false });
  expect(await jobs('documents.check', id)).toBe(1);
  const editor = portal.as(await aMember(portal));
  expect(await codeOf(openOriginal(editor, id))).toBe('document_waiting');
  await checkDocument(portal.system(), id);
  expect(await stateOf(id)).toEqual({ state: 'clear', reason: null, remarks: [], attempts: 0, done: true });
  expect(await jobs('documents.render', id)).toBe(1);
  expect((await openOriginal(editor, id)).size).toBe(PDF.length);
});

test('checking twice settles once', async () => {
  const { number } = await aSentApplication(portal);
  const { id } = await cvOf(number);
  await Promise.all([checkDocument(portal.system(), id), checkDocument(portal.system(), id)]);
  await checkDocument(portal.system(), id);
  expect(await jobs('documents.render', id)).toBe(1);
});

test('a refused file keeps the form from being sent, with the reason at its field', async () => {
  const first = await postForm(portal.stranger(), {
    fields: { action: 'save' },
    files: { cv: { name: 'cv.pdf', bytes: await pdfOf({ userPassword: 'x' }) } },
  });
  if (first.kind !== 'form') throw new Error('sent');
  const [row] =
    await sql()`select v.id from document_versions v join documents d on d.id = v.document_id where d.slot = 'cv' order by v.received_at desc limit 1`;
  await checkDocument(portal.system(), row?.id);
  const again = await postForm(portal.stranger(), {
    fields: { draft: first.form.draft },
    files: { cv: { name: '', bytes: Buffer.alloc(0) } },
  });
  expect(again).toMatchObject({
    kind: 'form',
    errors: [{ field: 'cv', code: 'document_refused', details: { reason: 'password' } }],
  });
  if (again.kind !== 'form') return;
  expect(again.form.documents.cv?.check).toEqual({ state: 'refused', reason: 'password', remarks: [] });
  const third = await postForm(portal.stranger(), { fields: { draft: first.form.draft } });
  expect(third.kind).toBe('sent');
});

test('a file refused after sending is asked for again, by mail and even after the call has closed', async () => {
  const { number } = await aSentApplication(portal, {
    files: { cv: { name: 'cv.docx', bytes: docxOf({ 'word/vbaProject.bin': 'x' }) } },
  });
  const { id, applicationId } = await cvOf(number);
  await checkDocument(portal.system(), id);
  expect(await stateOf(id)).toMatchObject({ state: 'refused', reason: 'macros' });
  expect(await jobs('documents.render', id)).toBe(0);
  expect(await jobs('applications.tell-refused', id)).toBe(1);
  const editor = portal.as(await aMember(portal));
  expect(await codeOf(openOriginal(editor, id))).toBe('document_refused');
  await runTellRefused(portal.system(), { applicationId, versionId: id });
  const mails = await sql()`select template from outbox where application_id = ${applicationId} order by created_at`;
  expect(mails.map(({ template }) => template)).toContain('replace-document');
  await sql()`update calls set closes_at = now() - interval '1 hour'`;
  onTestFinished(async () => void (await sql()`update calls set closes_at = now() + interval '30 days'`));
  const late = { slot: 'cover_letter' as const, fileName: 'letter.pdf', bytes: { stream: Readable.from([PDF]) } };
  expect(await codeOf(replaceMyDocument(applicant(applicationId), late))).toBe('call_closed');
  await replaceMyDocument(applicant(applicationId), {
    slot: 'cv',
    fileName: 'cv.pdf',
    bytes: { stream: Readable.from([PDF]) },
  });
  expect(await versionsOf(number)).toHaveLength(4);
});

test('the desk reads the last version that was taken, and says what became of a newer one', async () => {
  const { number } = await aSentApplication(portal);
  const { id: first, applicationId } = await cvOf(number);
  await checkDocument(portal.system(), first);
  const editor = portal.as(await aMember(portal));
  const onDesk = async () => (await applicationForDesk(editor, number)).documents.find(({ slot }) => slot === 'cv');
  const mine = async () => (await myApplication(applicant(applicationId))).documents.find(({ slot }) => slot === 'cv');
  expect(await onDesk()).toMatchObject({ id: first, newer: null });

  const locked = await pdfOf({ userPassword: 'x' });
  const newer = { slot: 'cv' as const, fileName: 'newer.pdf', bytes: { stream: Readable.from([locked]) } };
  await replaceMyDocument(applicant(applicationId), newer);
  const { id: second } = await cvOf(number);
  const waits = { id: second, check: { state: 'waiting', reason: null, remarks: [] } };
  const readable = { id: first, versionNumber: 1, name: 'CV.pdf', check: { state: 'clear' } };
  expect(await onDesk()).toMatchObject({ ...readable, newer: waits });

  await checkDocument(portal.system(), second);
  const refused = { state: 'refused', reason: 'password', remarks: [] };
  expect(await onDesk()).toMatchObject({ ...readable, newer: { id: second, check: refused } });
  expect((await openOriginal(editor, first)).size).toBe(PDF.length);
  expect(await mine()).toMatchObject({ id: second, versionNumber: 2, check: refused });
  const { timeline } = await applicationForDesk(editor, number);
  expect(timeline.map(({ verb }) => verb)).toContain('document.refused');

  await replaceMyDocument(applicant(applicationId), { ...newer, bytes: { stream: Readable.from([PDF]) } });
  const { id: third } = await cvOf(number);
  await checkDocument(portal.system(), third);
  expect(await onDesk()).toMatchObject({ id: third, versionNumber: 3, newer: null });
});

test('what a file says about its maker is for the applicant alone, sealed, and in their export', async () => {
  const name = 'Ilia Chavchavadze of the mountain office';
  const { number } = await aSentApplication(portal, {
    files: { cv: { name: 'cv.pdf', bytes: await pdfOf({ info: { Author: name } }) } },
  });
  const { id, applicationId } = await cvOf(number);
  await checkDocument(portal.system(), id);
  const mine = await myApplication(applicant(applicationId));
  const cv = mine.documents.find(({ slot }) => slot === 'cv');
  expect(cv?.findings).toContainEqual({ kind: 'author', value: name });
  expect(JSON.stringify(await applicationForDesk(portal.as(await aMember(portal)), number))).not.toContain(name);
  expect(JSON.stringify((await myHoldings(applicant(applicationId))).record)).toContain(name);
  const [row] =
    await sql()`select encode(sealed_findings, 'escape') as bytes from document_checks where version_id = ${id}`;
  expect(row?.bytes).not.toContain('Chavchavadze');
});

test('without an answer from the scanner a file stays waiting, is never shown as clean, and is asked about again', async () => {
  const { number } = await aSentApplication(portal);
  const { id } = await cvOf(number);
  const silent = await silentServer();
  for (const scanner of [clamd('tcp://127.0.0.1:1'), clamd(`tcp://127.0.0.1:${silent}`, 300)])
    await checkDocument({ ...portal.system(), scanner }, id);
  expect(await stateOf(id)).toEqual({ state: 'waiting', reason: null, remarks: [], attempts: 2, done: false });
  // What a silent scanner costs is not counted as what a busy machine costs: that count ends in a refusal.
  const [counts] = await sql()`select starved from document_checks where version_id = ${id}`;
  expect(counts).toEqual({ starved: 0 });
  expect(await codeOf(openOriginal(portal.as(await aMember(portal)), id))).toBe('document_waiting');
  await checkWaiting(portal.system());
  expect(await jobs('documents.check', id)).toBe(1);
  await checkWaiting(portal.system(new Date(Date.now() + 3 * 60_000)));
  expect(await jobs('documents.check', id)).toBe(2);
  await checkWaiting(portal.system(new Date(Date.now() + 4 * 60_000)));
  expect(await jobs('documents.check', id)).toBe(2);
});

test.each(['~$CV.docx', '.~lock.CV.odt#'])(
  'a lock file (%s) is recognised by its name, with a sentence of its own',
  async (name) => {
    const outcome = await postForm(portal.stranger(), { files: { cv: { name, bytes: Buffer.alloc(162, 'x') } } });
    expect(outcome).toMatchObject({ kind: 'form', status: 415, errors: [{ field: 'cv', code: 'document_lock_file' }] });
  },
);

test.each([
  [
    'differ from those that arrived',
    (id: string) => sql()`update document_versions set fingerprint = '\\x00' where id = ${id}`,
  ],
  ['do not open', (id: string) => writeFile(storedAt(id), randomBytes(4096))],
  ['end early', (id: string) => truncate(storedAt(id), 40)],
])('a file whose stored bytes %s is refused as damaged, and asked for again', async (_, damage) => {
  const { number } = await aSentApplication(portal);
  const { id, applicationId } = await cvOf(number);
  await damage(id);
  await checkDocument(portal.system(), id);
  expect(await stateOf(id)).toMatchObject({ state: 'refused', reason: 'damaged', done: true });
  expect(await jobs('documents.render', id)).toBe(0);
  expect(await jobs('applications.tell-refused', id)).toBe(1);
  await runTellRefused(portal.system(), { applicationId, versionId: id });
  const mails = await sql()`select template from outbox where application_id = ${applicationId}`;
  expect(mails.map(({ template }) => template)).toContain('replace-document');
});

test('a store that has lost a file is not the fault of the file', async () => {
  const { number } = await aSentApplication(portal);
  const { id } = await cvOf(number);
  await portal.services.storage.remove(id);
  await expect(checkDocument(portal.system(), id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await stateOf(id)).toMatchObject({ state: 'waiting' });
});

test.skipIf(whyNoClamd() !== null)(
  'a file larger than the scanner takes is refused with a reason of its own',
  async () => {
    const server = await startClamd({ streamMaxLength: '1M' });
    onTestFinished(() => server.stop());
    const bytes = Buffer.concat([PDF, Buffer.alloc(3_000_000, ' ')]);
    const { number } = await aSentApplication(portal, { files: { cv: { name: 'cv.pdf', bytes } } });
    const { id } = await cvOf(number);
    await checkDocument({ ...portal.system(), scanner: clamd(server.url) }, id);
    expect(await stateOf(id)).toMatchObject({ state: 'refused', reason: 'too_large_to_scan' });
    expect(await jobs('applications.tell-refused', id)).toBe(1);
  },
);

const storedAt = (id: string) => path.join(portal.folder, 'files', id.slice(-2), id);

test.skipIf(whyNoClamd() !== null)(
  `a file in which a real clamd finds something is refused and reported, and never rendered${whyNoClamd() ?? ''}`,
  async () => {
    const server = await startClamd();
    onTestFinished(() => server.stop());
    const scanner = clamd(server.url);
    const bytes = Buffer.concat([PDF, Buffer.from(HARMFUL)]);
    const { number } = await aSentApplication(portal, { files: { cv: { name: 'A planted name.pdf', bytes } } });
    const all = await versionsOf(number);
    for (const one of all) await checkDocument({ ...portal.system(), scanner }, one.id);
    const states = await Promise.all(all.map(async (one) => [one.slot, (await stateOf(one.id))?.state]));
    expect(Object.fromEntries(states)).toEqual({ cv: 'refused', cover_letter: 'clear', writing_sample: 'clear' });
    const { id } = await cvOf(number);
    expect(await stateOf(id)).toMatchObject({ reason: 'infected' });
    expect(await jobs('documents.render', id)).toBe(0);
    const [line] =
      await sql()`select verb, details from audit_events where subject_id = ${id} order by audit_events.id desc limit 1`;
    expect(line).toEqual({
      verb: 'document.infected',
      details: { slot: 'cv', reason: 'infected', signature: 'Redaktion.Test.UNOFFICIAL' },
    });
    expect(JSON.stringify(line)).not.toContain('planted');
  },
);

/** Takes everything and says nothing. */
async function silentServer(): Promise<number> {
  const server: Server = createServer((socket) => void socket.resume().on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
