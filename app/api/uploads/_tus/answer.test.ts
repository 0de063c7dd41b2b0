import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { documentVersions } from '@/db/schema/documents';
import { uploadParts, uploads } from '@/db/schema/intake';
import { draftOf, newDraftToken } from '@/domain/applications/commands';
import { eraseBytes } from '@/domain/documents/commands';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { sweepUploads } from '@/domain/intake/commands';
import { uploadsOf } from '@/domain/intake/queries';
import { openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';
import { ask, create as createAt, creation, offsetOf, patch, slowPatch, type Wanted } from '@/platform/testing/tus';
import { documentsIn, type Served, serveUploads } from './testing';

const MEGABYTE = 1024 * 1024;
const PLANTED = 'PLANTED Gamsakhurdia';

let portal: TestPortal;
let served: Served;
beforeAll(async () => {
  portal = await openTestPortal();
  served = await serveUploads(() => portal.stranger());
});
afterAll(async () => {
  await served?.close();
  await portal?.close();
});

const create = (wanted: Wanted) => createAt(served.url, wanted);

const freshDraft = () => newDraftToken(portal.stranger());

function pdfOf(bytes: number): Buffer {
  return Buffer.concat([PDF, randomBytes(bytes - PDF.length)]);
}

async function storedIds(): Promise<string[]> {
  const entries = await readdir(path.join(portal.folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const unfinishedFiles = async () => (await storedIds()).filter((name) => name.includes('.'));

const partsOf = (url: string) =>
  portal.services.connection.db
    .select({ id: uploadParts.id, start: uploadParts.start, size: uploadParts.size })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, idIn(url)))
    .orderBy(uploadParts.start);

const idIn = (url: string) => url.split('/').at(-1) ?? '';

const said = (body: string) => JSON.parse(body) as { code: string; sentence: string };

const BEING_CHECKED = expect.objectContaining({ state: 'checking', mark: 'part', word: 'Being checked', say: '' });

describe('an upload', () => {
  it('in three pieces becomes a document of the draft, equal in every byte', async () => {
    const draft = freshDraft();
    const file = pdfOf(3 * MEGABYTE + 17);
    const url = await create({ draft, size: file.length, filename: 'ცხოვრება.pdf' });
    for (const [from, to] of [
      [0, 1000],
      [1000, 2 * MEGABYTE],
      [2 * MEGABYTE, file.length],
    ] as const) {
      const answer = await patch(url, { draft, offset: from, body: file.subarray(from, to) });
      expect([answer.status, answer.headers['upload-offset']]).toEqual([204, String(to)]);
    }
    expect(await documentsIn(portal.stranger(), draft)).toEqual({ cv: { name: 'ცხოვრება.pdf', bytes: file } });
    expect(await offsetOf(url, draft)).toBe(file.length);
    expect(await partsOf(url)).toEqual([]);
  });

  it('takes whole files with their creation', async () => {
    const draft = freshDraft();
    const file = pdfOf(70_000);
    const { method, headers } = creation({ draft, slot: 'coverLetter', filename: 'letter.pdf', size: file.length });
    const answer = await ask(served.url, {
      method,
      body: file,
      headers: { ...headers, 'content-type': 'application/offset+octet-stream' },
    });
    expect([answer.status, answer.headers['upload-offset']]).toEqual([201, String(file.length)]);
    expect(await documentsIn(portal.stranger(), draft)).toEqual({ cover_letter: { name: 'letter.pdf', bytes: file } });
  });

  it('counts for the form that is sent with its draft', async () => {
    const draft = freshDraft();
    const files = { cv: pdfOf(5000), coverLetter: pdfOf(6000), writingSample: pdfOf(7000) };
    await Promise.all(
      Object.entries(files).map(async ([slot, body]) => {
        const url = await create({ draft, slot, filename: `${slot}.pdf`, size: body.length });
        await patch(url, { draft, offset: 0, body });
      }),
    );
    const nothing = { name: '', bytes: Buffer.alloc(0) };
    const outcome = await postForm(portal.stranger(), {
      fields: { draft },
      files: { cv: nothing, coverLetter: nothing, writingSample: nothing },
    });
    expect(outcome.kind).toBe('sent');
    const kept = await documentsIn(portal.stranger(), draft);
    expect(Object.keys(kept).toSorted()).toEqual(['cover_letter', 'cv', 'writing_sample']);
    expect(kept.writing_sample?.bytes.equals(files.writingSample)).toBe(true);
  });

  it('opens one draft, however many begin under its token at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const draft = freshDraft();
      const begin = (slot: string) => create({ draft, slot, filename: 'a.pdf', size: 5000 });
      await Promise.all(['cv', 'coverLetter', 'writingSample', 'cv'].map(begin));
      expect(await uploadsOf(portal.stranger(), draft)).toHaveLength(4);
    }
  });

  it('is known to the draft while it is open, with what has arrived', async () => {
    const draft = freshDraft();
    const file = pdfOf(9000);
    expect(await uploadsOf(portal.stranger(), draft)).toEqual([]);
    const url = await create({
      draft,
      slot: 'writingSample',
      filename: '../../etc/x\u202efdp.pdf',
      size: 9000,
    });
    await patch(url, { draft, offset: 0, body: file.subarray(0, 5000) });
    expect(await uploadsOf(portal.stranger(), draft)).toMatchObject([
      { id: idIn(url), slot: 'writing_sample', name: 'xfdp.pdf', size: 9000, received: 5000 },
    ]);
    await patch(url, { draft, offset: 5000, body: file.subarray(5000) });
    expect(await uploadsOf(portal.stranger(), draft)).toEqual([]);
  });

  it('keeps what came before the line broke, whatever the size', async () => {
    const draft = freshDraft();
    const file = pdfOf(300_000);
    const url = await create({ draft, size: file.length });
    const line = slowPatch(url, { draft, offset: 0 }, file.length);
    await line.write(file.subarray(0, 200_001));
    line.breakOff();
    await expect(line.answer).rejects.toThrow();
    const offset = await offsetOf(url, draft);
    expect(offset).toBe(200_001);
    await patch(url, { draft, offset, body: file.subarray(offset) });
    expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
  });

  it('goes on over a new connection at once while the dead one still hangs', async () => {
    const draft = freshDraft();
    const file = pdfOf(400_000);
    const url = await create({ draft, size: file.length });
    const silent = slowPatch(url, { draft, offset: 0 }, file.length);
    await silent.write(file.subarray(0, 150_000));
    await expect.poll(unfinishedFiles).toHaveLength(1);
    const started = performance.now();
    const offset = await offsetOf(url, draft);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(offset).toBe(150_000);
    const answer = await patch(url, { draft, offset, body: file.subarray(offset) });
    expect(answer.status).toBe(204);
    expect((await silent.answer).headers['upload-offset']).toBe('150000');
    silent.breakOff();
    expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
  });

  it('sent by two at once comes together from both, or one is told to look again', async () => {
    const draft = freshDraft();
    const file = pdfOf(2 * MEGABYTE);
    const url = await create({ draft, size: file.length });
    const answers = await Promise.all([1, 2, 3, 4].map(() => patch(url, { draft, offset: 0, body: file })));
    for (const { status } of answers) expect([204, 409]).toContain(status);
    for (let offset = await offsetOf(url, draft); offset < file.length; offset = await offsetOf(url, draft))
      await patch(url, { draft, offset, body: file.subarray(offset) });
    expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
  });

  it('is the applicant’s activity', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const { applicationId = '' } = (await draftOf(portal.stranger(), draft)) ?? {};
    const row = eq(applications.id, applicationId);
    await portal.services.connection.db
      .update(applications)
      .set({ touchedAt: new Date(0) })
      .where(row);
    await patch(url, { draft, offset: 0, body: pdfOf(9000).subarray(0, 4500) });
    const [touched] = await portal.services.connection.db
      .select({ at: applications.touchedAt })
      .from(applications)
      .where(row);
    expect(Date.now() - Number(touched?.at)).toBeLessThan(60_000);
  });

  it('is removed on request, with its bytes, also once it is a document', async () => {
    const draft = freshDraft();
    const file = pdfOf(8000);
    const open = await create({ draft, size: file.length });
    await patch(open, { draft, offset: 0, body: file.subarray(0, 5000) });
    const [part] = await partsOf(open);
    const whole = await create({ draft, slot: 'coverLetter', filename: 'a.pdf', size: file.length });
    await patch(whole, { draft, offset: 0, body: file });
    for (const url of [open, whole]) {
      expect((await ask(url, { method: 'DELETE', headers: { 'upload-draft': draft } })).status).toBe(204);
      expect((await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } })).status).toBe(404);
    }
    expect(await documentsIn(portal.stranger(), draft)).toEqual({});
    await eraseBytes(portal.system(), [part?.id ?? '']);
    expect(await storedIds()).not.toContain(part?.id);
  });

  it('answers OPTIONS with what it can do, and nothing to other sites', async () => {
    const { status, headers } = await ask(served.url, {
      method: 'OPTIONS',
      headers: { origin: 'http://elsewhere.test' },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,termination,expiration,checksum',
      'tus-checksum-algorithm': 'sha1,sha256',
      'tus-max-size': String(MAX_DOCUMENT_BYTES),
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('shows its draft what is here, whole and in part, and nobody else', async () => {
    const draft = freshDraft();
    const file = pdfOf(9000);
    const whole = await create({ draft, size: file.length, filename: 'CV.pdf' });
    await patch(whole, { draft, offset: 0, body: file });
    const part = await create({ draft, slot: 'coverLetter', filename: 'წერილი.pdf', size: file.length });
    await patch(part, { draft, offset: 0, body: file.subarray(0, 5000) });
    const list = (token: string) => ask(served.url, { method: 'GET', headers: { 'upload-draft': token } });
    expect(JSON.parse((await list(draft)).body)).toEqual({
      documents: [{ slot: 'cv', name: 'CV.pdf', size: 9000, url: new URL(whole).pathname, check: BEING_CHECKED }],
      uploads: [{ slot: 'cover_letter', name: 'წერილი.pdf', size: 9000, received: 5000, url: new URL(part).pathname }],
    });
    expect(JSON.parse((await list(freshDraft())).body)).toEqual({ documents: [], uploads: [] });
    expect((await list('A'.repeat(44))).status).toBe(403);
  });

  it('tells the digest of what has arrived, so that another file of the same name and size is noticed', async () => {
    const draft = freshDraft();
    const file = pdfOf(9000);
    const url = await create({ draft, size: file.length });
    await patch(url, { draft, offset: 0, body: file.subarray(0, 3000) });
    await patch(url, { draft, offset: 3000, body: file.subarray(3000, 5000) });
    const headers = { 'upload-draft': draft, 'want-repr-digest': 'sha-256=10' };
    const digest = createHash('sha256').update(file.subarray(0, 5000)).digest('base64');
    expect((await ask(url, { method: 'HEAD', headers })).headers['repr-digest']).toBe(`sha-256=:${digest}:`);
    const unasked = await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } });
    expect(unasked.headers['repr-digest']).toBeUndefined();
  });

  it('takes a method that a proxy would not let through from a header', async () => {
    const draft = freshDraft();
    const file = pdfOf(5000);
    const url = await create({ draft, size: file.length });
    const headers = {
      'x-http-method-override': 'PATCH',
      'upload-draft': draft,
      'upload-offset': 0,
      'content-type': 'application/offset+octet-stream',
    };
    expect((await ask(url, { method: 'POST', body: file, headers })).status).toBe(204);
  });

  it('is what it was where a header names one nobody knows', async () => {
    const headers = { 'x-http-method-override': 'TRACE', 'upload-draft': freshDraft() };
    expect((await ask(served.url, { method: 'POST', headers })).status).toBe(400);
  });
});

