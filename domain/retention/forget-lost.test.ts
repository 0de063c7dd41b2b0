import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { queueFor } from '@/domain/applications/queries';
import { mergeApplications } from '@/domain/duplicates/commands';
import { askQuestion, eraseLostQuestion, newQuestionToken } from '@/domain/questions/commands';
import { questionsForDesk } from '@/domain/questions/queries';
import { beAtWorkOn, type Sent, sentTo } from '@/domain/testing/at-work';
import { damageKey } from '@/domain/testing/damage';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { keyStore } from '@/platform/keys';
import { secretKey } from '@/platform/vault';
import { countKeys, eraseMyApplication, forgetLost } from './commands';

let portal: TestPortal;
let editor: MemberActor;
let lost: Sent;
let wholeQuestion = '';
let whole: Sent;
let folded: Sent;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  const reviewer = await aMember(portal, [{ role: 'reviewer' }]);
  [lost, whole, folded] = [await sentTo(portal), await sentTo(portal), await sentTo(portal)];
  await beAtWorkOn(portal, lost, { editor, reviewer });
  await mergeApplications(portal.as(editor), { primary: lost.number, folded: folded.number });
  const lostQuestion = await ask();
  wholeQuestion = (await ask()).questionId;
  for (const id of [lost.id, lostQuestion.questionId]) await portal.services.keyStore.destroy(id);
});
afterAll(() => portal.close());

function ask() {
  const ctx = portal.stranger();
  return askQuestion(ctx, { token: newQuestionToken(ctx), locale: 'en', text: 'Does a photo essay fit?' });
}

async function rowsOf(id: string) {
  const [row] = await portal.services.connection.sql`
    select state, sealed_answers as answers,
      (select count(*)::int from outbox where application_id = ${id}) as mails,
      (select count(*)::int from messages where application_id = ${id}) as letters,
      (select count(*)::int from documents where application_id = ${id}) as documents
    from applications where id = ${id}`;
  return row;
}

it('touches nothing where most keys are not to be had: another folder is more likely than so many erasures', async () => {
  const elsewhere = keyStore(path.join(portal.folder, 'no-keys-here'), portal.services.keys.wrap);
  const ctx = { ...portal.system(), keyStore: elsewhere };
  expect(await countKeys(ctx)).toEqual({ applications: { all: 3, lost: 3 }, questions: { all: 2, lost: 2 } });
  await expect(forgetLost(ctx)).rejects.toMatchObject({ code: 'conflict' });
  expect(await rowsOf(lost.id)).toMatchObject({ state: 'submitted', documents: 3, letters: 1 });
});

it('is for whoever stands at the command line', async () => {
  const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  await expect(countKeys(administrator)).rejects.toMatchObject({ code: 'not_found' });
  await expect(forgetLost(administrator)).rejects.toMatchObject({ code: 'not_found' });
  for (const ctx of [administrator, portal.system()])
    await expect(eraseLostQuestion(ctx, wholeQuestion)).rejects.toMatchObject({ code: 'not_found' });
});

it('takes a damaged key for one, unless none opens', async () => {
  const damaged = await sentTo(portal);
  await damageKey(portal, damaged.id);
  expect((await countKeys(portal.system())).applications).toEqual({ all: 4, lost: 1 });
  await eraseMyApplication(portal.as(damaged.applicant));
  const others = keyStore(path.join(portal.folder, 'keys'), secretKey(new Uint8Array(32)));
  await expect(countKeys({ ...portal.system(), keyStore: others })).rejects.toMatchObject({ code: 'wrong_key' });
});

it('erases what is left of what has no key, and gives back what was read under it', async () => {
  expect(await countKeys(portal.system())).toEqual({
    applications: { all: 3, lost: 1 },
    questions: { all: 2, lost: 1 },
  });
  expect(await forgetLost(portal.system())).toBe(2);
  expect(await rowsOf(lost.id)).toEqual({ state: 'erased', answers: null, mails: 0, letters: 0, documents: 0 });
  const { entries } = await queueFor(portal.as(editor), {});
  expect(entries.map(({ number }) => number).toSorted()).toEqual([whole.number, folded.number].toSorted());
  expect((await questionsForDesk(portal.as(editor))).entries).toHaveLength(1);
  expect(await countKeys(portal.system())).toEqual({
    applications: { all: 2, lost: 0 },
    questions: { all: 1, lost: 0 },
  });
  expect(await forgetLost(portal.system())).toBe(0);
});
