import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { questionMessages, questions } from '@/db/schema/questions';
import {
  claimQuestionErasure,
  enterQuestionCode,
  eraseMyQuestion,
  leaveQuestionSession,
  sweepQuestions,
} from './commands';
import { answer, aPortalWithQuestions, ask, database, desk, portal, somebody, verbsOf } from './testing';

aPortalWithQuestions();

const DAY = 24 * 3_600_000;

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
