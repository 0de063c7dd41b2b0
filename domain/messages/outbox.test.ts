import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { transaction } from '@/domain/context';
import { aMember, aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { type Mailer, smtpMailer } from '@/platform/mailer';
import { reply, startSmtp, type TestSmtp } from '@/platform/mailer/testing';
import { dropMail, releaseMail, requestMail } from './commands';
import type { MailRequest } from './input';
import { type Delivery, deliverNextMail, releaseUnreachable, sendMail, takeMail } from './jobs';
import { parseAddress } from './rules';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal?.close());
beforeEach(() => portal.services.connection.sql`delete from outbox`);

const NOW = new Date('2026-11-23T10:52:00Z');
const MINUTE = 60_000;
const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

async function smtp(behaviour: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp & { mailer: Mailer }> {
  const server = await startSmtp(behaviour);
  const mailer = mailerTo(server.url);
  onTestFinished(() => server.stop());
  return Object.assign(server, { mailer });
}

function mailerTo(url: string): Mailer {
  const mailer = smtpMailer(url, { greetAs: 'portal.test' });
  onTestFinished(() => mailer.close());
  return mailer;
}

async function deliverAll(mailer: Mailer, now = NOW): Promise<Delivery[]> {
  const outcomes: Delivery[] = [];
  for (;;) {
    const outcome = await deliverNextMail(portal.system(now), mailer);
    if (!outcome) return outcomes;
    outcomes.push(outcome);
  }
}

/** A mail to a member: the simplest there is. */
async function aMail(changes: Partial<Pick<MailRequest, 'held'>> & { address?: string } = {}): Promise<string> {
  const { address = 'nino@portal.test', ...rest } = changes;
  const member = await aMember(portal);
  const ctx = portal.system(NOW);
  const { outboxId } = await transaction(ctx, (tx) =>
    requestMail(tx, {
      template: 'answer',
      to: { kind: 'member', memberId: member.memberId, address },
      locale: 'en',
      params: {
        number: 'APP-7F3K',
        subject: 'About your application',
        text: 'Dear Ketevan,\n\nwe would like to talk.',
      },
      ...rest,
    }),
  );
  return outboxId;
}

async function aSignInMail(): Promise<string> {
  const member = await aMember(portal);
  const { outboxId } = await transaction(portal.system(NOW), (tx) =>
    requestMail(tx, {
      template: 'sign-in',
      to: { kind: 'member', memberId: member.memberId, address: 'nino@portal.test' },
      locale: 'en',
      params: { link: 'http://portal.test/sign-in/confirm?token=secret', code: '123456', minutes: 10 },
    }),
  );
  return outboxId;
}

/** The mail that an application has arrived, and where its application's key lies. */
async function aMailToAnApplicant(): Promise<{ id: string; keyFile: string }> {
  await aSentApplication(portal);
  const [mail] = await portal.services.connection
    .sql`select id, application_id from outbox where recipient_kind = 'applicant'`;
  const keys = path.join(portal.folder, 'keys');
  const keyFile = (await readdir(keys, { recursive: true })).find((file) =>
    file.endsWith(`${mail?.application_id}.key`),
  );
  if (!mail || !keyFile) throw new Error('no mail or no key');
  return { id: mail.id, keyFile: path.join(keys, keyFile) };
}

async function rowOf(id: string) {
  const [row] = await portal.services.connection.sql`
    select state, trouble, last_reply, attempts, next_attempt_at, message_id, sealed_params, left_at from outbox where id = ${id}`;
  return row;
}

async function verbsAbout(id: string): Promise<string[]> {
  const rows = await portal.services.connection
    .sql`select verb from audit_events where subject_kind = 'mail' and subject_id = ${id} order by id`;
  return rows.map((row) => row.verb);
}

describe('an application', () => {
  test('makes one mail to the editorial inbox and one to its applicant', async () => {
    const server = await smtp();
    const { number } = await aSentApplication(portal);
    expect(await deliverAll(server.mailer, new Date())).toEqual(['left', 'left']);
    const sent = server.received.map(({ from, to, parsed }) => ({
      from,
      to,
      subject: parsed.subject,
      replyTo: parsed.replyTo?.text,
      name: parsed.from?.value[0]?.name,
    }));
    expect(sent).toEqual([
      {
        from: 'portal@portal.test',
        to: ['redaktion@caucasuswatch.de'],
        subject: `New application: Georgia, ${number}`,
        replyTo: 'redaktion@caucasuswatch.de',
        name: 'Caucasus Watch',
      },
      {
        from: 'portal@portal.test',
        to: ['ketevan@example.org'],
        subject: `It has arrived: your application ${number}`,
        replyTo: 'redaktion@caucasuswatch.de',
        name: 'Caucasus Watch',
      },
    ]);
  });

  test('is announced without its name, address, file names or code', async () => {
    const server = await smtp();
    const { number, code } = await aSentApplication(portal, {
      fields: { name: 'Ketevan Mtisdziri', place: 'Kutaisi' },
    });
    await deliverAll(server.mailer, new Date());
    const [toInbox, toApplicant] = server.received.map(
      ({ parsed }) => `${parsed.subject}\n${parsed.text}\n${parsed.html}`,
    );
    for (const secret of [
      'Ketevan',
      'Mtisdziri',
      'example.org',
      'Water Day',
      'CV.pdf',
      'Kutaisi',
      code,
      code.replaceAll(' ', ''),
    ]) {
      expect(toInbox).not.toContain(secret);
    }
    expect(toInbox).toContain(`http://portal.test/desk/applications/${number}`);
    for (const secret of [code, code.replaceAll(' ', ''), 'Water Day', 'CV.pdf'])
      expect(toApplicant).not.toContain(secret);
  });

  test('of someone who wants quiet sends a mail that says nothing', async () => {
    const server = await smtp();
    const { number } = await aSentApplication(portal, { fields: { quiet: 'on' } });
    await deliverAll(server.mailer, new Date());
    const quiet = server.received.find(({ to }) => to[0] === 'ketevan@example.org');
    expect(quiet?.parsed.text).toBe('Something new is waiting for you.\nUse your code to read it.\n');
    expect(quiet?.parsed.subject).toBe('Something new');
    expect(quiet?.parsed.from?.value).toEqual([{ name: 'Notes', address: 'portal@portal.test' }]);
    expect(quiet?.parsed.html).toBe(false);
    expect(quiet?.parsed.replyTo).toBeUndefined();
    for (const secret of ['Caucasus', 'caucasuswatch', 'redaktion', number, 'application'])
      expect(quiet?.raw).not.toContain(secret);
  });

  test('of someone who wants quiet comes from an address apart, where there is one', async () => {
    const server = await smtp();
    const apart = { ...portal.services.portal, mailFromQuiet: 'Post <post@notes.example>' };
    await postForm({ ...portal.stranger(), portal: apart }, { fields: { quiet: 'on' } });
    while (await deliverNextMail({ ...portal.system(), portal: apart }, server.mailer));
    const quiet = server.received.find(({ to }) => to[0] === 'ketevan@example.org');
    expect(quiet?.from).toBe('post@notes.example');
    expect(quiet?.parsed.from?.value).toEqual([{ name: 'Post', address: 'post@notes.example' }]);
    expect(quiet?.parsed.messageId).toMatch(/@notes\.example>$/);
    expect(quiet?.raw).not.toContain('portal.test');
  });

  test('of someone who wants no mail sends none to them', async () => {
    const server = await smtp();
    await aSentApplication(portal, { fields: { noMail: 'on' } });
    await deliverAll(server.mailer, new Date());
    expect(server.received.map(({ to }) => to)).toEqual([['redaktion@caucasuswatch.de']]);
  });
});

describe('a mail', () => {
  test('does not exist when what caused it is undone', async () => {
    const member = await aMember(portal);
    const undone = transaction(portal.system(NOW), async (tx) => {
      await requestMail(tx, {
        template: 'answer',
        to: { kind: 'member', memberId: member.memberId, address: 'nino@portal.test' },
        locale: 'en',
        params: { number: 'APP-7F3K', subject: 'S', text: 'T' },
      });
      throw new Error('something else went wrong');
    });
    await expect(undone).rejects.toThrow('something else went wrong');
    const server = await smtp();
    expect(await deliverAll(server.mailer)).toEqual([]);
  });

  test('waits while the server is away and leaves once when it is back', async () => {
    const server = await smtp();
    await server.stop();
    const id = await aMail();
    expect(await deliverAll(server.mailer)).toEqual(['unreachable']);
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', trouble: 'unreachable', last_reply: 'ECONNREFUSED' });
    const back = await smtp({ port: server.port });
    expect(await deliverAll(server.mailer)).toEqual([]);
    expect(await releaseUnreachable(portal.system(NOW))).toBe(1);
    expect(await deliverAll(server.mailer)).toEqual(['left']);
    expect(await deliverAll(server.mailer, minutesOn(600))).toEqual([]);
    expect(back.received).toHaveLength(1);
  });

  test('that leaves takes along what waited only for the server', async () => {
    const server = await smtp();
    await server.stop();
    const earlier = await aMail();
    await deliverAll(server.mailer);
    const back = await smtp({ port: server.port });
    await aMail();
    expect(await deliverAll(server.mailer)).toEqual(['left', 'left']);
    expect(back.received).toHaveLength(2);
    expect(await rowOf(earlier)).toMatchObject({ state: 'left', trouble: null, attempts: 2 });
  });

  test('that is greylisted is tried again after a minute, not before', async () => {
    let isKnown = false;
    const server = await smtp({
      onRecipient: () => {
        if (!isKnown) throw reply(451, '4.7.1 Greylisted');
      },
    });
    const id = await aMail();
    expect(await deliverAll(server.mailer)).toEqual(['retry']);
    isKnown = true;
    expect(await deliverAll(server.mailer, minutesOn(0.9))).toEqual([]);
    expect(await rowOf(id)).toMatchObject({
      state: 'waiting',
      trouble: 'deferred',
      last_reply: '451 4.7.1',
      attempts: 1,
    });
    expect(await deliverAll(server.mailer, minutesOn(1.1))).toEqual(['left']);
    expect(server.received).toHaveLength(1);
  });

  test('that is refused fails at once and says so in the audit trail, without the server’s words', async () => {
    const server = await smtp({
      onRecipient: (address) => {
        throw reply(550, `5.1.1 <${address}> does not exist`);
      },
    });
    const id = await aMail();
    expect(await deliverAll(server.mailer)).toEqual(['failed']);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', trouble: 'refused', last_reply: '550 5.1.1' });
    expect(await verbsAbout(id)).toEqual(['mail.failed']);
    expect(await deliverAll(server.mailer, minutesOn(600))).toEqual([]);
  });

  test('is tried at 1, 5, 15, 30, 60 minutes, then hourly, and given up after five days', async () => {
    const server = await smtp({
      onRecipient: () => {
        throw reply(450, '4.2.0 Not now');
      },
    });
    const id = await aMail();
    const delays: number[] = [];
    let now = NOW;
    for (;;) {
      await deliverAll(server.mailer, now);
      const row = await rowOf(id);
      if (row?.state === 'failed') break;
      const next = new Date(row?.next_attempt_at);
      delays.push(Math.round((next.getTime() - now.getTime()) / MINUTE));
      now = new Date(next.getTime() + 1);
    }
    expect(delays.slice(0, 7)).toEqual([1, 5, 15, 30, 60, 60, 60]);
    expect((now.getTime() - NOW.getTime()) / MINUTE / 60 / 24).toBeGreaterThan(4.9);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', trouble: 'expired', last_reply: '450 4.2.0' });
  }, 60_000);

  test('is taken by one of two workers', async () => {
    const server = await smtp();
    for (let count = 0; count < 20; count += 1) await aMail({ address: `member-${count}@portal.test` });
    const other = mailerTo(server.url);
    const outcomes = await Promise.all([deliverAll(server.mailer), deliverAll(other)]);
    expect(outcomes.flat()).toHaveLength(20);
    expect(new Set(server.received.map(({ to }) => to[0]))).toHaveProperty('size', 20);
    expect(server.received).toHaveLength(20);
  });

  test('whose worker was killed is sent again under the same Message-ID', async () => {
    const server = await smtp();
    const id = await aMail();
    const taken = await takeMail(portal.system(NOW));
    expect(await deliverAll(server.mailer)).toEqual([]);
    await portal.services.connection
      .sql`update outbox set claimed_until = now() - interval '1 second' where id = ${id}`;
    expect(await deliverAll(server.mailer)).toEqual(['left']);
    expect(server.received[0]?.parsed.messageId).toBe(taken?.messageId);
    expect(taken?.messageId).toBe(`<${id}@portal.test>`);
  });

  test('that another worker took over is not touched by the one that lost it', async () => {
    const refusing = await smtp({
      onRecipient: () => {
        throw reply(550, '5.1.1 No');
      },
    });
    const accepting = await smtp();
    const id = await aMail();
    const taken = await takeMail(portal.system(NOW));
    await portal.services.connection
      .sql`update outbox set claimed_until = now() - interval '1 second' where id = ${id}`;
    await deliverAll(accepting.mailer);
    if (taken) await sendMail(portal.system(NOW), refusing.mailer, taken);
    expect(await rowOf(id)).toMatchObject({ state: 'left', trouble: null, last_reply: '250' });
    expect(await verbsAbout(id)).toEqual([]);
  });

  test('that is held waits until it is released', async () => {
    const server = await smtp();
    const id = await aMail({ held: true });
    expect(await deliverAll(server.mailer)).toEqual([]);
    await transaction(portal.system(minutesOn(5)), (tx) => releaseMail(tx, id));
    expect(await deliverAll(server.mailer, minutesOn(5))).toEqual(['left']);
    await expect(transaction(portal.system(), (tx) => releaseMail(tx, id))).rejects.toThrow('already_released');
    expect(await verbsAbout(id)).toEqual(['mail.released']);
  });

  test('that is taken back never leaves and keeps no contents', async () => {
    const server = await smtp();
    const id = await aMail({ held: true });
    await transaction(portal.system(NOW), (tx) => dropMail(tx, id));
    expect(await deliverAll(server.mailer)).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: 'dropped', sealed_params: null });
    await expect(transaction(portal.system(), (tx) => releaseMail(tx, id))).rejects.toThrow('already_released');
  });

  test('whose key is not to be had waits, holds up no other and leaves once it is there again', async () => {
    const server = await smtp();
    const { id, keyFile } = await aMailToAnApplicant();
    await rename(keyFile, `${keyFile}.elsewhere`);
    expect((await deliverAll(server.mailer, new Date())).sort()).toEqual(['left', 'retry']);
    expect(server.received.map(({ to }) => to[0])).toEqual(['redaktion@caucasuswatch.de']);
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', sealed_params: expect.any(Buffer) });
    await rename(`${keyFile}.elsewhere`, keyFile);
    expect(await deliverAll(server.mailer, new Date(Date.now() + 2 * MINUTE))).toEqual(['left']);
    expect(server.received.at(-1)?.to).toEqual(['ketevan@example.org']);
  });

  test('whose application a backup has brought back without its key is given up in silence, untouched', async () => {
    const server = await smtp();
    const { id, keyFile } = await aMailToAnApplicant();
    await rm(keyFile);
    const later = new Date(Date.now() + 6 * 24 * 60 * MINUTE);
    expect((await deliverAll(server.mailer, later)).sort()).toEqual(['dropped', 'failed']);
    expect(await rowOf(id)).toMatchObject({ state: 'dropped', sealed_params: expect.any(Buffer) });
    expect(await verbsAbout(id)).toEqual([]);
    expect(server.received).toEqual([]);
  });

  test.each([
    'ketevan@example.org, other@example.org',
    'ketevan@example.org\r\nBcc: other@example.org',
    '"Ketevan" <ketevan@example.org>',
    'ketevan@example.org\u0000',
    'ketevan',
  ])('to %j is refused where it is asked for', async (address) => {
    await expect(aMail({ address })).rejects.toThrow('invalid_input');
  });

  test.each([
    "o'brien+x@example.org",
    "!#$%&'*+-/=?^_`{|}~@example.org",
    'x%other.org@example.org',
    'postmaster@müller.example',
    'почта@пример.рф',
  ])('to %j has exactly that envelope', async (address) => {
    const server = await smtp();
    await aMail({ address });
    expect(await deliverAll(server.mailer)).toEqual(['left']);
    // The test's server shows domains in their own letters.
    expect(server.received.map(({ to }) => to.map(parseAddress))).toEqual([[parseAddress(address)]]);
  });

  test('leaves nothing readable in the database', async () => {
    await aMail({ address: 'secret-address@example.org' });
    const [row] = await portal.services.connection
      .sql`select outbox::text as whole, encode(sealed_address, 'escape') as address, encode(sealed_params, 'escape') as params from outbox`;
    for (const secret of ['secret-address', 'Ketevan', 'About your application']) {
      expect(`${row?.whole}${row?.address}${row?.params}`).not.toContain(secret);
    }
  });
});

