import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, onTestFinished, test } from 'vitest';
import { fileMailer } from './file-mailer';
import type { OutgoingMail } from './outgoing-mail';

const MAIL: OutgoingMail = {
  id: '5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c',
  messageId: '<5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c@portal.test>',
  date: new Date('2026-11-23T10:52:00.123Z'),
  from: { name: 'Caucasus Watch', address: 'redaktion@portal.test' },
  to: { name: '', address: 'ketevan@example.org' },
  replyTo: null,
  subject: 'Ваша заявка APP-7F3K',
  text: 'მოვიდა.\n',
  html: null,
};

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redaktion-mail-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('writes a mail as one file that only its owner reads, named by time and id', async () => {
  const folder = join(await newFolder(), 'mail');
  expect(await fileMailer(folder).deliver(MAIL)).toEqual({ outcome: 'accepted', reply: null });
  const name = '20261123T105200123Z-5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c.eml';
  expect(await readdir(folder)).toEqual([name]);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const parsed = await simpleParser(await readFile(join(folder, name)));
  expect({ subject: parsed.subject, text: parsed.text, id: parsed.messageId }).toEqual({
    subject: MAIL.subject,
    text: MAIL.text,
    id: MAIL.messageId,
  });
});

test('writes a mail that is sent again over its first file', async () => {
  const folder = await newFolder();
  const mailer = fileMailer(folder);
  await mailer.deliver(MAIL);
  await mailer.deliver(MAIL);
  expect(await readdir(folder)).toHaveLength(1);
});

test('waits with a mail that cannot be written', async () => {
  const folder = join(await newFolder(), 'taken');
  await writeFile(folder, 'a file where the folder should be');
  expect(await fileMailer(folder).deliver(MAIL)).toEqual({ outcome: 'interrupted', reply: 'EEXIST' });
});
