import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';
import { documentVersions } from '@/db/schema/documents';
import { outbox } from '@/db/schema/messages';
import { enterReceiptCode } from '@/domain/applications/commands';
import { scheduleCall } from '@/domain/calls/commands';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { aSentApplication, openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';
import { beginIntake, draftForm, newDraftToken } from './commands';
import type { FormOutcome } from './input';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

function asForm(outcome: FormOutcome): Extract<FormOutcome, { kind: 'form' }> {
  if (outcome.kind !== 'form') throw new Error('it was sent');
  return outcome;
}

function asSent(outcome: FormOutcome): Extract<FormOutcome, { kind: 'sent' }> {
  if (outcome.kind !== 'sent') throw new Error(`it was not sent: ${JSON.stringify(outcome.errors)}`);
  return outcome;
}

async function storedFiles(): Promise<number> {
  const entries = await readdir(path.join(portal.folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function mailsAbout(number: string) {
  return portal.services.connection.db
    .select({ template: outbox.template, kind: outbox.recipientKind, state: outbox.state })
    .from(outbox)
    .innerJoin(applications, eq(applications.id, outbox.applicationId))
    .where(eq(applications.number, number));
}

describe('a complete form', () => {
  it('becomes an application with a number, a code, one mail to the inbox and one to the applicant', async () => {
    const outcome = asSent(await postForm(portal.stranger()));
    expect(outcome.number).toMatch(/^APP-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(outcome.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(outcome.replay).toBe(false);
    expect(await mailsAbout(outcome.number)).toEqual([
      { template: 'new-application', kind: 'inbox', state: 'waiting' },
      { template: 'received', kind: 'applicant', state: 'waiting' },
    ]);
  });

  it('writes what happened to the audit trail without a name', async () => {
    const { number } = await aSentApplication(portal, { fields: { name: 'Planted Namesdottir' } });
    const [row] = await portal.services.connection.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.number, number));
    const trail = await portal.services.connection.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, row?.id ?? ''));
    expect(trail.map((event) => event.verb)).toEqual(['draft.opened', 'application.submitted']);
    expect(JSON.stringify(trail, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'Planted',
    );
  });

  it('sends no mail to those who want none', async () => {
    const { number } = await aSentApplication(portal, { fields: { noMail: 'on' } });
    expect(await mailsAbout(number)).toEqual([{ template: 'new-application', kind: 'inbox', state: 'waiting' }]);
  });

  it('needs no address', async () => {
    const { number } = await aSentApplication(portal, { fields: { email: '' } });
    expect(await mailsAbout(number)).toHaveLength(1);
  });

  it('takes a typed letter and a link instead of files', async () => {
    const none = { name: '', bytes: Buffer.alloc(0) };
    const outcome = await postForm(portal.stranger(), {
      fields: { coverLetterText: 'Dear editors', writingSampleUrl: 'https://example.org/water-day' },
      files: { coverLetter: none, writingSample: none },
    });
    expect(asSent(outcome).number).toMatch(/^APP-/);
  });
});

describe('sent twice', () => {
  it('shows the same receipt and makes one application', async () => {
    const token = newDraftToken(portal.stranger());
    const first = asSent(await postForm(portal.stranger(), { fields: { draft: token } }));
    const second = asSent(await postForm(portal.stranger(), { fields: { draft: token } }));
    expect(second).toMatchObject({ number: first.number, code: first.code, replay: true });
    expect(await mailsAbout(first.number)).toHaveLength(2);
  });

  it('makes one application of eight clicks at once', async () => {
    const token = newDraftToken(portal.stranger());
    const clicks = await Promise.all(
      Array.from({ length: 8 }, () => postForm(portal.stranger(), { fields: { draft: token } })),
    );
    const receipts = clicks.map(asSent);
    expect(new Set(receipts.map((receipt) => receipt.number)).size).toBe(1);
    expect(new Set(receipts.map((receipt) => receipt.code)).size).toBe(1);
    expect(receipts.filter((receipt) => !receipt.replay)).toHaveLength(1);
    expect(await mailsAbout(receipts[0]?.number ?? '')).toHaveLength(2);
  });
});

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

describe('a forged draft', () => {
  it('is refused, and what was sent with it is kept in a new draft', async () => {
    const outcome = asForm(await postForm(portal.stranger(), { fields: { draft: 'A'.repeat(44) } }));
    expect(outcome).toMatchObject({ status: 403, notice: 'forged' });
    expect(Object.keys(outcome.form.documents)).toHaveLength(3);
    asSent(await postForm(portal.stranger(), { fields: { draft: outcome.form.draft } }));
  });
});

describe('a closed call', () => {
  it('refuses one second after the deadline, by the database clock, and keeps the draft', async () => {
    const slug = 'regional-specialists';
    const schedule = { state: 'open' as const, answerBy: null, timeZone: 'Asia/Tbilisi' };
    const sent = await portal.services.connection.db
      .select({ count: count() })
      .from(applications)
      .where(eq(applications.state, 'submitted'));
    await scheduleCall(portal.system(), slug, { ...schedule, closesAt: new Date(Date.now() - 1000) });
    const earlier = new Date(Date.now() - 60_000);
    const outcome = asForm(await postForm(portal.stranger(earlier)));
    await scheduleCall(portal.system(), slug, { ...schedule, closesAt: null });
    expect(outcome).toMatchObject({ status: 410, notice: 'closed' });
    expect(Object.keys(outcome.form.documents)).toHaveLength(3);
    expect(
      await portal.services.connection.db
        .select({ count: count() })
        .from(applications)
        .where(eq(applications.state, 'submitted')),
    ).toEqual(sent);
  });
});

describe('the receipt code', () => {
  it('opens the application however it is typed', async () => {
    const { code } = await aSentApplication(portal);
    const typed = ` ${code.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect((await enterReceiptCode(portal.stranger(), { typed })).applicationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says nothing about an unknown one, and stops after twenty tries', async () => {
    const stranger = portal.as({ kind: 'stranger', peer: 'somebody-who-guesses' });
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => enterReceiptCode(stranger, { typed: '0000 0000 0000 0000' })),
    );
    expect(tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'in'))).toEqual(
      Array(20).fill('unknown_code'),
    );
    await expect(enterReceiptCode(stranger, { typed: '0000 0000 0000 0000' })).rejects.toMatchObject({
      code: 'too_many_tries',
    });
  });

  it('opens for right codes however many come from one place, and counts nobody on this machine itself', async () => {
    const outcome = await postForm(portal.stranger());
    if (outcome.kind !== 'sent' || !outcome.code) throw new Error('not sent');
    const { code } = outcome;
    const office = portal.as({ kind: 'stranger', peer: 'an-office' });
    for (let time = 0; time < 25; time += 1) await enterReceiptCode(office, { typed: code });
    const onion = portal.as({ kind: 'stranger', peer: 'local.everybody' });
    const wrong = Array.from({ length: 25 }, () => enterReceiptCode(onion, { typed: '0000 0000 0000 0000' }));
    for (const one of wrong) await expect(one).rejects.toMatchObject({ code: 'unknown_code' });
    await enterReceiptCode(onion, { typed: code });
  }, 30_000);
});

it('keeps names, addresses and file names out of the database and off the disk', async () => {
  await aSentApplication(portal, {
    fields: {
      name: 'Zaznobina-Planted',
      email: 'planted.address@example.org',
      place: 'Plantedville',
      coverLetterText: 'planted letter',
    },
    files: { cv: { name: 'Planted-CV.pdf', bytes: Buffer.concat([PDF, Buffer.from('planted-in-the-file')]) } },
  });
  const tables = await portal.services.connection
    .sql`select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  for (const { table_name: table } of tables) {
    const rows = await portal.services.connection
      .sql`select t::text as line from ${portal.services.connection.sql(table)} t`;
    const text = rows.map((row) => row.line).join('\n');
    expect(text.toLowerCase(), table).not.toContain('planted');
    expect(text, table).not.toContain(Buffer.from('lanted').toString('hex'));
  }
  const files = await readdir(portal.folder, { recursive: true, withFileTypes: true });
  expect(
    files
      .map((file) => file.name)
      .join(' ')
      .toLowerCase(),
  ).not.toContain('planted');
  const { readFile } = await import('node:fs/promises');
  for (const file of files.filter((one) => one.isFile())) {
    expect((await readFile(path.join(file.parentPath, file.name))).includes('lanted'), file.name).toBe(false);
  }
  expect(await portal.services.connection.db.select({ count: count() }).from(documentVersions)).not.toEqual([
    { count: 0 },
  ]);
});
