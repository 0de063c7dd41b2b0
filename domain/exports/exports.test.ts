import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { proveAgain, requestProof } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import { replaceMyDocument } from '@/domain/applications/commands';
import { applicationForDesk } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { checkDocument } from '@/domain/documents/commands';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { changePlan, decide } from '@/domain/reviews/commands';
import { damage } from '@/domain/testing/damage';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { exportApplications } from './commands';
import type { ExportFormat } from './rules';
import { memberOf, namesIn, proveFor } from './testing';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  await prove(editor, 'b');
});
afterAll(() => portal.close());

const prove = (actor: MemberActor, browser: string, now?: Date) => proveFor(portal, actor, browser, now);

async function take(actor: MemberActor, format: ExportFormat, numbers?: string[], browser = 'b') {
  const selection = numbers ? { numbers } : { query: {} };
  const exported = await exportApplications(portal.as(actor), { format, selection, browser });
  return { ...exported, bytes: Buffer.concat(await Readable.from(exported.stream).toArray()) };
}

async function applicantOf(number: string): Promise<Ctx> {
  const { id: applicationId } = await applicationForDesk(portal.as(editor), number);
  return portal.as({ kind: 'applicant', applicationId, sessionHash: Buffer.alloc(32) });
}

/** One that is sent with a CV of two frames, all its files checked, after which something happens to them in the store. */
async function withFiles(happens: (ids: [string, string, string]) => Promise<unknown>): Promise<string> {
  const long = Buffer.concat([PDF, Buffer.alloc(100_000, ' ')]);
  const { number } = await aSentApplication(portal, { files: { cv: { name: 'cv.pdf', bytes: long } } });
  const { documents } = await applicationForDesk(portal.as(editor), number);
  for (const { id } of documents) await checkDocument(portal.system(), id);
  const [cv = '', letter = '', sample = ''] = documents.map(({ id }) => id);
  await happens([cv, letter, sample]);
  return number;
}

