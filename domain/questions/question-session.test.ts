import { describe, expect, it } from 'vitest';
import { enterQuestionCode, leaveQuestionSession, questionSession, writeAgain } from './commands';
import { myQuestion } from './queries';
import { aPortalWithQuestions, ask, portal, somebody } from './testing';

aPortalWithQuestions();

it('opens by its code for twelve hours, however much it is used', async () => {
  const { code } = await ask();
  const { session } = await enterQuestionCode(somebody(), { typed: code });
  const used = portal.as({ kind: 'stranger', peer: 'uses' }, new Date(Date.now() + 12 * 3_600_000 - 60_000));
  expect(await questionSession(used, session)).not.toBeNull();
  await writeAgain(used, { session, text: 'And a film?' });
  const late = portal.as({ kind: 'stranger', peer: 'uses' }, new Date(Date.now() + 12 * 3_600_000));
  expect(await questionSession(late, session)).toBeNull();
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

  it('opens when it is right after twenty wrong ones from the same place, which from then on are told to wait', async () => {
    const peer = portal.as({ kind: 'stranger', peer: 'rattler' });
    const { code } = await ask();
    const tries = Array.from({ length: 20 }, () => enterQuestionCode(peer, { typed: '0000 0000 0000 0000' }));
    for (const one of tries) await expect(one).rejects.toMatchObject({ code: 'unknown_code' });
    expect((await enterQuestionCode(peer, { typed: code })).session).toBeTruthy();
    await expect(enterQuestionCode(peer, { typed: '0000 0000 0000 0000' })).rejects.toMatchObject({
      code: 'too_many_tries',
    });
  });
});