describe('a checksum', () => {
  const digest = (algorithm: 'sha1' | 'sha256', bytes: Buffer) =>
    `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`;

  it.each(['sha1', 'sha256'] as const)(
    'by %s that is right is taken, and one that is wrong keeps nothing',
    async (algorithm) => {
      const draft = freshDraft();
      const file = pdfOf(5 * MEGABYTE);
      const url = await create({ draft, size: file.length });
      const before = await storedIds();
      const wrong = await patch(url, {
        draft,
        offset: 0,
        body: file,
        more: { 'upload-checksum': digest(algorithm, PDF) },
      });
      expect([wrong.status, said(wrong.body).code]).toEqual([460, 'upload_checksum']);
      expect(await offsetOf(url, draft)).toBe(0);
      expect(await storedIds()).toEqual(before);
      const right = { 'upload-checksum': digest(algorithm, file) };
      expect((await patch(url, { draft, offset: 0, body: file, more: right })).status).toBe(204);
      expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
    },
  );

  it.each(['md5 abcd', 'sha256', 'sha256 !', 'sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0= more'])(
    'that is none, %j, is refused',
    async (checksum) => {
      const draft = freshDraft();
      const url = await create({ draft, size: 9000 });
      const answer = await patch(url, { draft, offset: 0, body: PDF, more: { 'upload-checksum': checksum } });
      expect(answer.status).toBe(400);
      expect(await offsetOf(url, draft)).toBe(0);
    },
  );
});

