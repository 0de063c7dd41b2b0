import { describe, expect, test } from 'vitest';
import { myApplication } from '@/domain/applications/queries';
import { transaction } from '@/domain/context';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { requestMail, settleMail } from './commands';
import { outboxFor } from './queries';
import { aPortalWithMails, deliverAll, portal, refusing, smtp } from './testing';

aPortalWithMails();

const deliver = async (server: Awaited<ReturnType<typeof smtp>>) => deliverAll(server.mailer, new Date());
const mailFails = async ({ applicant }: Sent) => (await myApplication(portal.as(applicant))).mailFails;

function writeTo(applicationId: string): Promise<unknown> {
  return transaction(portal.system(new Date()), (tx) =>
    requestMail(tx, {
      template: 'answer',
      to: { kind: 'applicant', applicationId, address: 'ketevan@example.org' },
      locale: 'en',
      params: { number: 'APP-7F3K', subject: 'An answer', text: 'Yes.' },
    }),
  );
}

describe('an applicant whose mail server refuses their address', () => {
  test('is told so until a later mail is taken; nobody else is', async () => {
    const refused = await sentTo(portal);
    const other = await sentTo(portal, { fields: { email: 'anahit@example.org' } });
    expect(await mailFails(refused)).toBe(false);
    await deliver(await refusing('ketevan@example.org'));
    expect([await mailFails(refused), await mailFails(other)]).toEqual([true, false]);

    await writeTo(refused.id);
    await deliver(await refusing('ketevan@example.org'));
    expect(await mailFails(refused)).toBe(true);
    await writeTo(refused.id);
    await deliver(await smtp());
    expect(await mailFails(refused)).toBe(false);
  });

  test('is told so again when a mail after that is refused', async () => {
    const { id, ...refused } = await sentTo(portal);
    await deliver(await smtp());
    await writeTo(id);
    await deliver(await refusing('ketevan@example.org'));
    expect(await mailFails({ id, ...refused })).toBe(true);
  });

  test('is told so although the desk holds the mail as settled', async () => {
    const refused = await sentTo(portal);
    await deliver(await refusing('ketevan@example.org'));
    const [mail] = (await outboxFor(portal.system())).failed;
    await settleMail(portal.system(), mail?.id ?? '');
    expect(await mailFails(refused)).toBe(true);
    await writeTo(refused.id);
    await deliver(await smtp());
    expect(await mailFails(refused)).toBe(false);
  });

  test('hears nothing of it where no mail at all is wanted', async () => {
    const refused = await sentTo(portal);
    await deliver(await refusing('ketevan@example.org'));
    await portal.services.connection.sql`update applications set no_mail = true where id = ${refused.id}`;
    expect(await mailFails(refused)).toBe(false);
  });
});
