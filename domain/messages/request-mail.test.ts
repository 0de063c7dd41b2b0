import { describe, expect, test } from 'vitest';
import { transaction } from '@/domain/context';
import { aMember } from '@/domain/testing/portal';
import { dropMail, releaseMail, requestMail } from './commands';
import { aMail, aPortalWithMails, deliverAll, minutesOn, NOW, portal, rowOf, smtp, verbsAbout } from './testing';

aPortalWithMails();

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

  test.each([
    'ketevan@example.org, other@example.org',
    'ketevan@example.org\r\nBcc: other@example.org',
    '"Ketevan" <ketevan@example.org>',
    'ketevan@example.org\u0000',
    'ketevan',
  ])('to %j is refused where it is asked for', async (address) => {
    await expect(aMail({ address })).rejects.toThrow('invalid_input');
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
