import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { POST as postForm } from '@/app/[locale]/(applicant)/calls/[call]/apply/route';
import { POST as postDocuments } from '@/app/[locale]/(applicant)/my/documents/route';
import { documentsIn } from '@/app/api/uploads/_tus/testing';
import { PATCH as patchUpload } from '@/app/api/uploads/[[...id]]/route';
import { newDraftToken } from '@/domain/applications/commands';
import { closeServices } from '@/domain/context';
import { beginUpload } from '@/domain/intake/commands';
import { aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { keepBody, RAW_BODY_HEADER } from '@/platform/raw-bodies';
import { receiptCookie } from './applicant-session';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
// A route opens the portal that its process is set up for.
beforeEach(() => {
  vi.stubEnv('DATABASE_URL', portal.databaseUrl);
  vi.stubEnv('PORTAL_KEY', portal.portalKey.toString('hex'));
  vi.stubEnv('PORTAL_URL', 'http://portal.test');
  vi.stubEnv('KEYS_URL', path.join(portal.folder, 'keys'));
  vi.stubEnv('STORAGE_URL', path.join(portal.folder, 'files'));
  vi.stubEnv('DATA_DIR', portal.folder);
});
afterAll(async () => {
  await closeServices();
  await portal.close();
});

/** As a socket reads it: each chunk in memory of its own. */
function chunksOf(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += 65_536)
    chunks.push(Buffer.from(new Uint8Array(bytes.subarray(from, from + 65_536)).buffer));
  return chunks;
}

const FILE = Buffer.concat([PDF, Buffer.alloc(500_000, '.')]);

/** One after another, as from a line: those that lie there together would be read as one. */
async function* arriving(chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

type Sent = { url: string; method?: string; headers: Record<string, string>; body: Buffer[] };

/** The request as the web process hands it over. */
function handOver({ url, method = 'POST', headers, body }: Sent): Request {
  const kept = keepBody(Readable.from(arriving(body), { objectMode: false }));
  return new Request(`http://portal.test${url}`, { method, headers: { ...headers, [RAW_BODY_HEADER]: kept } });
}

function formWith(file: Buffer[], fields: Record<string, string>): Pick<Sent, 'body'> & { type: string } {
  const typed = Object.entries(fields).map(
    ([name, value]) => `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `${typed.join('')}--B\r\ncontent-disposition: form-data; name="cv"; filename="CV.pdf"\r\n\r\n`;
  return {
    type: 'multipart/form-data; boundary=B',
    body: [Buffer.from(head), ...file, Buffer.from('\r\n--B--\r\n')],
  };
}

/** How much of what the socket has read still lies in memory, but for what lies at an end of the file. */
const left = (chunks: Buffer[]) => chunks.slice(1, -1).map(({ buffer }) => buffer.byteLength);
const NOTHING = [0, 0, 0, 0, 0, 0];

test('the form of the application gives back what it has sealed', async () => {
  const chunks = chunksOf(FILE);
  const draft = newDraftToken(portal.stranger());
  const { type, body } = formWith(chunks, { draft, action: 'save' });
  const url = '/en/calls/regional-specialists/apply';
  const request = handOver({ url, headers: { 'content-type': type }, body });
  const answer = await postForm(request, { params: Promise.resolve({ locale: 'en', call: 'regional-specialists' }) });
  expect(answer.status).toBe(200);
  expect(left(chunks)).toEqual(NOTHING);
  expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(FILE)).toBe(true);
});

test('so does a newer version of a document', async () => {
  const { session } = await aSentApplication(portal);
  const chunks = chunksOf(FILE);
  const { type, body } = formWith(chunks, {});
  const cookie = receiptCookie(session).split(';')[0] ?? '';
  const request = handOver({ url: '/en/my/documents', headers: { 'content-type': type, cookie }, body });
  expect((await postDocuments(request, { params: Promise.resolve({ locale: 'en' }) })).status).toBe(303);
  expect(left(chunks)).toEqual(NOTHING);
});

test('so does a piece of a resumable upload', async () => {
  const token = newDraftToken(portal.stranger());
  const wish = { id: randomUUID(), token, slot: 'cv', fileName: 'CV.pdf', size: FILE.length, locale: 'en' };
  await beginUpload(portal.stranger(), wish);
  const chunks = chunksOf(FILE);
  const request = handOver({
    url: `/api/uploads/${wish.id}`,
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-draft': token,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': String(FILE.length),
    },
    body: chunks,
  });
  expect((await patchUpload(request)).status).toBe(204);
  expect(left(chunks)).toEqual(NOTHING);
  expect((await documentsIn(portal.stranger(), token)).cv?.bytes.equals(FILE)).toBe(true);
});
