import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { uploads } from '@/db/schema/intake';
import { draftOf, handOutDraftToken } from '@/domain/applications/commands';
import { eraseBytes } from '@/domain/documents/commands';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { receiveBytes, sweepUploads } from '@/domain/intake/commands';
import { uploadFor, uploadsOf } from '@/domain/intake/queries';
import { eraseMyApplication } from '@/domain/retention/commands';
import { PDF, postForm } from '@/domain/testing/portal';
import { translator } from '@/locales';
import { ask, creation, offsetOf, patch, slowPatch } from '@/platform/testing/tus';
import {
  create,
  freshDraft,
  idIn,
  partsOf,
  pdfOf,
  portal,
  said,
  served,
  storedIds,
  uploadsServed,
} from './testing/answered';

uploadsServed();

const inEnglish = translator('en', 'uploads');

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

  it('a file of a draft that was erased elsewhere, and the next one, in words that say so', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const { applicationId } = (await draftOf(portal.stranger(), draft)) ?? { applicationId: '' };
    const again = await handOutDraftToken(portal.system(), applicationId);
    await eraseMyApplication(portal.as({ kind: 'applicant', applicationId, sessionHash: Buffer.alloc(32) }));
    for (const token of [draft, again]) {
      const answer = await patch(url, { draft: token, offset: 0, body: PDF });
      expect([answer.status, said(answer.body).sentence]).toEqual([404, inEnglish('gone')]);
    }
    const next = await ask(served.url, creation({ draft: again, size: 5000 }));
    expect([next.status, said(next.body).sentence]).toEqual([403, inEnglish('draftGone')]);
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

  it.each([4000, 9000])('%i bytes on their way while another device sent the application', async (bytes) => {
    const draft = freshDraft();
    const url = await create({ draft, size: 9000 });
    const ctx = portal.stranger();
    const upload = await uploadFor(ctx, { id: idIn(url), token: draft });
    expect((await postForm(ctx, { fields: { draft } })).kind).toBe('sent');
    const stretch = { offset: 0, bytes: Readable.from([pdfOf(9000).subarray(0, bytes)]) };
    await expect(receiveBytes(ctx, upload, stretch)).rejects.toMatchObject({ code: 'already_sent' });
  });
});
