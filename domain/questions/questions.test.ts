import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { outbox } from '@/db/schema/messages';
import { questionMessages, questionSessions, questions } from '@/db/schema/questions';
import type { Ctx } from '@/domain/context';
import { mailPreview, outboxFor } from '@/domain/messages/queries';
import { openMail } from '@/domain/messages/writing';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import {
  answerQuestion,
  askQuestion,
  claimQuestionErasure,
  closeQuestion,
  enterQuestionCode,
  eraseMyQuestion,
  leaveQuestionSession,
  newQuestionToken,
  questionSession,
  type Receipt,
  reopenQuestion,
  sweepQuestions,
  writeAgain,
} from './commands';
import { readQuestion } from './input';
import { myQuestion, questionCounts, questionForDesk, questionsForDesk } from './queries';

let portal: TestPortal;
let count = 0;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const DAY = 24 * 3_600_000;

function database() {
  return portal.services.connection.db;
}

function somebody(now?: Date): Ctx {
  count += 1;
  return portal.as({ kind: 'stranger', peer: `asker ${count}` }, now);
}

type Typed = Partial<Parameters<typeof askQuestion>[1]>;

async function ask(typed: Typed = {}, now?: Date): Promise<Receipt> {
  const ctx = somebody(now);
  return askQuestion(ctx, {
    token: newQuestionToken(ctx),
    locale: 'ka',
    name: 'ნინო ჩემსია',
    email: 'nino@example.org',
    text: 'Does a photo essay fit?',
    ...typed,
  });
}

async function desk(grants?: Parameters<typeof aMember>[1]): Promise<Ctx> {
  return portal.as(await aMember(portal, grants));
}

async function mailsAbout(questionId: string) {
  const rows = await database()
    .select()
    .from(outbox)
    .where(eq(outbox.questionId, questionId))
    .orderBy(outbox.createdAt);
  return Promise.all(
    rows.map(async (row) => {
      const opened = await openMail(portal.system(), row);
      return { template: row.template, to: opened?.address, ...opened?.contents };
    }),
  );
}

async function verbsOf(questionId: string): Promise<string[]> {
  const rows = await database()
    .select({ verb: auditEvents.verb })
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, questionId))
    .orderBy(auditEvents.id);
  return rows.map((row) => row.verb);
}

async function answer(ctx: Ctx, id: string, text = 'It does.'): Promise<void> {
  const { version } = await questionForDesk(ctx, id);
  await answerQuestion(ctx, { id, version, text });
}

it('opens by its code for twelve hours, however much it is used', async () => {
  const { code } = await ask();
  const { session } = await enterQuestionCode(somebody(), { typed: code });
  const used = portal.as({ kind: 'stranger', peer: 'uses' }, new Date(Date.now() + 12 * 3_600_000 - 60_000));
  expect(await questionSession(used, session)).not.toBeNull();
  await writeAgain(used, { session, text: 'And a film?' });
  const late = portal.as({ kind: 'stranger', peer: 'uses' }, new Date(Date.now() + 12 * 3_600_000));
  expect(await questionSession(late, session)).toBeNull();
});

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

