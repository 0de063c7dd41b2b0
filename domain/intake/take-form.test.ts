import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { count, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';
import { documentVersions } from '@/db/schema/documents';
import { outbox } from '@/db/schema/messages';
import { scheduleCall } from '@/domain/calls/commands';
import { aSentApplication, PDF, postForm } from '@/domain/testing/portal';
import { beginIntake, draftForm, newDraftToken } from './commands';
import { aPortalWithForms, asForm, asSent, portal } from './testing';

aPortalWithForms();

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

describe('a form whose last file is still on its way to the disk', () => {
  it('has its text kept already, and is sent with that text', async () => {
    const ctx = portal.stranger();
    const draft = newDraftToken(ctx);
    const intake = await beginIntake(ctx, { callSlug: 'regional-specialists', locale: 'en' });
    const fields = { draft, action: 'send', name: 'ქეთევან', region: 'georgia', writes: 'ka', consent: 'on' };
    for (const [name, value] of Object.entries({ ...fields, coverLetterText: 'From the valley.' }))
      intake.field(name, value);
    intake.field('writingSampleUrl', 'https://example.org/water-day');
    const file = new PassThrough();
    file.write(PDF);
    const taken = intake.file('cv', 'CV.pdf', file);
    intake.whole();
    await expect.poll(async () => (await draftForm(ctx, { draftToken: draft }))?.values.name).toBe('ქეთევან');
    file.end();
    await taken;
    asSent(await intake.finish());
  });
});

describe('a form of which only a beginning came', () => {
  it('has that kept, and what did not come left as it was', async () => {
    const ctx = portal.stranger();
    const draft = newDraftToken(ctx);
    const coverLetterText = 'From the valley.';
    await postForm(ctx, { fields: { draft, action: 'save', name: 'Keti', coverLetterText }, files: {} });
    const intake = await beginIntake(ctx, { callSlug: 'regional-specialists', locale: 'en' });
    for (const [name, value] of Object.entries({ draft, name: 'ქეთევან', place: '' })) intake.field(name, value);
    await intake.brokeOff();
    const nothing = await beginIntake(ctx, { callSlug: 'regional-specialists', locale: 'en' });
    nothing.field('draft', draft);
    await nothing.brokeOff();
    nothing.field('action', 'save');
    await nothing.finish();
    const { values } = (await draftForm(ctx, { draftToken: draft })) ?? {};
    expect(values).toMatchObject({ name: 'ქეთევან', coverLetterText, place: '' });
  });

  it('leaves nothing where nothing was typed', async () => {
    const ctx = portal.stranger();
    const draft = newDraftToken(ctx);
    const intake = await beginIntake(ctx, { callSlug: 'regional-specialists', locale: 'en' });
    intake.field('draft', draft);
    await intake.brokeOff();
    expect(await draftForm(ctx, { draftToken: draft })).toBeNull();
  });
});

describe('files that come at once', () => {
  it('get their rows in one transaction, and the later of two for one slot counts', async () => {
    const ctx = portal.stranger();
    const draft = newDraftToken(ctx);
    const intake = await beginIntake(ctx, { callSlug: 'regional-specialists', locale: 'en' });
    for (const [name, value] of Object.entries({ draft, action: 'save', name: 'ქეთევან' })) intake.field(name, value);
    const names = { cv: 'CV.pdf', coverLetter: 'Letter.pdf', writingSample: 'Sample.pdf' };
    await Promise.all(Object.entries(names).map(([field, name]) => intake.file(field, name, Readable.from([PDF]))));
    const rows = portal.services.connection.sql`select count(distinct v.xmin::text)::int as transactions, count(*)::int
      from document_versions v join documents d on d.id = v.document_id
      where d.application_id = (select id from applications order by created_at desc, id desc limit 1)`;
    expect((await rows)[0]).toEqual({ transactions: 1, count: 3 });
    const old = Readable.from([PDF]);
    const earlier = intake.file('cv', 'Old.pdf', old);
    await once(old, 'end');
    await Promise.all([earlier, intake.file('cv', 'New.pdf', Readable.from([PDF]))]);
    intake.whole();
    const { form } = asForm(await intake.finish());
    expect(form.documents).toMatchObject({ cv: { name: 'New.pdf' }, cover_letter: { name: 'Letter.pdf' } });
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
