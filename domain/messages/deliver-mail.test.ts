import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { aSentApplication } from '@/domain/testing/portal';
import { reply } from '@/platform/mailer/testing';
import { releaseUnreachable, sendMail, takeMail } from './jobs';
import { parseAddress } from './rules';
import {
  aMail,
  aPortalWithMails,
  deliverAll,
  MINUTE,
  mailerTo,
  minutesOn,
  NOW,
  portal,
  rowOf,
  smtp,
  verbsAbout,
} from './testing';

aPortalWithMails();

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

describe('a mail', () => {
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

  test('to letters that the server does not take fails at once and holds up no other', async () => {
    const server = await smtp({ options: { hideSMTPUTF8: true } });
    const id = await aMail({ address: 'имя@example.org' });
    await aMail();
    expect((await deliverAll(server.mailer)).sort()).toEqual(['failed', 'left']);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', trouble: 'refused', last_reply: '5.6.7', attempts: 1 });
    expect(await verbsAbout(id)).toEqual(['mail.failed']);
    expect(server.received.map(({ to }) => to)).toEqual([['nino@portal.test']]);
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
});
