import { describe, expect, it } from 'vitest';
import { answerQuestion, closeQuestion, reopenQuestion, writeAgain } from './commands';
import { myQuestion, questionForDesk } from './queries';
import { answer, aPortalWithQuestions, ask, desk, mailsAbout, portal, verbsOf } from './testing';

aPortalWithQuestions();

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

it('hears of what was pressed twice once, and of the same words an hour later again', async () => {
  const { questionId, session } = await ask();
  const write = (at: Date) => writeAgain({ ...portal.stranger(), now: at }, { session, text: 'Or a film?' });
  const texts = async () => (await myQuestion(portal.stranger(), session)).messages.map(({ text }) => text);
  const told = async () => (await mailsAbout(questionId)).filter(({ template }) => template === 'new-question').length;
  const now = new Date();
  await Promise.all([write(now), write(now)]);
  expect([await texts(), await told()]).toEqual([['Does a photo essay fit?', 'Or a film?'], 2]);
  expect((await questionForDesk(await desk(), questionId)).version).toBe(2);
  await write(new Date(now.getTime() + 3_600_000));
  expect([await texts(), await told()]).toEqual([['Does a photo essay fit?', 'Or a film?', 'Or a film?'], 3]);
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
