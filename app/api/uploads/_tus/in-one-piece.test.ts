import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { uploads } from '@/db/schema/intake';
import { sweepOrphans } from '@/domain/documents/commands';
import { isAppError } from '@/domain/errors';
import { receiveBytes } from '@/domain/intake/commands';
import { uploadFor } from '@/domain/intake/queries';
import { configureFailpoints } from '@/platform/failpoint';
import { offsetOf, patch, slowPatch } from '@/platform/testing/tus';
import { documentsIn } from './testing';
import { create, freshDraft, idIn, partsOf, pdfOf, portal, storedIds, uploadsServed } from './testing/answered';

uploadsServed();

const db = () => portal.services.connection.db;
const FILE = pdfOf(900_000);

async function begun() {
  const draft = freshDraft();
  const url = await create({ draft, size: FILE.length, filename: 'CV.pdf' });
  return { draft, url };
}

const cvOf = async (draft: string) => (await documentsIn(portal.stranger(), draft)).cv?.bytes;

describe('a file that comes in one piece', () => {
  afterEach(() => {
    configureFailpoints(undefined);
    vi.restoreAllMocks();
  });

  it('is sealed and written once, and is the document as it lies there', async () => {
    const { draft, url } = await begun();
    const before = await storedIds();
    const write = vi.spyOn(portal.services.storage, 'write');
    const { status } = await patch(url, { draft, offset: 0, body: FILE });
    expect([status, write.mock.calls.length]).toEqual([204, 1]);
    const [row] = await db()
      .select()
      .from(uploads)
      .where(eq(uploads.id, idIn(url)));
    const stored = (await storedIds()).filter((id) => !before.includes(id));
    expect(stored).toEqual([row?.versionId]);
    expect(row).toMatchObject({ state: 'finished', received: FILE.length });
    expect(await partsOf(url)).toEqual([]);
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
    const received = and(eq(auditEvents.verb, 'document.received'), eq(auditEvents.subjectId, stored[0] ?? ''));
    expect(await db().$count(auditEvents, received)).toBe(1);
  });

  it('whose checksum is right is one, too; whose is wrong leaves nothing', async () => {
    const { draft, url } = await begun();
    const before = await storedIds();
    const sum = (bytes: Buffer) => `sha1 ${createHash('sha1').update(bytes).digest('base64')}`;
    const piece = { draft, offset: 0, body: FILE };
    const wrong = await patch(url, { ...piece, more: { 'upload-checksum': sum(Buffer.from('another')) } });
    expect([wrong.status, await storedIds()]).toEqual([460, before]);
    const right = await patch(url, { ...piece, more: { 'upload-checksum': sum(FILE) } });
    expect([right.status, (await storedIds()).length]).toEqual([204, before.length + 1]);
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
  });

  it('is kept as far as it came where the line breaks, and goes on from there', async () => {
    const { draft, url } = await begun();
    const line = slowPatch(url, { draft, offset: 0 }, FILE.length);
    await line.write(FILE.subarray(0, 400_000));
    line.breakOff();
    const offset = await offsetOf(url, draft);
    expect(offset).toBeGreaterThan(100_000);
    expect((await partsOf(url)).map(({ size }) => size)).toEqual([offset]);
    await patch(url, { draft, offset, body: FILE.subarray(offset) });
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
  });

  it('sent twice at once is taken once, and nothing is left of the other', async () => {
    const { draft, url } = await begun();
    const before = await storedIds();
    const ctx = portal.stranger();
    const upload = await uploadFor(ctx, { id: idIn(url), token: draft });
    const both = await Promise.allSettled(
      [1, 2].map(() => receiveBytes(ctx, upload, { offset: 0, bytes: Readable.from([Buffer.from(FILE)]) })),
    );
    const faults = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(faults.map((fault) => isAppError(fault, 'upload_offset'))).toEqual([true]);
    expect(await storedIds()).toHaveLength(before.length + 1);
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
  });

  it('comes anew where the process failed before it was a document, and its bytes are swept', async () => {
    const { draft, url } = await begun();
    await sweepOrphans(portal.system(), -1000);
    const before = await storedIds();
    configureFailpoints('document.stored=throw');
    expect((await patch(url, { draft, offset: 0, body: FILE })).status).toBe(500);
    configureFailpoints(undefined);
    expect(await storedIds()).toHaveLength(before.length + 1);
    expect(await offsetOf(url, draft)).toBe(0);
    expect((await patch(url, { draft, offset: 0, body: FILE })).status).toBe(204);
    await sweepOrphans(portal.system(), -1000);
    expect(await storedIds()).toHaveLength(before.length + 1);
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
  });

  it('gives back the memory of every chunk, also of those that had to wait together', async () => {
    const { draft, url } = await begun();
    const ctx = portal.stranger();
    const chunks = Array.from({ length: 9 }, (_, place) =>
      chunkOf(FILE.subarray(place * 100_000, (place + 1) * 100_000)),
    );
    const bytes = new PassThrough({ highWaterMark: FILE.length });
    for (const chunk of chunks) bytes.write(chunk);
    bytes.end();
    const upload = await uploadFor(ctx, { id: idIn(url), token: draft });
    await receiveBytes(ctx, upload, { offset: 0, bytes });
    expect(chunks.map(({ length }) => length)).toEqual(Array(9).fill(0));
    expect((await cvOf(draft))?.equals(FILE)).toBe(true);
  });
});

/** With memory of its own, as the socket's have. */
function chunkOf(bytes: Buffer): Buffer {
  return Buffer.from(new Uint8Array(bytes).buffer);
}