describe('refused before a byte has travelled is', () => {
  it.each([
    ['an empty file', { size: 0 }, 422, 'document_empty'],
    ['a file over the limit', { size: MAX_DOCUMENT_BYTES + 1 }, 413, 'document_too_large'],
    ['a kind of file nobody can open', { filename: 'cv.exe' }, 415, 'document_wrong_type'],
    ['a photograph as a letter', { filename: 'a.jpg', slot: 'cover_letter' }, 415, 'document_wrong_type'],
    ['a slot that is none', { slot: 'passport' }, 422, 'invalid_input'],
    ['a forged draft', { draft: 'A'.repeat(44) }, 403, 'draft_unknown'],
    ['a call that is none', { more: { call: 'no-such-call' } }, 404, 'not_found'],
  ])('%s', async (_, wish, status, code) => {
    const answer = await ask(served.url, creation({ draft: freshDraft(), size: 5000, ...wish }));
    expect([answer.status, said(answer.body).code]).toEqual([status, code]);
    expect(said(answer.body).sentence).toMatch(/\w\.$/);
  });

  it('too many at once, until one is gone; for the same slot the oldest goes', async () => {
    const draft = freshDraft();
    const urls: string[] = [];
    for (let count = 0; count < 12; count += 1) urls.push(await create({ draft, size: 5000 }));
    urls.push(await create({ draft, size: 5000 }));
    const oldest = await ask(urls.shift() ?? '', { method: 'HEAD', headers: { 'upload-draft': draft } });
    expect(oldest.status).toBe(410);
    const answer = await ask(served.url, creation({ draft, size: 5000, slot: 'cover_letter' }));
    expect([answer.status, said(answer.body).code]).toEqual([429, 'too_many_uploads']);
    await ask(urls[0] ?? '', { method: 'DELETE', headers: { 'upload-draft': draft } });
    await expect(create({ draft, size: 5000 })).resolves.toMatch(/\/api\/uploads\//);
  });

  it('a length that is none, and a request that speaks no tus', async () => {
    const { headers } = creation({ draft: freshDraft(), size: 5000 });
    expect((await ask(served.url, { method: 'POST', headers: { ...headers, 'upload-length': 'many' } })).status).toBe(
      400,
    );
    const foreign = await ask(served.url, { method: 'POST', headers: { ...headers, 'tus-resumable': '0.2.2' } });
    expect([foreign.status, foreign.headers['tus-version']]).toEqual([412, '1.0.0']);
  });
});

describe('refused later is', () => {
  it('a file that is not what its name says, as soon as its head is here, and then for good', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: MAX_DOCUMENT_BYTES });
    const line = slowPatch(url, { draft, offset: 0, more: { 'accept-language': 'en' } }, MAX_DOCUMENT_BYTES);
    await line.write(Buffer.alloc(4096, 1));
    const answer = await line.answer;
    line.breakOff();
    expect(answer.status).toBe(415);
    expect(said(answer.body)).toMatchObject({
      code: 'document_mismatch',
      sentence:
        'What is inside this file is not what its name says. Open it, save it again as PDF or Word, and choose that one.',
    });
    expect((await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } })).status).toBe(415);
    expect(await partsOf(url)).toEqual([]);
    expect(await uploadsOf(portal.stranger(), draft)).toEqual([]);
  });

  it('a file whose head comes in several pieces', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    for (const offset of [0, 1000, 2000, 3000])
      expect((await patch(url, { draft, offset, body: Buffer.alloc(1000, 1) })).status).toBe(204);
    const [part] = await partsOf(url);
    expect((await patch(url, { draft, offset: 4000, body: Buffer.alloc(1000, 1) })).status).toBe(415);
    expect(await partsOf(url)).toEqual([]);
    await eraseBytes(portal.system(), [part?.id ?? '']);
    expect(await storedIds()).not.toContain(part?.id);
  });

  it('an offset that lies, and nothing of it is kept', async () => {
    const draft = freshDraft();
    const file = pdfOf(9000);
    const url = await create({ draft, size: file.length });
    await patch(url, { draft, offset: 0, body: file.subarray(0, 5000) });
    for (const offset of [0, 4999, 5001, 9000]) {
      const answer = await patch(url, { draft, offset, body: file.subarray(0, 100) });
      expect([answer.status, said(answer.body).code]).toEqual([409, 'upload_offset']);
    }
    expect(await offsetOf(url, draft)).toBe(5000);
    const [part] = await partsOf(url);
    expect(await partsOf(url)).toMatchObject([{ id: part?.id, start: 0, size: 5000 }]);
  });

  it('more than was announced', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const tooLong = await patch(url, { draft, offset: 0, body: pdfOf(9001) });
    expect(tooLong.status).toBe(413);
    expect(await offsetOf(url, draft)).toBe(0);
  });

  it('a piece of another media type', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const answer = await patch(url, { draft, offset: 0, body: PDF, more: { 'content-type': 'application/pdf' } });
    expect(answer.status).toBe(415);
  });

  it('somebody else’s upload, like one that is not there', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const other = freshDraft();
    await create({ draft: other, size: 9000 });
    // Without a token the applicant of a sent application is meant, and here is none.
    const strangers = [
      [other, 404],
      ['A'.repeat(44), 404],
      ['', 401],
    ] as const;
    for (const [stranger, status] of strangers) {
      const absent = url.replace(idIn(url), crypto.randomUUID());
      for (const where of [url, absent]) {
        const headers = { 'upload-draft': stranger };
        expect((await ask(where, { method: 'HEAD', headers })).status).toBe(status);
        expect((await ask(where, { method: 'DELETE', headers })).status).toBe(status);
        expect((await patch(where, { draft: stranger, offset: 0, body: PDF })).status).toBe(status);
      }
    }
    expect(await offsetOf(url, draft)).toBe(0);
  });

  it('an upload nobody has added to for seven days; its bytes go with it', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    await patch(url, { draft, offset: 0, body: pdfOf(9000).subarray(0, 5000) });
    const [part] = await partsOf(url);
    await portal.services.connection.db
      .update(uploads)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(uploads.id, idIn(url)));
    const expectGone = async () => {
      expect((await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } })).status).toBe(410);
      const answer = await patch(url, { draft, offset: 5000, body: PDF });
      expect([answer.status, said(answer.body).code]).toEqual([410, 'upload_expired']);
    };
    await expectGone();
    await sweepUploads(portal.system());
    await expectGone();
    expect(await partsOf(url)).toEqual([]);
    await eraseBytes(portal.system(), [part?.id ?? '']);
    expect(await storedIds()).not.toContain(part?.id);
    await sweepUploads(portal.system(new Date(Date.now() + 8 * 24 * 3_600_000)));
    expect((await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } })).status).toBe(404);
  });

  it('anything for an application that has been sent', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    expect((await postForm(portal.stranger(), { fields: { draft } })).kind).toBe('sent');
    const late = await patch(url, { draft, offset: 0, body: pdfOf(9000) });
    expect([late.status, said(late.body).code]).toEqual([410, 'already_sent']);
    const fresh = await ask(served.url, creation({ draft, size: 9000 }));
    expect([fresh.status, said(fresh.body).code]).toEqual([410, 'already_sent']);
  });
});

