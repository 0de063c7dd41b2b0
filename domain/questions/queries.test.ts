import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { mailPreview, outboxFor } from '@/domain/messages/queries';
import { aMember, openTestPortal } from '@/domain/testing/portal';
import { answerQuestion, askQuestion, closeQuestion, newQuestionToken } from './commands';
import { questionCounts, questionForDesk, questionsForDesk } from './queries';
import { aPortalWithQuestions, ask, database, desk, portal } from './testing';

aPortalWithQuestions();

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
