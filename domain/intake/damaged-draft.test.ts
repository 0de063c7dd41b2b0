import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicantSession, enterReceiptCode } from '@/domain/applications/commands';
import { myApplication } from '@/domain/applications/queries';
import { contextFor } from '@/domain/context';
import { damage } from '@/domain/testing/damage';
import { aSentApplication, openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';
import { beginUpload, draftForm, newDraftToken, receiveBytes, sweepUploads } from './commands';
import { draftFiles, myOpenUploads, type Upload, uploadFor } from './queries';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const NONE = { name: '', bytes: Buffer.alloc(0) };
const WITHOUT_CV = { cv: NONE };
const HALF = Math.floor(PDF.length / 2);

async function aDraft(): Promise<{ draft: string; code: string }> {
  const draft = newDraftToken(portal.stranger());
  const fields = { draft, action: 'save' };
  const outcome = await postForm(portal.stranger(), { fields, files: WITHOUT_CV });
  if (outcome.kind !== 'form' || !outcome.form.code) throw new Error('not saved');
  return { draft, code: outcome.form.code };
}

async function applicantWith(code: string) {
  const { session } = await enterReceiptCode(portal.stranger(), { typed: code });
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  return contextFor({ kind: 'applicant', ...found }, portal.services);
}

/** A CV that is on its way into the draft, its name damaged meanwhile. */
async function aNamelessUpload(token: string, ctx = portal.stranger()): Promise<Upload> {
  const id = crypto.randomUUID();
  await beginUpload(ctx, { id, token, slot: 'cv', fileName: 'my cv.pdf', size: PDF.length, locale: 'en' });
  await damage(portal, { table: 'uploads', column: 'sealed_name', of: id });
  return uploadFor(ctx, { id, token });
}

const sendPart = async (upload: Upload, token: string, [from, to]: [number, number]) =>
  receiveBytes(portal.stranger(), await uploadFor(portal.stranger(), { id: upload.id, token }), {
    offset: from,
    bytes: Readable.from([PDF.subarray(from, to)]),
  });

describe('a file on its way whose name is damaged', () => {
  it('stands in its form without it', async () => {
    const { draft } = await aDraft();
    const { id } = await aNamelessUpload(draft);
    expect((await draftForm(portal.stranger(), { draftToken: draft }))?.uploads.cv).toMatchObject({ id, name: null });
    expect((await draftFiles(portal.stranger(), draft)).uploads).toMatchObject([{ id, name: null }]);
  });

  it('becomes a document under a plain name, in one piece and in several, and can be sent', async () => {
    for (const pieces of [
      [[0, PDF.length]],
      [
        [0, 5],
        [5, HALF],
        [HALF, PDF.length],
      ],
    ] as [number, number][][]) {
      const { draft } = await aDraft();
      const upload = await aNamelessUpload(draft);
      for (const piece of pieces) await sendPart(upload, draft, piece);
      const { documents } = await draftFiles(portal.stranger(), draft);
      expect(documents.find(({ slot }) => slot === 'cv')).toMatchObject({ name: 'CV.pdf', size: PDF.length });
      const sent = await postForm(portal.stranger(), { fields: { draft }, files: WITHOUT_CV });
      expect(sent).toMatchObject({ kind: 'sent' });
    }
  });

  it('stands on the page of what has been sent, as a newer version', async () => {
    const { code } = await aSentApplication(portal);
    const mine = await applicantWith(code);
    const { id } = await aNamelessUpload('', mine);
    expect(await myOpenUploads(mine)).toMatchObject([{ id, slot: 'cv', name: null }]);
  });
});

describe('a file that arrived whole, but is no document yet', () => {
  const damagedKey = (id: string) => damage(portal, { table: 'uploads', column: 'sealed_key', of: id });
  const lostPart = async (id: string) => {
    const [part] = await portal.services.connection.sql`select id from upload_parts where upload_id = ${id}`;
    await portal.services.storage.remove(part?.id);
  };

  it.each([
    ['is damaged', damagedKey],
    ['has lost a part of its bytes', lostPart],
  ])('becomes one at night though another %s, and what is over ends then, too', async (_, spoil) => {
    const { sql } = portal.services.connection;
    const drafts = [await aDraft(), await aDraft(), await aDraft()];
    for (const [place, { draft }] of drafts.entries()) {
      const upload = await aNamelessUpload(draft);
      await sendPart(upload, draft, [0, HALF]);
      await sql`update uploads set size = ${HALF}, touched_at = now() - interval '1 hour' where id = ${upload.id}`;
      if (place === 0) await spoil(upload.id);
    }
    const { draft: given } = await aDraft();
    const over = await aNamelessUpload(given);
    await sql`update uploads set expires_at = now() - interval '1 minute' where id = ${over.id}`;
    await sweepUploads(portal.system());
    expect(await sql`select state from uploads where id = ${over.id}`).toEqual([{ state: 'expired' }]);
    const names = await Promise.all(
      drafts.map(async ({ draft }) => {
        const { documents } = await draftFiles(portal.stranger(), draft);
        return documents.find(({ slot }) => slot === 'cv')?.name;
      }),
    );
    expect(names).toEqual([undefined, 'CV.pdf', 'CV.pdf']);
  });
});

describe('a draft whose text is damaged', () => {
  it('opens with its files, blank, and is filled in and sent once more', async () => {
    const draft = newDraftToken(portal.stranger());
    const saved = await postForm(portal.stranger(), { fields: { draft, action: 'save' } });
    if (saved.kind !== 'form' || !saved.form.code) throw new Error('not saved');
    const mine = await applicantWith(saved.form.code);
    if (mine.actor.kind !== 'applicant') throw new Error('nobody');
    await damage(portal, { table: 'applications', column: 'sealed_answers', of: mine.actor.applicationId });
    const form = await draftForm(portal.stranger(), { draftToken: draft });
    expect([form?.values.name, Object.keys(form?.documents ?? {}).length]).toEqual(['', 3]);
    expect(await myApplication(mine)).toMatchObject({ state: 'draft', unreadable: 'answers' });
    const files = { cv: NONE, coverLetter: NONE, writingSample: NONE };
    expect(await postForm(portal.stranger(), { fields: { draft }, files })).toMatchObject({ kind: 'sent' });
  });
});
