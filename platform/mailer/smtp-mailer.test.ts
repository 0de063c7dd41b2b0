import { connect, createServer, type Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Mailer, OutgoingMail } from './outgoing-mail';
import { resultOf, smtpMailer } from './smtp-mailer';
import { reply, startSmtp, type TestSmtp } from './testing';

const MAIL: OutgoingMail = {
  id: '5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c',
  messageId: '<5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c@portal.test>',
  date: new Date('2026-11-23T10:52:00Z'),
  from: { name: 'Caucasus Watch', address: 'redaktion@portal.test' },
  to: { name: '', address: 'ketevan@example.org' },
  replyTo: { name: '', address: 'editors@portal.test' },
  subject: 'It has arrived: your application APP-7F3K',
  text: 'It has arrived.\n',
  html: '<p>It has arrived.</p>',
};

function mailerTo(url: string, timeouts = {}): Mailer {
  const mailer = smtpMailer(url, { greetAs: 'portal.test', timeouts });
  onTestFinished(() => mailer.close());
  return mailer;
}

async function smtp(behaviour: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp> {
  const server = await startSmtp(behaviour);
  onTestFinished(() => server.stop());
  return server;
}

describe('a mail that is taken', () => {
  test('arrives with its headers, once, at exactly the row’s address', async () => {
    const server = await smtp();
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'accepted', reply: '250' });
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    expect({ from: mail?.from, to: mail?.to, greetedAs: mail?.greetedAs }).toEqual({
      from: 'redaktion@portal.test',
      to: ['ketevan@example.org'],
      greetedAs: 'portal.test',
    });
    const headers = Object.fromEntries(
      (mail?.parsed.headerLines ?? []).map(({ key, line }) => [key, line.slice(key.length + 2)]),
    );
    expect(headers).toEqual({
      from: 'Caucasus Watch <redaktion@portal.test>',
      to: 'ketevan@example.org',
      'reply-to': 'editors@portal.test',
      subject: 'It has arrived: your application APP-7F3K',
      'message-id': MAIL.messageId,
      date: 'Mon, 23 Nov 2026 10:52:00 +0000',
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
      'content-type': expect.stringMatching(/^multipart\/alternative/),
    });
    expect(mail?.parsed.text).toBe('It has arrived.\n');
  });

  test('leaves over the connection of the one before', async () => {
    const server = await smtp();
    const mailer = mailerTo(server.url);
    await mailer.deliver(MAIL);
    await mailer.deliver({ ...MAIL, id: 'second' });
    expect(server.received).toHaveLength(2);
    expect(server.sessions).toBe(1);
  });

  test('leaves also when the server has closed the idle connection', async () => {
    const server = await smtp();
    const mailer = mailerTo(server.url);
    await mailer.deliver(MAIL);
    await server.stop();
    const again = await smtp({ port: server.port });
    expect(await mailer.deliver(MAIL)).toEqual({ outcome: 'accepted', reply: '250' });
    expect(again.received).toHaveLength(1);
  });
});

describe('a mail that is not taken', () => {
  test('is deferred by 451, greylisting', async () => {
    const server = await smtp({
      onRecipient: () => {
        throw reply(451, '4.7.1 Greylisted ketevan@example.org, come back later');
      },
    });
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'deferred', reply: '451 4.7.1' });
  });

  test('is deferred by 452 at the end of DATA', async () => {
    const server = await smtp({
      onData: () => {
        throw reply(452, 'Disk full');
      },
    });
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'deferred', reply: '452' });
  });

  test('is refused by 550, whose words are not kept', async () => {
    const server = await smtp({
      onRecipient: (address) => {
        throw reply(550, `5.1.1 <${address}> does not exist`);
      },
    });
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'refused', reply: '550 5.1.1' });
  });

  test('is refused by 554 at the end of DATA', async () => {
    const server = await smtp({
      onData: () => {
        throw reply(554, '5.7.1 Looks like spam');
      },
    });
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'refused', reply: '554 5.7.1' });
  });

  test('finds nobody listening', async () => {
    const server = await startSmtp();
    await server.stop();
    expect(await mailerTo(server.url).deliver(MAIL)).toEqual({ outcome: 'unreachable', reply: 'ECONNREFUSED' });
  });

  test('finds a server that never greets', async () => {
    const port = await silentServer(() => {});
    const result = await mailerTo(`smtp://127.0.0.1:${port}`, { greeting: 100 }).deliver(MAIL);
    expect(result).toEqual({ outcome: 'unreachable', reply: 'ETIMEDOUT' });
  });

  test('was not interrupted by a server that was down and is back when it is asked', async () => {
    const broken = (originalCode: string) => Object.assign(new Error('broken off'), { code: 'ESOCKET', originalCode });
    const isBack = async () => 'works' as const;
    expect(await resultOf(broken('ECONNREFUSED'), isBack)).toEqual({ outcome: 'unreachable', reply: 'ECONNREFUSED' });
    expect(await resultOf(broken('ECONNRESET'), isBack)).toEqual({ outcome: 'interrupted', reply: 'ECONNRESET' });
  });

  test('is interrupted by a server that hangs up on it, but greets the next session', async () => {
    const server = await smtp({
      onData: () => {
        for (const connection of hangUp.connections) connection.destroy();
      },
    });
    const hangUp = trackingProxy(server.port);
    const port = await hangUp.listen();
    const result = await mailerTo(`smtp://127.0.0.1:${port}`).deliver(MAIL);
    expect(result.outcome).toBe('interrupted');
  });

  test('is interrupted when its time is over, and the server is told nothing more', async () => {
    const server = await smtp({ onData: () => new Promise(() => {}) });
    const result = await mailerTo(server.url, { delivery: 200 }).deliver(MAIL);
    expect(result).toEqual({ outcome: 'interrupted', reply: 'EABORT' });
  });
});