describe('an export', () => {
  it('needs a fresh code, in the browser that asked for it, for five minutes', async () => {
    await aSentApplication(portal);
    const member = await aMember(portal);
    await expect(take(member, 'csv')).rejects.toMatchObject({ code: 'proof_needed' });
    await prove(member, 'b', new Date(Date.now() - 6 * 60_000));
    await expect(take(member, 'csv')).rejects.toMatchObject({ code: 'proof_needed' });
    await prove(member, 'b');
    await expect(take(member, 'csv', undefined, 'another')).rejects.toMatchObject({ code: 'proof_needed' });
    expect((await take(member, 'csv')).bytes.length).toBeGreaterThan(0);
    await requestProof(portal.as(member), { browser: 'b', locale: 'en' });
    await expect(proveAgain(portal.as(member), { browser: 'b', code: '000000' })).rejects.toMatchObject({
      code: 'wrong_sign_in_code',
    });
  });

  it('is a table any spreadsheet reads, without formulas, and on record with its count', async () => {
    const { number } = await aSentApplication(portal, {
      fields: { name: '=HYPERLINK("http://x")', region: ['georgia'] },
    });
    const { bytes, fileName } = await take(editor, 'csv', [number]);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [head, line, rest] = bytes.toString('utf8').slice(1).split('\r\n');
    expect(head).toMatch(/^number,call,stage,submittedAt,name,/);
    expect(line).toContain(`${number},regional-specialists,new,`);
    expect(line).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(rest).toBe('');
    expect(fileName).toMatch(/^redaktion-\d{4}-\d\d-\d\d\.csv$/);
    expect((await eventsOf('applications.exported')).at(-1)).toMatchObject({
      details: { format: 'csv', count: 1 },
      actorId: editor.memberId,
    });
  });

  it('is never the whole view for want of a selection', async () => {
    await aSentApplication(portal);
    const begun = await eventsOf('export.begun');
    await expect(take(editor, 'json', [])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(take(editor, 'json', ['APP-0000'])).rejects.toMatchObject({ code: 'nothing_to_export' });
    expect(await eventsOf('export.begun')).toEqual(begun);
  });

  it('is on record with what really left, and with nothing that was dropped', async () => {
    const [first, second, withdrawn] = [
      await aSentApplication(portal),
      await aSentApplication(portal),
      await aSentApplication(portal),
    ];
    const numbers = [first.number, second.number, withdrawn.number];
    const exported = await exportApplications(portal.as(editor), {
      format: 'zip',
      selection: { numbers },
      browser: 'b',
    });
    const { id } = await applicationForDesk(portal.as(editor), withdrawn.number);
    await withdrawMyApplication(portal.as({ kind: 'applicant', applicationId: id, sessionHash: Buffer.alloc(0) }), {});
    await Readable.from(exported.stream).toArray();
    const begun = (await eventsOf('export.begun')).at(-1);
    expect(begun?.details).toEqual({ format: 'zip', selected: 3 });
    expect((await eventsOf('applications.exported')).at(-1)).toMatchObject({
      subjectId: begun?.subjectId,
      details: { format: 'zip', count: 2 },
    });
    const each = await eventsOf('application.exported');
    const left = each.filter((event) => event.details.export === begun?.subjectId);
    const ids = await Promise.all(
      [first, second].map(({ number }) => applicationForDesk(portal.as(editor), number).then((one) => one.id)),
    );
    expect(left.map((event) => event.subjectId)).toEqual(ids);
    const { timeline } = await applicationForDesk(portal.as(editor), first.number);
    expect(timeline.at(-1)).toMatchObject({ verb: 'application.exported', role: 'editor' });
  });

  it('is on record as far as it went when the download is broken off', async () => {
    const [first, second] = [await aSentApplication(portal), await aSentApplication(portal)];
    const { stream } = await exportApplications(portal.as(editor), {
      format: 'json',
      selection: { numbers: [first.number, second.number] },
      browser: 'b',
    });
    for await (const _ of stream) break;
    expect((await eventsOf('applications.exported')).at(-1)?.details).toEqual({ format: 'json', count: 1 });
  });

  it('holds only what the member may decide on', async () => {
    const georgian = await aSentApplication(portal, { fields: { region: ['georgia'] } });
    const armenian = await aSentApplication(portal, { fields: { region: ['armenia'] } });
    const member = await aMember(portal, [
      { role: 'editor', region: 'armenia' },
      { role: 'reviewer', region: 'georgia' },
    ]);
    await prove(member, 'b');
    const { bytes } = await take(member, 'json', [georgian.number, armenian.number]);
    const taken = JSON.parse(bytes.toString('utf8')) as { number: string }[];
    expect(taken.map((one) => one.number)).toEqual([armenian.number]);
    expect((await eventsOf('export.begun')).at(-1)?.details).toEqual({ format: 'json', selected: 1 });
    const reviewer = await aMember(portal, [{ role: 'reviewer' }]);
    await expect(take(reviewer, 'json')).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('keeps an address and a name back where a working name stands for the person', async () => {
    const { number } = await aSentApplication(portal, {
      fields: { name: 'Real Person', email: 'real.person@example.org', workingName: 'S. Terek', quiet: 'on' },
    });
    const { bytes } = await take(editor, 'json', [number]);
    expect(bytes.toString('utf8')).toContain('S. Terek');
    expect(bytes.toString('utf8')).not.toMatch(/Real Person|real\.person/);
  });

  it('packs documents under names that say nothing, and tells which were left out', async () => {
    const { number } = await aSentApplication(portal, { files: { cv: { name: '../Real Person.pdf', bytes: PDF } } });
    const { documents } = await applicationForDesk(portal.as(editor), number);
    const checked = documents.find((document) => document.slot === 'writing_sample');
    await checkDocument(portal.system(), checked?.id ?? '');
    const { bytes } = await take(editor, 'zip', [number]);
    const names = await namesIn(bytes);
    const place = documents.findIndex((document) => document.id === checked?.id) + 1;
    // Only one document's check has run: the others wait and may not leave.
    expect(names).toEqual([
      `${number}/application.json`,
      `${number}/${place}-writing_sample.pdf`,
      'applications.csv',
      'left-out.csv',
    ]);
  });

  it('takes the last version that was taken, and says that there is a later one', async () => {
    const number = await withFiles(async () => undefined);
    const later = { slot: 'cv' as const, fileName: 'later.pdf' };
    await replaceMyDocument(await applicantOf(number), { ...later, bytes: { stream: Readable.from([PDF]) } });
    const { bytes } = await take(editor, 'zip', [number]);
    expect(await namesIn(bytes)).toContain(`${number}/1-cv.pdf`);
    expect((await memberOf(bytes, 'left-out.csv')).split('\r\n').slice(1)).toEqual([`${number},cv,newer_waiting`, '']);
    expect((await eventsOf('applications.exported')).at(-1)?.details).toEqual({ format: 'zip', count: 1 });
  });

  it('carries the others where the store has lost or spoilt a file, and says which', async () => {
    const { storage } = portal.services;
    const lost = await withFiles(async ([cv, letter, sample]) => {
      await storage.remove(cv);
      await storage.write(letter, Readable.from([Buffer.alloc(100_000)]));
      await damage(portal, { table: 'document_versions', column: 'sealed_key', of: sample });
    });
    const cut = await withFiles(async ([cv]) => {
      const sealed = await storage.readWhole(cv);
      sealed.fill(0, sealed.length - 100);
      await storage.write(cv, Readable.from([sealed]));
    });
    const whole = await withFiles(async () => undefined);
    const { bytes } = await take(editor, 'zip', [lost, cut, whole]);
    expect(await namesIn(bytes)).toEqual([
      `${lost}/application.json`,
      ...[cut, whole].flatMap((number) =>
        ['application.json', '1-cv.pdf', '2-cover_letter.pdf', '3-writing_sample.pdf'].map(
          (name) => `${number}/${name}`,
        ),
      ),
      'applications.csv',
      'left-out.csv',
    ]);
    expect((await memberOf(bytes, 'left-out.csv')).split('\r\n').slice(1)).toEqual([
      `${lost},cv,missing`,
      `${lost},cover_letter,damaged`,
      `${lost},writing_sample,damaged`,
      `${cut},cv,incomplete`,
      '',
    ]);
    expect((await eventsOf('applications.exported')).at(-1)?.details).toEqual({ format: 'zip', count: 3, damaged: 4 });
  });

  it('carries the others where one can no longer be opened, and says which, in every format', async () => {
    const [spoilt, whole] = [await aSentApplication(portal), await aSentApplication(portal)];
    const numbers = [spoilt.number, whole.number];
    await portal.services.connection.sql`update applications
      set sealed_answers = set_byte(sealed_answers, 40, get_byte(sealed_answers, 40) # 1) where number = ${spoilt.number}`;
    const table = (await take(editor, 'csv', numbers)).bytes.toString('utf8');
    expect(table).toMatch(new RegExp(`\r\n${spoilt.number},{18},true,\r\n${whole.number},.+,false,\r\n$`));
    const list = JSON.parse((await take(editor, 'json', numbers)).bytes.toString('utf8'));
    expect(list).toEqual([
      { number: spoilt.number, damaged: true },
      expect.objectContaining({ number: whole.number, damaged: false }),
    ]);
    const { bytes } = await take(editor, 'zip', numbers);
    expect((await namesIn(bytes)).filter((name) => name.startsWith(spoilt.number))).toHaveLength(1);
    expect(await memberOf(bytes, 'left-out.csv')).toContain(`${spoilt.number},application,damaged`);
    expect((await eventsOf('applications.exported')).at(-1)?.details).toEqual({ format: 'zip', count: 1, damaged: 1 });
  });
});

describe('an export of what is read blind', () => {
  const plan = { reviewersEach: 2, automatic: false, dueDays: null, mayUnmask: true } as const;
  const HERS = /Ketevan|Mtisdzireli|ketevan@|Gori/;

  it('holds nobody until a decision stands, in no format, and nothing of their documents', async () => {
    const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
    const { number } = await aSentApplication(portal, {
      fields: {
        name: 'Ketevan Mtisdzireli',
        email: 'ketevan@example.org',
        place: 'Gori',
        coverLetterText: 'I am Ketevan Mtisdzireli, and the notebook carries the whole piece.',
        writingSampleUrl: 'https://example.org/Ketevan',
      },
      files: { cv: { name: 'Ketevan.pdf', bytes: PDF }, coverLetter: { name: '', bytes: Buffer.alloc(0) } },
    });
    const { documents } = await applicationForDesk(portal.as(editor), number);
    for (const document of documents) await checkDocument(portal.system(), document.id);
    await changePlan(administrator, portal.callId, { ...plan, blind: 'everyone' });
    try {
      for (const format of ['csv', 'json'] as const) {
        const written = (await take(editor, format, [number])).bytes.toString('utf8');
        expect(written).toContain('the notebook carries the whole piece');
        expect(written).not.toMatch(HERS);
      }
      const { bytes } = await take(editor, 'zip', [number]);
      expect(await namesIn(bytes)).toEqual([`${number}/application.json`, 'applications.csv', 'left-out.csv']);
      for (const name of await namesIn(bytes)) expect(await memberOf(bytes, name)).not.toMatch(HERS);
      expect(await memberOf(bytes, 'left-out.csv')).toContain(`${number},cv,not_found`);

      const { version } = await applicationForDesk(portal.as(editor), number);
      await decide(portal.as(editor), { number, version, kind: 'hold', subject: 'x', text: 'y' });
      expect((await take(editor, 'json', [number])).bytes.toString('utf8')).toContain('Ketevan Mtisdzireli');
    } finally {
      await changePlan(administrator, portal.callId, { ...plan, blind: 'off' });
    }
  });
});

async function eventsOf(verb: string) {
  return portal.services.connection.db
    .select({ subjectId: auditEvents.subjectId, details: auditEvents.details, actorId: auditEvents.actorId })
    .from(auditEvents)
    .where(eq(auditEvents.verb, verb))
    .orderBy(auditEvents.id);
}
