import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { PDF, postForm } from '@/domain/testing/portal';
import { beginIntake, draftForm, newDraftToken } from './commands';
import { aPortalWithForms, asForm, asSent, portal } from './testing';

aPortalWithForms();

async function storedFiles(): Promise<number> {
  const entries = await readdir(path.join(portal.folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

describe('a form with faults', () => {
  it('names every missing part, in the order of the form', async () => {
    const none = { name: '', bytes: Buffer.alloc(0) };
    const outcome = asForm(
      await postForm(portal.stranger(), {
        fields: { name: '', region: [], consent: '' },
        files: { cv: none, coverLetter: none, writingSample: none },
      }),
    );
    expect(outcome.status).toBe(422);
    expect(outcome.errors).toEqual([
      { field: 'name', code: 'missing' },
      { field: 'region', code: 'missing' },
      { field: 'cv', code: 'document_missing' },
      { field: 'coverLetter', code: 'document_missing' },
      { field: 'writingSample', code: 'document_missing' },
      { field: 'consent', code: 'consent_missing' },
    ]);
  });

  it('keeps what was typed and what was received, and takes the rest later', async () => {
    const outcome = asForm(await postForm(portal.stranger(), { fields: { consent: '', place: 'Alazani' } }));
    expect(outcome.form.values).toMatchObject({
      name: 'ქეთევან მთისძირელი',
      place: 'Alazani',
      region: ['georgia'],
      consent: false,
    });
    expect(Object.keys(outcome.form.documents)).toEqual(['cv', 'cover_letter', 'writing_sample']);

    const kept = await draftForm(portal.stranger(), { draftToken: outcome.form.draft });
    expect(kept?.values.place).toBe('Alazani');

    const none = { name: '', bytes: Buffer.alloc(0) };
    const again = await postForm(portal.stranger(), {
      fields: { draft: outcome.form.draft },
      files: { cv: none, coverLetter: none, writingSample: none },
    });
    expect(asSent(again).number).toMatch(/^APP-/);
  });

  it.each([
    ['an empty file', { name: 'CV.pdf', bytes: Buffer.alloc(0) }, 422, 'document_empty'],
    ['a program', { name: 'CV.exe', bytes: Buffer.from('MZ') }, 415, 'document_wrong_type'],
    ['a program that calls itself a PDF', { name: 'CV.pdf', bytes: Buffer.from('MZ\0\0') }, 415, 'document_mismatch'],
  ])('refuses %s at its field and keeps the others', async (_, cv, status, code) => {
    const outcome = asForm(await postForm(portal.stranger(), { files: { cv } }));
    expect(outcome.status).toBe(status);
    expect(outcome.errors).toEqual([expect.objectContaining({ field: 'cv', code })]);
    expect(Object.keys(outcome.form.documents)).toEqual(['cover_letter', 'writing_sample']);
  });

  it('refuses a file one byte over the limit, names the limit and leaves nothing on disk', async () => {
    const before = await storedFiles();
    const cv = { name: 'CV.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(MAX_DOCUMENT_BYTES + 1 - PDF.length)]) };
    const none = { name: '', bytes: Buffer.alloc(0) };
    const outcome = asForm(
      await postForm(portal.stranger(), { files: { cv, coverLetter: none, writingSample: none } }),
    );
    expect(outcome.status).toBe(413);
    expect(outcome.errors[0]).toEqual({
      field: 'cv',
      code: 'document_too_large',
      details: { limitBytes: MAX_DOCUMENT_BYTES },
    });
    expect(await storedFiles()).toBe(before);
  });

  it('takes a file of exactly the limit', async () => {
    const cv = { name: 'CV.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(MAX_DOCUMENT_BYTES - PDF.length)]) };
    asSent(await postForm(portal.stranger(), { files: { cv } }));
  });

  it('reads a refused file to its end, so that the rest of the form arrives', async () => {
    const intake = await beginIntake(portal.stranger(), { callSlug: 'regional-specialists', locale: 'en' });
    const stream = new PassThrough();
    const taken = intake.file('cv', 'CV.exe', stream);
    for (let part = 0; part < 40; part += 1)
      if (!stream.write(Buffer.alloc(65_536))) await new Promise((resolve) => stream.once('drain', resolve));
    stream.end();
    await taken;
    expect(stream.readableEnded).toBe(true);
  });

  it('leaves nothing of a file whose line breaks in the middle', async () => {
    const before = await storedFiles();
    const intake = await beginIntake(portal.stranger(), { callSlug: 'regional-specialists', locale: 'en' });
    const broken = Readable.from(
      (async function* () {
        yield PDF;
        yield Buffer.alloc(200_000);
        throw new Error('the line broke');
      })(),
    );
    await expect(intake.file('cv', 'CV.pdf', broken)).rejects.toThrow();
    expect(await storedFiles()).toBe(before);
  });

  it.each([
    ['201 characters', 'x'.repeat(201), { field: 'name', code: 'too_long', details: { limit: 200, length: 201 } }],
  ])('refuses a name of %s', async (_, name, fault) => {
    expect(asForm(await postForm(portal.stranger(), { fields: { name } })).errors).toEqual([fault]);
  });

  it('takes a name of 200 characters, and one with turned and control characters made plain', async () => {
    asSent(await postForm(portal.stranger(), { fields: { name: '𐐀'.repeat(200) } }));
    const token = newDraftToken(portal.stranger());
    const outcome = asForm(
      await postForm(portal.stranger(), { fields: { draft: token, name: 'A\u202eB\u0000C\r\nD', consent: '' } }),
    );
    expect(outcome.form.values.name).toBe('AB C D');
  });

  it('refuses an address, a link, a region and a language that are none', async () => {
    const outcome = asForm(
      await postForm(portal.stranger(), {
        fields: {
          email: 'a@b, c@d.org',
          region: ['atlantis'],
          writes: ['<script>'],
          writingSampleUrl: 'javascript:alert(1)',
        },
      }),
    );
    expect(outcome.errors.map(({ field, code }) => [field, code])).toEqual([
      ['email', 'not_an_address'],
      ['region', 'unknown_choice'],
      ['writes', 'unknown_choice'],
      ['writingSampleUrl', 'not_a_link'],
    ]);
  });
});
