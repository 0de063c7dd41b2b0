import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Mailer, OutgoingMail } from './outgoing-mail';
import { smtpMailer } from './smtp-mailer';
import { startSmtp, type TestSmtp } from './testing';

const MAIL: OutgoingMail = {
  id: '5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c',
  messageId: '<5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c@portal.test>',
  date: new Date('2026-11-23T10:52:00Z'),
  from: { name: 'Caucasus Watch', address: 'redaktion@portal.test' },
  to: { name: '', address: 'имя@example.org' },
  replyTo: null,
  subject: 'It has arrived',
  text: 'It has arrived.\n',
  html: null,
};
const TO_ASCII = { name: '', address: 'ketevan@example.org' };
const REPLY_TO = { name: '', address: 'редакция@portal.test' };
const ACCEPTED = { outcome: 'accepted', reply: '250' };

async function smtp({ takesUtf8 }: { takesUtf8: boolean }): Promise<TestSmtp> {
  const server = await startSmtp({ options: { hideSMTPUTF8: !takesUtf8 } });
  onTestFinished(() => server.stop());
  return server;
}

function mailerTo(url: string): Mailer {
  const mailer = smtpMailer(url, { greetAs: 'portal.test' });
  onTestFinished(() => mailer.close());
  return mailer;
}

test('letters before the @ are refused for good where the server does not take them, and never sent to it', async () => {
  const server = await smtp({ takesUtf8: false });
  const mailer = mailerTo(server.url);
  expect(await mailer.deliver(MAIL)).toEqual({ outcome: 'refused', reply: '5.6.7' });
  expect(await mailer.deliver({ ...MAIL, to: TO_ASCII })).toEqual(ACCEPTED);
  expect(server.received.map(({ to }) => to)).toEqual([['ketevan@example.org']]);
});

test('letters before the @ reach a server that takes them, in the address to reply to as well', async () => {
  const server = await smtp({ takesUtf8: true });
  expect(await mailerTo(server.url).deliver({ ...MAIL, replyTo: REPLY_TO })).toEqual(ACCEPTED);
  expect(server.received.map(({ to, parsed }) => ({ to, replyTo: parsed.replyTo?.text }))).toEqual([
    { to: [MAIL.to.address], replyTo: REPLY_TO.address },
  ]);
});

test('letters before the @ wait for a server that is away', async () => {
  const server = await smtp({ takesUtf8: true });
  await server.stop();
  expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'unreachable', reply: 'ECONNREFUSED' });
});

test('letters in a domain go to every server, in ASCII', async () => {
  const server = await smtp({ takesUtf8: false });
  const line = await overheardLine(server.port);
  const to = { name: '', address: 'user@пример.рф' };
  expect(await mailerTo(line.url).deliver({ ...MAIL, to })).toEqual(ACCEPTED);
  expect(line.said()).toContain('RCPT TO:<user@xn--e1afmkfd.xn--p1ai>');
  expect(line.said()).toContain('\nTo: user@xn--e1afmkfd.xn--p1ai');
});

test('letters in the address to reply to cost that header, not the mail', async () => {
  const server = await smtp({ takesUtf8: true });
  expect(await mailerTo(server.url).deliver({ ...MAIL, to: TO_ASCII, replyTo: REPLY_TO })).toEqual(ACCEPTED);
  expect(server.received.map(({ parsed }) => parsed.headers.has('reply-to'))).toEqual([false]);
});

/** What is said to the server, as it goes over the line: the test's server shows domains in their own letters. */
async function overheardLine(target: number): Promise<{ url: string; said(): string }> {
  const chunks: Buffer[] = [];
  const line = createServer((socket) => {
    const upstream = connect(target, '127.0.0.1');
    for (const end of [socket, upstream]) end.on('error', () => {});
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.pipe(upstream).pipe(socket);
  });
  onTestFinished(() => void line.close());
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `smtp://127.0.0.1:${address.port}`, said: () => String(Buffer.concat(chunks)) };
}
