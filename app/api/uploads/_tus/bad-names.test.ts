import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { PDF } from '@/domain/testing/portal';
import { ask, create, creation, offsetOf, patch } from '@/platform/testing/tus';
import { documentsIn } from './testing';
import { freshDraft, portal, served, uploadsServed } from './testing/answered';

uploadsServed();

async function nameKept(filename: string): Promise<string> {
  const draft = freshDraft();
  const url = await create(served.url, { draft, size: PDF.length, filename });
  expect((await patch(url, { draft, offset: 0, body: PDF })).status).toBe(204);
  return (await documentsIn(portal.stranger(), draft)).cv?.name ?? '';
}

async function namesOnDisk(): Promise<string[]> {
  const entries = await readdir(portal.folder, { recursive: true, withFileTypes: true });
  return entries.map(({ name }) => name);
}

describe('a file whose name is a trick', () => {
  it.each([
    ['parts of a path', '../../../etc/passwd.pdf', 'passwd.pdf'],
    ['parts of a Windows path', 'C:\\Users\\..\\..\\CV.pdf', 'CV.pdf'],
    ['a mark that turns the reading direction', 'CV\u202efdp.exe.pdf', 'CVfdp.exe.pdf'],
    ['isolates and marks nobody sees', '\u2066CV\u2069\u200f\u061c\ufeff.pdf', 'CV.pdf'],
    ['a zero byte, a line break and an escape', 'CV\u0000\r\n\u001b[31m.pdf', 'CV[31m.pdf'],
    ['a folder of its own', 'folder/CV.pdf', 'CV.pdf'],
    ['half a character', 'CV\ud800.pdf', 'CV\ufffd.pdf'],
  ])('with %s is kept under the plain one', async (_, filename, kept) => {
    expect(await nameKept(filename)).toBe(kept);
    expect((await namesOnDisk()).filter((name) => /passwd|CV/.test(name))).toEqual([]);
  });

  it('taken apart (NFD) and put together (NFC) is the same name', async () => {
    const name = 'Ünïcodé ქ Ёй.pdf';
    expect(await nameKept(name.normalize('NFD'))).toBe(name.normalize('NFC'));
    expect(await nameKept(name.normalize('NFC'))).toBe(name.normalize('NFC'));
  });

  it('of 300 bytes and of 3,000 is shortened, and its ending stays', async () => {
    for (const length of [100, 1000]) {
      const kept = await nameKept(`${'ქ'.repeat(length)}.pdf`);
      expect(kept).toMatch(/^ქ+\.pdf$/);
      expect(Array.from(kept).length).toBeLessThanOrEqual(200);
    }
  });

  it.each(['   ', '...', '..', '/', 'CV', 'CV.pdf.exe'])('%j has no kind we take and is refused', async (filename) => {
    const answer = await ask(served.url, creation({ draft: freshDraft(), size: PDF.length, filename }));
    expect(answer.status).toBe(415);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'document_wrong_type' });
  });
});

describe('a length that lies', () => {
  const create9000 = (draft: string) => create(served.url, { draft, size: 9000 });

  it.each(['-1', '1e3', '0x10', '9007199254740993', '12.5', ' ', '5000, 6000'])(
    'when the upload is announced (%j) is refused',
    async (length) => {
      const { headers } = creation({ draft: freshDraft(), size: 5000 });
      const answer = await ask(served.url, { method: 'POST', headers: { ...headers, 'upload-length': length } });
      expect([400, 413, 422]).toContain(answer.status);
      expect(JSON.parse(answer.body).sentence).toMatch(/\.$/);
    },
  );

  it('deferred is refused: we take no file whose size nobody tells', async () => {
    const { headers = {} } = creation({ draft: freshDraft(), size: 5000 });
    const { 'upload-length': _, ...rest } = headers;
    const answer = await ask(served.url, { method: 'POST', headers: { ...rest, 'upload-defer-length': '1' } });
    expect([400, 501]).toContain(answer.status);
  });

  it.each(['-1', '1e2', 'NaN', '', `${Number.MAX_SAFE_INTEGER}0`])(
    'of an offset that is no number (%j) is refused, and nothing is kept',
    async (offset) => {
      const draft = freshDraft();
      const url = await create9000(draft);
      const answer = await patch(url, { draft, offset: 0, body: PDF, more: { 'upload-offset': offset } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await offsetOf(url, draft)).toBe(0);
    },
  );

  it('one byte over the limit is refused, exactly the limit is not', async () => {
    const sized = (size: number) => ask(served.url, creation({ draft: freshDraft(), size }));
    expect((await sized(MAX_DOCUMENT_BYTES + 1)).status).toBe(413);
    expect((await sized(MAX_DOCUMENT_BYTES)).status).toBe(201);
  });
});
