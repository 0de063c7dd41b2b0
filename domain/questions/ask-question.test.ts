import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { questionMessages, questionSessions, questions } from '@/db/schema/questions';
import { newQuestionToken } from './commands';
import { readQuestion } from './input';
import { myQuestion } from './queries';
import { aPortalWithQuestions, ask, database, mailsAbout, portal } from './testing';

aPortalWithQuestions();

async function keyFiles(): Promise<string[]> {
  const entries = await readdir(path.join(portal.folder, 'keys'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('asking', () => {
  it('gives a number and a code, and tells the questions inbox neither who nor what', async () => {
    const { questionId, number, code, session } = await ask({ callSlug: 'regional-specialists' });
    expect(number).toMatch(/^Q-[0-9A-Z]{4}$/);
    expect(code).toMatch(/^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/);
    expect(await myQuestion(portal.stranger(), session)).toMatchObject({
      number,
      state: 'open',
      name: 'ნინო ჩემსია',
      messages: [{ from: 'asker', text: 'Does a photo essay fit?' }],
    });
    const mails = await mailsAbout(questionId);
    expect(mails).toEqual([
      {
        template: 'new-question',
        to: 'i.dostalik@caucasuswatch.de',
        replyTo: 'i.dostalik@caucasuswatch.de',
        params: {
          id: questionId,
          number,
          language: 'ka',
          call: 'Regional specialists',
          again: false,
        },
      },
    ]);
  });

  it('needs neither name nor address', async () => {
    const { session } = await ask({ name: '', email: '' });
    expect(await myQuestion(portal.stranger(), session)).toMatchObject({ name: '', hasEmail: false });
  });

  it.each([
    ['nothing written', { text: ' \n ' }, { field: 'text', why: 'missing' }],
    ['5,001 characters', { text: 'x'.repeat(5001) }, { field: 'text', why: 'too_long' }],
    ['what is no address', { email: 'nino at example' }, { field: 'email', why: 'address' }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, { field: 'name', why: 'too_long' }],
  ])('refuses %s, and keeps nothing', async (_, typed, details) => {
    const before = await database().$count(questions);
    await expect(ask(typed)).rejects.toMatchObject({ code: 'invalid_input', details });
    expect(await database().$count(questions)).toBe(before);
  });

  it('names everything that is wrong at once, in the order of the form', () => {
    expect(readQuestion({ text: '', email: 'nino at example', name: 'x'.repeat(201) })).toEqual({
      faults: [
        { field: 'text', why: 'missing' },
        { field: 'name', why: 'too_long' },
        { field: 'email', why: 'address' },
      ],
    });
  });

  it('refuses a form that is not ours', async () => {
    await expect(ask({ token: 'A'.repeat(44) })).rejects.toMatchObject({ code: 'draft_unknown' });
  });

  it('arrives once, however often and however much at once it is sent', async () => {
    const token = newQuestionToken(portal.stranger());
    const receipts = await Promise.all(Array.from({ length: 5 }, () => ask({ token })));
    receipts.push(await ask({ token }));
    expect(new Set(receipts.map((one) => `${one.questionId} ${one.code}`)).size).toBe(1);
    const [first] = receipts;
    expect(await mailsAbout(first?.questionId ?? '')).toHaveLength(1);
    expect(await keyFiles()).toHaveLength(await database().$count(questions));
  });

  it('takes another text from the same form as another question', async () => {
    const token = newQuestionToken(portal.stranger());
    const first = await ask({ token });
    const second = await ask({ token, text: 'And another thing?' });
    expect(second.questionId).not.toBe(first.questionId);
    expect(second.code).not.toBe(first.code);
  });

  it('keeps no word, name, address or code in clear', async () => {
    const { code } = await ask({ name: 'Planted-Name', email: 'planted@example.org', text: 'Planted-Text' });
    const kept = JSON.stringify([
      await database().select().from(questions),
      await database().select().from(questionMessages),
      await database().select().from(questionSessions),
      await database().select().from(outbox),
    ]);
    for (const secret of ['Planted-Name', 'planted@example.org', 'Planted-Text', code, code.replaceAll(' ', '')])
      for (const form of [secret, Buffer.from(secret).toJSON().data.join(',')]) expect(kept).not.toContain(form);
  });
});
