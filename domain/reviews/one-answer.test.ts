import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { mailPreview } from '@/domain/messages/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { decide, decideMany } from './commands';
import { answerDraft, answerPreview } from './queries';

let portal: TestPortal;
let editor: Ctx;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = portal.as(await aMember(portal));
});
afterAll(() => portal.close());

async function answersTo(number: string) {
  const { db } = portal.services.connection;
  const rows = await db
    .select({ id: outbox.id, template: outbox.template })
    .from(outbox)
    .innerJoin(applications, eq(applications.id, outbox.applicationId))
    .where(eq(applications.number, number));
  const answers = rows.filter(({ template }) => template === 'answer');
  return Promise.all(answers.map(({ id }) => mailPreview(editor, id)));
}

async function applied(name: string) {
  return (await aSentApplication(portal, { fields: { name } })).number;
}

const OF_A_NAME = ['Ana Kldiashvili', '{call}', '{name} {number}', '{Nika} $& Beridze'];

it.each(OF_A_NAME)('sends to %s what was shown before, word for word', async (name) => {
  const number = await applied(name);
  const { subject, text } = await answerDraft(editor, { number, kind: 'invite' });
  const answer = { subject, text: `${text}\n\nThank you for coming.` };
  const shown = await answerPreview(editor, { number, ...answer });
  await decide(editor, { number, version: 1, kind: 'invite', ...answer });
  const [mail, ...others] = await answersTo(number);
  expect({ subject: mail?.subject, text: mail?.text, html: mail?.html }).toEqual({
    subject: shown.subject,
    text: shown.text,
    html: shown.html,
  });
  expect(mail?.text).toContain(`Dear ${name},`);
  expect(mail?.text).toContain('Thank you for coming.');
  expect(others).toEqual([]);
});

it('writes to somebody among several by a name in braces as it stands', async () => {
  const number = await applied('{call}');
  const texts = { en: { subject: 'About {number}', text: 'Dear {name}, thank you.' } };
  const outcome = await decideMany(editor, { kind: 'hold', picks: [{ number, version: 1 }], texts });
  expect(outcome).toEqual({ done: [number], failed: [] });
  expect((await answersTo(number))[0]?.text).toContain('Dear {call}, thank you.');
});

it.each(['call', 'publication', 'number', 'nmae'])(
  'refuses {%s} typed into one answer, shown or sent',
  async (word) => {
    const number = await applied('Ana Kldiashvili');
    const { subject, text } = await answerDraft(editor, { number, kind: 'invite' });
    const typed = { number, subject, text: `${text}\n\nThank you for {${word}}` };
    const refusal = { code: 'unknown_placeholder', details: { placeholder: word, field: 'text', alone: 'yes' } };
    await expect(decide(editor, { ...typed, version: 1, kind: 'invite' })).rejects.toMatchObject(refusal);
    await expect(answerPreview(editor, typed)).rejects.toMatchObject(refusal);
    expect(await answersTo(number)).toEqual([]);
    const inSubject = { number, subject: `{${word}}`, text };
    await expect(decide(editor, { ...inSubject, version: 1, kind: 'invite' })).rejects.toMatchObject({
      details: { field: 'subject' },
    });
    await decide(editor, { number, version: 1, kind: 'invite', subject, text });
    expect(await answersTo(number)).toHaveLength(1);
  },
);