describe('the code', () => {
  it('opens the question from any device, as people type it', async () => {
    const { code, number } = await ask();
    const { session } = await enterQuestionCode(somebody(), { typed: ` ${code.toLowerCase().replaceAll(' ', '-')}` });
    expect((await myQuestion(portal.stranger(), session)).number).toBe(number);
    await leaveQuestionSession(portal.stranger(), session);
    expect(await questionSession(portal.stranger(), session)).toBeNull();
    await expect(myQuestion(portal.stranger(), session)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('opens nothing when it is wrong, nor after twenty tries', async () => {
    const peer = portal.as({ kind: 'stranger', peer: 'rattler' });
    const { code } = await ask();
    const tries = Array.from({ length: 20 }, () => enterQuestionCode(peer, { typed: '0000 0000 0000 0000' }));
    for (const one of tries) await expect(one).rejects.toMatchObject({ code: 'unknown_code' });
    await expect(enterQuestionCode(peer, { typed: code })).rejects.toMatchObject({ code: 'too_many_tries' });
  });
});

describe('an answer', () => {
  it('stands behind the code and goes out by mail, to be answered to people', async () => {
    const { questionId, session, number } = await ask();
    await answer(await desk(), questionId);
    expect(await myQuestion(portal.stranger(), session)).toMatchObject({
      state: 'answered',
      messages: [{ from: 'asker' }, { from: 'editors', text: 'It does.' }],
    });
    expect((await mailsAbout(questionId)).at(-1)).toEqual({
      template: 'question-answer',
      to: 'nino@example.org',
      replyTo: 'i.dostalik@caucasuswatch.de',
      params: { number, text: 'It does.' },
    });
  });

  it('says nothing by mail in quiet mode', async () => {
    const { questionId } = await ask({ quiet: true });
    await answer(await desk(), questionId);
    expect((await mailsAbout(questionId)).at(-1)).toEqual({
      template: 'news.quiet',
      to: 'nino@example.org',
      replyTo: null,
      params: {},
    });
  });

  it.each([
    ['no mail was wanted', { noMail: true }],
    ['no address was given', { email: '' }],
  ])('waits behind the code alone where %s', async (_, typed) => {
    const { questionId } = await ask(typed);
    await answer(await desk(), questionId);
    expect((await mailsAbout(questionId)).map((mail) => mail.template)).toEqual(['new-question']);
  });

  it('is given once: of two editors at the same moment the second is told', async () => {
    const { questionId, session } = await ask();
    const [one, other] = [await desk(), await desk()];
    const outcomes = await Promise.allSettled([
      answerQuestion(one, { id: questionId, version: 1, text: 'Yes.' }),
      answerQuestion(other, { id: questionId, version: 1, text: 'No.' }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect((await myQuestion(portal.stranger(), session)).messages).toHaveLength(2);
    expect((await mailsAbout(questionId)).filter((mail) => mail.template === 'question-answer')).toHaveLength(1);
  });

  it('meets a conflict when the asker has written meanwhile, and opens the thread again', async () => {
    const { questionId, session } = await ask();
    await writeAgain(portal.stranger(), { session, text: 'Or a film?' });
    const ctx = await desk();
    await expect(answerQuestion(ctx, { id: questionId, version: 1, text: 'Yes.' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await mailsAbout(questionId)).map((mail) => mail.params)).toMatchObject([
      { again: false },
      { again: true },
    ]);
    await answer(ctx, questionId);
    await writeAgain(portal.stranger(), { session, text: 'Thank you.' });
    expect((await questionForDesk(ctx, questionId)).state).toBe('open');
  });

  it('is not sent empty', async () => {
    const { questionId } = await ask();
    await expect(answerQuestion(await desk(), { id: questionId, version: 1, text: ' ' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'text' },
    });
  });
});

it('is closed and opened again, in the state of whoever wrote last', async () => {
  const { questionId } = await ask();
  const ctx = await desk();
  await closeQuestion(ctx, { id: questionId, version: 1 });
  await expect(closeQuestion(ctx, { id: questionId, version: 2 })).rejects.toMatchObject({ code: 'conflict' });
  await reopenQuestion(ctx, { id: questionId, version: 2 });
  expect((await questionForDesk(ctx, questionId)).state).toBe('open');
  await answer(ctx, questionId);
  await closeQuestion(ctx, { id: questionId, version: 4 });
  await reopenQuestion(ctx, { id: questionId, version: 5 });
  expect((await questionForDesk(ctx, questionId)).state).toBe('answered');
  expect(await verbsOf(questionId)).toEqual([
    'question.asked',
    'question.closed',
    'question.reopened',
    'question.answered',
    'question.closed',
    'question.reopened',
  ]);
});

describe('who may see a question', () => {
  it.each([
    ['an administrator', { role: 'administrator' as const }, true],
    ['an editor of everything', { role: 'editor' as const }, true],
    ['a reviewer', { role: 'reviewer' as const }, false],
    ['an editor of one region', { role: 'editor' as const, region: 'georgia' }, false],
  ])('%s: %s', async (_, grant, sees) => {
    const { questionId } = await ask();
    const ctx = await desk([grant]);
    const found = questionForDesk(ctx, questionId).then(
      () => true,
      (error: { code: string }) => error.code,
    );
    expect(await found).toBe(sees ? true : 'not_found');
    expect((await questionCounts(ctx)).open > 0).toBe(sees);
    expect((await questionsForDesk(ctx)).entries.length > 0).toBe(sees);
    const { waiting } = await outboxFor(ctx);
    expect(waiting.some((mail) => mail.question?.id === questionId)).toBe(sees);
    if (!sees) {
      await expect(answerQuestion(ctx, { id: questionId, version: 1, text: 'Yes.' })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(closeQuestion(ctx, { id: questionId, version: 1 })).rejects.toMatchObject({ code: 'not_found' });
      const [mail] = await database().select({ id: outbox.id }).from(outbox).where(eq(outbox.questionId, questionId));
      await expect(mailPreview(ctx, mail?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('an editor of one call: those about it, not those about none', async () => {
    const about = await ask({ callSlug: 'regional-specialists' });
    const general = await ask();
    const ctx = await desk([{ role: 'editor', callId: portal.callId }]);
    expect((await questionForDesk(ctx, about.questionId)).number).toBe(about.number);
    await expect(questionForDesk(ctx, general.questionId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('nobody who is not a member', async () => {
    await expect(questionsForDesk(portal.stranger())).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('in quiet mode nobody sees the address', async () => {
    const { questionId } = await ask({ quiet: true });
    expect(await questionForDesk(await desk(), questionId)).toMatchObject({ email: null, reach: 'quiet' });
  });
});

it('lists page by page, forward and back, each question once', async () => {
  const other = await openTestPortal();
  try {
    const start = Date.parse('2026-11-01T00:00:00Z');
    for (let number = 0; number < 9; number += 1) {
      const ctx = other.as({ kind: 'stranger', peer: `p${number}` }, new Date(start + Math.floor(number / 2) * 1000));
      await askQuestion(ctx, { token: newQuestionToken(ctx), locale: 'en', text: `Question ${number}` });
    }
    const ctx = other.as(await aMember(other));
    const all = (await questionsForDesk(ctx)).entries.map((one) => one.id);
    expect(all).toHaveLength(9);
    const first = await questionsForDesk(ctx, { limit: 4 });
    const second = await questionsForDesk(ctx, { limit: 4, after: first.next ?? '' });
    const third = await questionsForDesk(ctx, { limit: 4, after: second.next ?? '' });
    expect([first, second, third].flatMap((page) => page.entries.map((one) => one.id))).toEqual(all);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = await questionsForDesk(ctx, { limit: 4, before: third.previous ?? '' });
    expect(back).toEqual(second);
    const foremost = await questionsForDesk(ctx, { limit: 4, before: second.previous ?? '' });
    expect(foremost).toEqual(first);
    for (const typed of [`${'9'.repeat(15)}~0198c0de-0000-7000-8000-000000000001`, `1~${'-'.repeat(36)}`])
      expect(await questionsForDesk(ctx, { limit: 4, after: typed })).toMatchObject({ entries: first.entries });
  } finally {
    await other.close();
  }
});

describe('erasing', () => {
  it('takes rows, mails, sessions and the key when the asker wants it', async () => {
    const { questionId, session, code } = await ask();
    await answer(await desk(), questionId);
    expect(await eraseMyQuestion(portal.stranger(), { session, claim: '' })).toBe(true);
    expect(await database().$count(questions, eq(questions.id, questionId))).toBe(0);
    expect(await database().$count(questionMessages, eq(questionMessages.questionId, questionId))).toBe(0);
    expect(await database().$count(outbox, eq(outbox.questionId, questionId))).toBe(0);
    expect(await portal.services.keyStore.get(questionId)).toBeNull();
    await expect(enterQuestionCode(somebody(), { typed: code })).rejects.toMatchObject({ code: 'unknown_code' });
    expect(await eraseMyQuestion(portal.stranger(), { session, claim: '' })).toBe(false);
    expect((await verbsOf(questionId)).at(-1)).toBe('question.erased');
  });

  it('clicked twice, is done once, and both clicks are told so; another browser is not', async () => {
    const { questionId, session, code } = await ask();
    const { session: elsewhere } = await enterQuestionCode(somebody(), { typed: code });
    const claim = await claimQuestionErasure(somebody(), { session });
    const click = (by = session) => eraseMyQuestion(somebody(), { session: by, claim });
    expect(await Promise.all([click(), click()])).toEqual([true, true]);
    expect([await click(), await click(elsewhere)]).toEqual([true, false]);
    expect((await verbsOf(questionId)).filter((verb) => verb === 'question.erased')).toHaveLength(1);
  });

  it('is not said to be done where the question still stands', async () => {
    const { session } = await ask();
    const claim = await claimQuestionErasure(somebody(), { session });
    await leaveQuestionSession(somebody(), session);
    expect(await eraseMyQuestion(somebody(), { session, claim })).toBe(false);
  });

  it('comes by itself once nothing has happened for as long as the publication keeps things', async () => {
    const long = new Date(Date.now() - 181 * DAY);
    const [rested, taken, young] = [
      await ask({}, long),
      await ask({}, long),
      await ask({}, new Date(Date.now() - 179 * DAY)),
    ];
    await answer(await desk(), taken.questionId);
    await sweepQuestions(portal.system());
    const left = await Promise.all(
      [rested, taken, young].map(({ questionId }) => database().$count(questions, eq(questions.id, questionId))),
    );
    expect(left).toEqual([0, 1, 1]);
    expect(await portal.services.keyStore.get(rested.questionId)).toBeNull();
  });
});

async function keyFiles(): Promise<string[]> {
  const entries = await readdir(path.join(portal.folder, 'keys'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
