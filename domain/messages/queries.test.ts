import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/domain/actor';
import { transaction } from '@/domain/context';
import { damage } from '@/domain/testing/damage';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { requestMail, retryMail, writeLetter } from './commands';
import { lettersOf, mailPreview, outboxCounts, outboxFor, troubledApplications } from './queries';

let portal: TestPortal;
let georgia: string;
let armenia: string;

beforeAll(async () => {
  portal = await openTestPortal();
  georgia = (await aSentApplication(portal, { fields: { region: ['georgia'], email: 'ketevan@example.org' } })).number;
  armenia = (await aSentApplication(portal, { fields: { region: ['armenia'], email: 'anahit@example.org' } })).number;
});
afterAll(() => portal?.close());

const editorOf = (region: string) => aMember(portal, [{ role: 'editor', region }]);
const administrator = () => aMember(portal, [{ role: 'administrator' }]);

async function addressesFor(actor: Actor): Promise<string[]> {
  const { waiting } = await outboxFor(portal.as(actor));
  return waiting.map(({ to, number }) => `${to.address} ${number}`).sort();
}

async function idOf(address: string): Promise<string> {
  const { waiting, failed } = await outboxFor(portal.system());
  const mail = [...waiting, ...failed].find(({ to }) => to.address === address);
  if (!mail) throw new Error(`no mail to ${address}`);
  return mail.id;
}

async function fail(id: string): Promise<void> {
  await portal.services.connection.sql`
    update outbox set state = 'failed', trouble = 'refused', last_reply = '550 5.1.1', attempts = 1 where id = ${id}`;
}

describe('the outbox', () => {
  test('shows administrators every mail', async () => {
    expect(await addressesFor(await administrator())).toEqual(
      [
        `anahit@example.org ${armenia}`,
        `ketevan@example.org ${georgia}`,
        `redaktion@caucasuswatch.de ${armenia}`,
        `redaktion@caucasuswatch.de ${georgia}`,
      ].sort(),
    );
  });

  test('shows editors of one region the mails about its applications only', async () => {
    const seen = await addressesFor(await editorOf('georgia'));
    expect(seen).toEqual([`ketevan@example.org ${georgia}`, `redaktion@caucasuswatch.de ${georgia}`]);
  });

  test('shows reviewers and members without a role nothing', async () => {
    const reviewer = await aMember(portal, [{ role: 'reviewer' }]);
    expect(await addressesFor(reviewer)).toEqual([]);
    expect(await addressesFor({ ...reviewer, grants: [] })).toEqual([]);
  });

  test('is closed to everyone else', async () => {
    for (const query of [outboxFor, outboxCounts])
      await expect(query(portal.stranger())).rejects.toThrow('not_signed_in');
    await expect(mailPreview(portal.stranger(), await idOf('ketevan@example.org'))).rejects.toThrow('not_signed_in');
  });

  test('shows a subject, and the mail as it leaves', async () => {
    const preview = await mailPreview(portal.as(await editorOf('georgia')), await idOf('ketevan@example.org'));
    expect(preview).toMatchObject({
      template: 'received',
      state: 'waiting',
      number: georgia,
      to: { kind: 'applicant', address: 'ketevan@example.org' },
      subject: `It has arrived: your application ${georgia}`,
    });
    expect(preview.text).toContain('It has arrived.');
    expect(preview.html).toContain('<h1');
  });

  test('hides a mail of another region as if it were not there', async () => {
    const editor = await editorOf('armenia');
    const hidden = await idOf('ketevan@example.org');
    await expect(mailPreview(portal.as(editor), hidden)).rejects.toThrow('not_found');
    await expect(retryMail(portal.as(editor), hidden)).rejects.toThrow('not_found');
    await expect(mailPreview(portal.as(editor), '00000000-0000-4000-8000-000000000000')).rejects.toThrow('not_found');
    await expect(mailPreview(portal.as(editor), 'no id')).rejects.toThrow('not_found');
  });

  test('never shows what a sign-in mail says, not even to administrators', async () => {
    const member = await aMember(portal);
    const { outboxId } = await transaction(portal.system(), (tx) =>
      requestMail(tx, {
        template: 'sign-in',
        to: { kind: 'member', memberId: member.memberId, address: 'nino@portal.test' },
        locale: 'en',
        params: { link: 'http://portal.test/sign-in/confirm?token=secret', code: '123456', minutes: 10 },
      }),
    );
    const preview = await mailPreview(portal.as(await administrator()), outboxId);
    expect(preview).toMatchObject({ template: 'sign-in', subject: null, text: null, html: null });
    expect(JSON.stringify(preview)).not.toMatch(/123456|secret/);
  });
});

