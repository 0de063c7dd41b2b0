import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eraseBytes } from '@/domain/documents/commands';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { uploadsOf } from '@/domain/intake/queries';
import { ask, creation, patch } from '@/platform/testing/tus';
import { documentsIn } from './testing';
import { create, freshDraft, idIn, partsOf, pdfOf, portal, served, storedIds, uploadsServed } from './testing/answered';

uploadsServed();

const BEING_CHECKED = expect.objectContaining({ state: 'checking', mark: 'part', word: 'Being checked', say: '' });

describe('an upload', () => {
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

  it('is taken behind two proxies, each of which tells by which way it was asked', async () => {
    const draft = freshDraft();
    const url = await create({ draft, size: 8000 });
    const headers = { 'upload-draft': draft, 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'a.test, b.test' };
    expect((await ask(url, { method: 'HEAD', headers })).status).toBe(200);
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

it('tells when it will end, and says so anew with each part', async () => {
  const draft = freshDraft();
  const made = await ask(served.url, creation({ draft, size: 9000 }));
  const inDays = (text: string | string[] | undefined) => (Date.parse(String(text)) - Date.now()) / (24 * 3_600_000);
  expect(inDays(made.headers['upload-expires'])).toBeCloseTo(7, 1);
});
