import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { auditEvents } from '@/db/schema/audit';
import { outbox } from '@/db/schema/messages';
import { proveAgain, requestProof } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { checkDocument } from '@/domain/documents/commands';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { openJson } from '@/platform/vault';
import { exportApplications } from './commands';
import type { ExportFormat } from './rules';
import { csvCell } from './rules';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  await prove(editor, 'b');
});
afterAll(() => portal.close());

/** Confirms as a person would: with the code from the mail. */
async function prove(actor: MemberActor, browser: string, now = new Date()): Promise<void> {
  await requestProof(portal.as(actor, now), { browser, locale: 'en' });
  const rows = await portal.services.connection.db
    .select()
    .from(outbox)
    .where(eq(outbox.memberId, actor.memberId))
    .orderBy(outbox.createdAt);
  const mail = rows.filter((row) => row.template === 'sign-in').at(-1);
  const sealed = mail?.sealedParams;
  if (!mail || !sealed) throw new Error('no mail');
  const { params } = openJson(portal.services.keys.portal, `mail:${mail.id}:contents`, sealed) as {
    params: { code: string };
  };
  await proveAgain(portal.as(actor, now), { browser, code: params.code });
}

async function take(actor: MemberActor, format: ExportFormat, numbers: string[] = [], browser = 'b') {
  const exported = await exportApplications(portal.as(actor), { format, numbers, browser });
  return { ...exported, bytes: Buffer.concat(await Readable.from(exported.stream).toArray()) };
}

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+995 555', "'+995 555"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['＝1', "'＝1"],
    ['a "b", c', '"a ""b"", c"'],
    ['one\ntwo', '"one\ntwo"'],
    ['Ana', 'Ana'],
    ['x;=1+1;y', `"x;'=1+1;y"`],
    ['x; @SUM(A1)', `"x; '@SUM(A1)"`],
    ['one\n=1+1', `"one\n'=1+1"`],
    ['"=1+1', `"""'=1+1"`],
    ['  ＝1', `"  '＝1"`],
    ['Tbilisi; Gori', '"Tbilisi; Gori"'],
    ['a-b c+d', 'a-b c+d'],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});

describe('an export', () => {
  it('needs a fresh code, in the browser that asked for it, for five minutes', async () => {
    await aSentApplication(portal);
    const member = await aMember(portal);
    await expect(take(member, 'csv')).rejects.toMatchObject({ code: 'proof_needed' });
    await prove(member, 'b', new Date(Date.now() - 6 * 60_000));
    await expect(take(member, 'csv')).rejects.toMatchObject({ code: 'proof_needed' });
    await prove(member, 'b');
    await expect(take(member, 'csv', [], 'another')).rejects.toMatchObject({ code: 'proof_needed' });
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
    const events = await portal.services.connection.db
      .select({ details: auditEvents.details, actorId: auditEvents.actorId })
      .from(auditEvents)
      .where(eq(auditEvents.verb, 'applications.exported'));
    expect(events.at(-1)).toEqual({ details: { format: 'csv', count: 1 }, actorId: editor.memberId });
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

  it('carries the others where the store has spoilt one file, and says which', async () => {
    const [spoilt, whole] = [await aSentApplication(portal), await aSentApplication(portal)];
    for (const { number } of [spoilt, whole]) {
      const { documents } = await applicationForDesk(portal.as(editor), number);
      for (const { id } of documents) await checkDocument(portal.system(), id);
      const [first] = documents;
      if (number === spoilt.number)
        await portal.services.storage.write(first?.id ?? '', Readable.from([Buffer.alloc(100_000)]));
    }
    const { bytes } = await take(editor, 'zip', [spoilt.number, whole.number]);
    const names = await namesIn(bytes);
    expect(names.filter((name) => name.startsWith(whole.number))).toHaveLength(4);
    expect(names.at(-1)).toBe('left-out.csv');
    expect(await memberOf(bytes, 'left-out.csv')).toContain(`${spoilt.number},cv,damaged`);
  });
});

function memberOf(bytes: Buffer, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry) => {
        if (entry.fileName !== name) return;
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          text(stream).then(resolve, reject);
        });
      });
      zip.on('error', reject);
    });
  });
}

function namesIn(bytes: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip.on('entry', (entry) => names.push(String(entry.fileName)));
      zip.on('end', () => resolve(names));
      zip.on('error', reject);
    });
  });
}
