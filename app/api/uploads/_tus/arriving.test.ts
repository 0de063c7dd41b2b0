import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { documentVersions } from '@/db/schema/documents';
import { draftOf } from '@/domain/applications/commands';
import { uploadsOf } from '@/domain/intake/queries';
import { PDF, postForm } from '@/domain/testing/portal';
import { ask, creation, offsetOf, patch, slowPatch } from '@/platform/testing/tus';
import { documentsIn } from './testing';
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

const MEGABYTE = 1024 * 1024;
const PLANTED = 'PLANTED Gamsakhurdia';
const unfinishedFiles = async () => (await storedIds()).filter((name) => name.includes('.'));

const documentVersionsNamed = (id: string) =>
  portal.services.connection.db
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .where(eq(documentVersions.id, id));

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
