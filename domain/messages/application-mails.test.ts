import { describe, expect, test } from 'vitest';
import { aSentApplication, postForm } from '@/domain/testing/portal';
import { deliverNextMail } from './jobs';
import { aPortalWithMails, deliverAll, portal, smtp } from './testing';

aPortalWithMails();

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

  test('of someone who wants quiet sends nothing rather than from the newsroom where that address cannot be read', async () => {
    const server = await smtp();
    const apart = { ...portal.services.portal, mailFromQuiet: 'post@relay' };
    const deliver = () => deliverNextMail({ ...portal.system(), portal: apart }, server.mailer);
    await postForm({ ...portal.stranger(), portal: apart }, { fields: { quiet: 'on' } });
    expect([await deliver(), await deliver(), await deliver()].toSorted()).toEqual(['left', null, 'retry']);
    expect(server.received.map(({ to }) => to)).toEqual([['redaktion@caucasuswatch.de']]);
  });

  test('of someone who wants no mail sends none to them', async () => {
    const server = await smtp();
    await aSentApplication(portal, { fields: { noMail: 'on' } });
    await deliverAll(server.mailer, new Date());
    expect(server.received.map(({ to }) => to)).toEqual([['redaktion@caucasuswatch.de']]);
  });
});
