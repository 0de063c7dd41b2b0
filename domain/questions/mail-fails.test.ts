import { expect, it } from 'vitest';
import { deliverNextMail } from '@/domain/messages/jobs';
import { refusing, smtp } from '@/domain/messages/testing';
import { answerQuestion, enterQuestionCode } from './commands';
import { myQuestion, questionForDesk } from './queries';
import { aPortalWithQuestions, ask, desk, portal, somebody } from './testing';

aPortalWithQuestions();

async function deliver({ mailer }: Awaited<ReturnType<typeof smtp>>): Promise<void> {
  while (await deliverNextMail(portal.system(), mailer));
}

async function answer(id: string): Promise<void> {
  const member = await desk();
  const { version } = await questionForDesk(member, id);
  await answerQuestion(member, { id, version, text: 'Yes, it does.' });
}

async function opened(code: string): Promise<() => Promise<boolean>> {
  const { session } = await enterQuestionCode(somebody(), { typed: code });
  return async () => (await myQuestion(portal.stranger(), session)).mailFails;
}

it('says so to whoever asked when a mail with the answer is refused, until one is taken; to nobody else', async () => {
  const refused = await ask();
  const other = await ask({ email: 'anahit@example.org' });
  const [fails, othersFail] = [await opened(refused.code), await opened(other.code)];
  expect(await fails()).toBe(false);
  await answer(refused.questionId);
  await answer(other.questionId);
  await deliver(await refusing('nino@example.org'));
  expect([await fails(), await othersFail()]).toEqual([true, false]);

  await answer(refused.questionId);
  await deliver(await smtp());
  expect(await fails()).toBe(false);
});