describe('a damaged mail', () => {
  test('stands beside the others without its words, and is opened', async () => {
    await aSentApplication(portal, { fields: { region: ['azerbaijan'], email: 'leyla@example.org' } });
    const id = await idOf('leyla@example.org');
    await damage(portal, { table: 'outbox', column: 'sealed_params', of: id });
    const editor = portal.as(await editorOf('azerbaijan'));
    const { waiting } = await outboxFor(editor);
    expect(waiting.map(({ damaged }) => damaged).toSorted()).toEqual([false, true]);
    const preview = await mailPreview(editor, id);
    expect(preview).toMatchObject({ id, damaged: true, subject: null, text: null, html: null });
    expect(preview.to).toEqual({ kind: 'applicant', address: '' });
  });
});

describe('a failed mail', () => {
  test('is counted, marks its application, and leaves again when an editor says so', async () => {
    const id = await idOf('anahit@example.org');
    await fail(id);
    const editor = portal.as(await editorOf('armenia'));
    expect(await outboxCounts(editor)).toEqual({ failed: 1, held: 0 });
    expect(await outboxCounts(portal.as(await editorOf('georgia')))).toEqual({ failed: 0, held: 0 });
    const [row] = await portal.services.connection.sql`select application_id from outbox where id = ${id}`;
    expect(await troubledApplications(editor, [row?.application_id])).toEqual(new Set([row?.application_id]));
    await retryMail(editor, id);
    expect(await outboxCounts(editor)).toEqual({ failed: 0, held: 0 });
    const { waiting } = await outboxFor(editor);
    expect(waiting.find((mail) => mail.id === id)).toMatchObject({ trouble: null, attempts: 0, lastReply: null });
    await expect(retryMail(editor, id)).rejects.toThrow('conflict');
  });

  test('is offered to be tried again only where what it says is still there', async () => {
    const id = await idOf('ketevan@example.org');
    await fail(id);
    const ctx = portal.as(await editorOf('georgia'));
    expect((await outboxFor(ctx)).failed).toMatchObject([{ id, canRetry: true }]);
    await portal.services.connection.sql`update outbox set sealed_params = null where id = ${id}`;
    expect((await outboxFor(ctx)).failed).toMatchObject([{ id, canRetry: false }]);
    await expect(retryMail(ctx, id)).rejects.toThrow('conflict');
    expect((await outboxFor(ctx)).waiting.map((mail) => mail.canRetry)).toEqual([false]);
  });

  test('is not for reviewers to send again', async () => {
    const id = await idOf('ketevan@example.org');
    await fail(id);
    await expect(retryMail(portal.as(await aMember(portal, [{ role: 'reviewer' }])), id)).rejects.toThrow('not_found');
  });
});

test('a letter is read as it was written, in order, and sealed in between', async () => {
  const [row] = await portal.services.connection.sql`select id from applications where number = ${georgia}`;
  const applicationId: string = row?.id;
  const key = await portal.services.keyStore.get(applicationId);
  if (!key) throw new Error('no key');
  for (const text of ['First words', 'Second words']) {
    await transaction(portal.system(), (tx) =>
      writeLetter(tx, {
        applicationId,
        author: 'editors',
        memberId: null,
        locale: 'en',
        subject: 'About it',
        text,
        outboxId: null,
      }),
    );
  }
  const letters = await lettersOf(portal.system(), applicationId, key);
  expect(letters.map(({ from, subject, text }) => ({ from, subject, text }))).toEqual([
    { from: 'editors', subject: 'About it', text: 'First words' },
    { from: 'editors', subject: 'About it', text: 'Second words' },
  ]);
  const [sealed] = await portal.services.connection
    .sql`select encode(sealed_body, 'escape') as body from messages limit 1`;
  expect(sealed?.body).not.toContain('words');
});
