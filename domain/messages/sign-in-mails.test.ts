import { describe, expect, test } from 'vitest';
import { transaction } from '@/domain/context';
import { aMember } from '@/domain/testing/portal';
import { reply } from '@/platform/mailer/testing';
import { requestMail } from './commands';
import { aMail, aPortalWithMails, deliverAll, minutesOn, NOW, portal, rowOf, smtp } from './testing';

aPortalWithMails();

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