describe('the server’s password', () => {
  const login: Partial<SMTPServerOptions> = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'portal' && password === 'p@ss/word') done(null, { user: 'portal' });
      else done(reply(535, '5.7.8 Wrong'));
    },
  };

  test('is read from the URL', async () => {
    const server = await smtp({ options: login });
    const mailer = mailerTo(`smtp://portal:p%40ss%2Fword@127.0.0.1:${server.port}`);
    expect(await mailer.deliver(MAIL)).toEqual({ outcome: 'accepted', reply: '250' });
  });

  test('never fails a mail when it is wrong, for that is not the mail’s fault', async () => {
    const server = await smtp({ options: login });
    const mailer = mailerTo(`smtp://portal:wrong@127.0.0.1:${server.port}`);
    expect(await mailer.deliver(MAIL)).toEqual({ outcome: 'unreachable', reply: '535 5.7.8' });
    expect(await mailer.reach()).toBe('denied');
  });

  test('never fails a mail when it is missing', async () => {
    const server = await smtp({ options: login });
    const result = await mailerTo(server.url).deliver(MAIL);
    expect(result).toEqual({ outcome: 'interrupted', reply: '530' });
  });
});

test('a mail is not handed to a server whose certificate nobody vouches for', async () => {
  const server = await smtp({ options: { secure: true, disabledCommands: [] } });
  const result = await mailerTo(server.url.replace('smtp:', 'smtps:')).deliver(MAIL);
  expect(result.outcome).toBe('unreachable');
  expect(server.received).toEqual([]);
});

describe('what was typed', () => {
  test.each([
    ['a second recipient', 'ketevan@example.org, other@example.org'],
    ['a line break', 'ketevan@example.org\r\nBcc: other@example.org'],
    ['a quoted name', '"a@b" <ketevan@example.org>'],
    ['two at signs', 'ketevan@evil.org@example.org'],
  ])('cannot bring %s into the envelope', async (_, address) => {
    const server = await smtp();
    const sending = mailerTo(server.url).deliver({ ...MAIL, to: { name: '', address } });
    await expect(sending).rejects.toThrow('an address that is not plain');
    expect(server.received).toEqual([]);
  });

  test('in a subject or a name stays one header', async () => {
    const server = await smtp();
    const hostile = 'Hello\r\nBcc: other@example.org\r\n\r\nbody';
    await mailerTo(server.url).deliver({ ...MAIL, subject: hostile, from: { ...MAIL.from, name: hostile } });
    const [mail] = server.received;
    expect(mail?.to).toEqual(['ketevan@example.org']);
    expect(mail?.parsed.headers.has('bcc')).toBe(false);
    expect(mail?.parsed.text).toBe(MAIL.text);
  });

  test('as a lone dot on a line does not end the mail', async () => {
    const server = await smtp();
    await mailerTo(server.url).deliver({ ...MAIL, html: null, text: 'one\n.\nRCPT TO:<other@example.org>\n' });
    expect(server.received.map(({ to, parsed }) => ({ to, text: parsed.text }))).toEqual([
      { to: ['ketevan@example.org'], text: 'one\n.\nRCPT TO:<other@example.org>\n' },
    ]);
  });
});

async function silentServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server.address());
}

/** Passes bytes on, so that a test can cut the line. */
function trackingProxy(target: number) {
  const connections = new Set<Socket>();
  return {
    connections,
    listen: () =>
      silentServer((socket) => {
        connections.add(socket);
        const upstream = connect(target, '127.0.0.1');
        upstream.on('error', () => socket.destroy());
        socket.on('close', () => upstream.destroy());
        socket.pipe(upstream).pipe(socket);
      }),
  };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
