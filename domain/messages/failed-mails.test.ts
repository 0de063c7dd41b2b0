import { describe, expect, test } from 'vitest';
import { queueFor } from '@/domain/applications/queries';
import { transaction } from '@/domain/context';
import { changeInbox } from '@/domain/settings/commands';
import { allInboxes } from '@/domain/settings/queries';
import { sentTo } from '@/domain/testing/at-work';
import { aMember } from '@/domain/testing/portal';
import { requestMail, retryMail, settleMail } from './commands';
import { outboxCounts, outboxFor, troubledApplications } from './queries';
import { aPortalWithMails, deliverAll, portal, refusing, rowOf, smtp, verbsAbout } from './testing';

aPortalWithMails();

const APPLICANT = 'ketevan@example.org';
const INBOX = 'redaktion@caucasuswatch.de';
const editorOf = async (region: string) => portal.as(await aMember(portal, [{ role: 'editor', region }]));
const administrator = async () => portal.as(await aMember(portal, [{ role: 'administrator' }]));

/** An application from Georgia; the mail to `refused` has failed, the other has left. */
async function aFailedMail(refused: string) {
  const { id: applicationId } = await sentTo(portal, { fields: { region: ['georgia'], email: APPLICANT } });
  await deliverAll((await refusing(refused)).mailer, new Date());
  const { failed } = await outboxFor(portal.system());
  expect(failed.map(({ to }) => to.address)).toEqual([refused]);
  return { applicationId, id: failed[0]?.id ?? '' };
}

function writeTo(applicationId: string): Promise<unknown> {
  return transaction(portal.system(new Date()), (tx) =>
    requestMail(tx, {
      template: 'answer',
      to: { kind: 'applicant', applicationId, address: APPLICANT },
      locale: 'en',
      params: { number: 'APP-7F3K', subject: 'An answer', text: 'Yes.' },
    }),
  );
}

describe('a failed mail that an editor holds as settled', () => {
  test('is counted and listed no more, is wiped, and keeps why it failed', async () => {
    const { id, applicationId } = await aFailedMail(APPLICANT);
    const editor = await editorOf('georgia');
    expect(await outboxCounts(editor)).toEqual({ failed: 1, held: 0 });
    await settleMail(editor, id);
    expect(await outboxCounts(editor)).toEqual({ failed: 0, held: 0 });
    expect((await outboxFor(editor)).failed).toEqual([]);
    expect(await troubledApplications(editor, [applicationId])).toEqual(new Set());
    expect(await rowOf(id)).toMatchObject({ state: 'dropped', trouble: 'refused', sealed_params: null });
    expect(await verbsAbout(id)).toEqual(['mail.failed', 'mail.settled']);
    await expect(settleMail(editor, id)).rejects.toThrow('conflict');
    await expect(retryMail(editor, id)).rejects.toThrow('conflict');
  });

  test('is there for nobody out of scope, nor for reviewers', async () => {
    const { id } = await aFailedMail(APPLICANT);
    const reviewer = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
    for (const ctx of [await editorOf('armenia'), reviewer, portal.stranger()])
      await expect(settleMail(ctx, id)).rejects.toThrow('not_found');
    expect(await rowOf(id)).toMatchObject({ state: 'failed' });
  });

  test('has failed: one that waits, or has left, stays as it is', async () => {
    const { id } = await aFailedMail(APPLICANT);
    const editor = await editorOf('georgia');
    await retryMail(editor, id);
    await expect(settleMail(editor, id)).rejects.toThrow('conflict');
    await deliverAll((await smtp()).mailer, new Date());
    await expect(settleMail(editor, id)).rejects.toThrow('conflict');
    expect(await rowOf(id)).toMatchObject({ state: 'left' });
  });
});

test('a wiped secret that could not leave is no task of the desk’s', async () => {
  const { memberId } = await aMember(portal);
  await transaction(portal.system(new Date()), (tx) =>
    requestMail(tx, {
      template: 'sign-in',
      to: { kind: 'member', memberId, address: 'nino@portal.test' },
      locale: 'en',
      params: { link: 'http://portal.test/sign-in/confirm?token=secret', code: '123456', minutes: 10 },
    }),
  );
  const ctx = await administrator();
  expect((await outboxFor(ctx)).waiting).toHaveLength(1);
  await deliverAll((await refusing('nino@portal.test')).mailer, new Date());
  expect(await outboxCounts(ctx)).toEqual({ failed: 0, held: 0 });
  expect((await outboxFor(ctx)).failed).toEqual([]);
});

test('an application is marked as not delivered until a later mail has arrived', async () => {
  const { applicationId } = await aFailedMail(APPLICANT);
  const marked = async () => [
    [...(await troubledApplications(portal.system(), [applicationId]))],
    (await queueFor(portal.system(), { trouble: true })).entries.map(({ id }) => id),
  ];
  expect(await marked()).toEqual([[applicationId], [applicationId]]);
  await writeTo(applicationId);
  expect(await marked()).toEqual([[applicationId], [applicationId]]);
  await deliverAll((await smtp()).mailer, new Date());
  expect(await marked()).toEqual([[], []]);
});

test('a mail to an inbox that is tried again goes to where that inbox is now, and so do answers to it', async () => {
  const { id } = await aFailedMail(INBOX);
  const ctx = await administrator();
  const inbox = (await allInboxes(ctx)).find(({ address }) => address === INBOX);
  if (!inbox) throw new Error('no inbox');
  await changeInbox(ctx, inbox.id, { ...inbox, address: 'desk@caucasuswatch.de' });
  await retryMail(ctx, id);
  const server = await smtp();
  expect(await deliverAll(server.mailer, new Date())).toEqual(['left']);
  expect(server.received.map(({ to, parsed }) => [...to, parsed.replyTo?.text])).toEqual([
    ['desk@caucasuswatch.de', 'desk@caucasuswatch.de'],
  ]);
  const { left } = await outboxFor(ctx);
  expect(left.find((mail) => mail.id === id)?.to.address).toBe('desk@caucasuswatch.de');
});