it('tells when it will end, and says so anew with each part', async () => {
  const draft = freshDraft();
  const made = await ask(served.url, creation({ draft, size: 9000 }));
  const inDays = (text: string | string[] | undefined) => (Date.parse(String(text)) - Date.now()) / (24 * 3_600_000);
  expect(inDays(made.headers['upload-expires'])).toBeCloseTo(7, 1);
});

it('leaves nothing readable on disk or in the database while a file is on its way', async () => {
  const draft = freshDraft();
  const text = Buffer.from(`${PLANTED} `.repeat(2000));
  const url = await create({ draft, slot: 'coverLetter', filename: `${PLANTED}.txt`, size: text.length });
  await patch(url, { draft, offset: 0, body: text.subarray(0, text.length - 10) });
  const [part] = await partsOf(url);
  const stored = path.join(portal.folder, 'files', part?.id.slice(-2) ?? '', part?.id ?? '');
  expect((await readFile(stored)).includes(PLANTED)).toBe(false);
  const [row] = await portal.services.connection.sql`select u::text as text from uploads u where id = ${idIn(url)}`;
  expect(row?.text).toMatch(/cover_letter/);
  for (const form of [PLANTED, Buffer.from(PLANTED).toString('hex'), Buffer.from(PLANTED).toString('base64')])
    expect(String(row?.text)).not.toContain(form);
  expect(Object.keys(await documentVersionsNamed(part?.id ?? ''))).toEqual([]);
});

const documentVersionsNamed = (id: string) =>
  portal.services.connection.db
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .where(eq(documentVersions.id, id));