describe('a sign-in mail', () => {
  test('is wiped once it has left', async () => {
    const server = await smtp();
    const id = await aSignInMail();
    await deliverAll(server.mailer);
    expect(server.received[0]?.parsed.text).toContain('123 456');
    expect(await rowOf(id)).toMatchObject({ state: 'left', sealed_params: null });
  });

  test('is wiped when it is refused', async () => {
    const server = await smtp({
      onRecipient: () => {
        throw reply(550, '5.1.1 No');
      },
    });
    const id = await aSignInMail();
    await deliverAll(server.mailer);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', sealed_params: null });
  });

  test('does not leave after the ten minutes in which its link opens', async () => {
    const server = await smtp();
    const id = await aSignInMail();
    expect(await deliverAll(server.mailer, minutesOn(11))).toEqual(['failed']);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', trouble: 'expired', sealed_params: null });
    expect(server.received).toEqual([]);
  });

  test('overtakes older mails that are being tried again', async () => {
    const server = await smtp();
    const older = await aMail();
    await portal.services.connection
      .sql`update outbox set next_attempt_at = ${NOW.toISOString()}, trouble = 'deferred' where id = ${older}`;
    await aSignInMail();
    await deliverAll(server.mailer, minutesOn(1));
    expect(server.received.map(({ parsed }) => parsed.subject)).toEqual([
      'Sign in to the desk of Caucasus Watch',
      'About your application',
    ]);
  });
});
