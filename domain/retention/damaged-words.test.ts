import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, MemberActor } from '@/domain/actor';
import { writeToEditors } from '@/domain/applications/commands';
import { applicationForDesk, myApplication, myHoldings, queueFor, withdrawnFor } from '@/domain/applications/queries';
import { addTask, changeComment, removeComment, writeComment } from '@/domain/discussion/commands';
import { discussionOf, myOpenTasks } from '@/domain/discussion/queries';
import { checkDocument, openOriginal } from '@/domain/documents/commands';
import { answerQuestion, askQuestion, newQuestionToken } from '@/domain/questions/commands';
import { myQuestion, questionForDesk, questionsForDesk } from '@/domain/questions/queries';
import { changePlan, decide, declareConflict, releaseDecision, score } from '@/domain/reviews/commands';
import { conflictsOn, decisionOn, pendingDecisions, planOf, scorecardFor } from '@/domain/reviews/queries';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { damage, damageKey } from '@/domain/testing/damage';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { withdrawMyApplication } from './commands';

/** One of several things that were written no longer opens. */
let portal: TestPortal;
let administrator: MemberActor;
let editor: MemberActor;
let sent: Sent;

beforeAll(async () => {
  portal = await openTestPortal();
  administrator = await aMember(portal, [{ role: 'administrator' }]);
  editor = await aMember(portal);
  sent = await sentTo(portal);
});
afterAll(() => portal.close());

let clock = Date.now();
/** Each thing is written a moment after the one before. */
function now(actor: Actor = editor) {
  clock += 1000;
  return portal.as(actor, new Date(clock));
}
const texts = (rows: readonly { text: string | null }[]) => rows.map(({ text }) => text);

/** The newest row of a table: what was written last. */
async function newest(table: string, time: string): Promise<string> {
  const { sql } = portal.services.connection;
  const [row] = await sql`select id from ${sql(table)} order by ${sql(time)} desc limit 1`;
  return String(row?.id);
}

describe('a damaged letter', () => {
  it('keeps its place between the others, for the desk and for its applicant', async () => {
    const { applicant } = sent;
    await writeToEditors(now(applicant), { text: 'The first', locale: 'en' });
    await writeToEditors(now(applicant), { text: 'The second', locale: 'en' });
    await damage(portal, { table: 'messages', column: 'sealed_body', of: await newest('messages', 'written_at') });
    await writeToEditors(now(applicant), { text: 'The third', locale: 'en' });
    const shown = ['The first', null, 'The third'];
    expect(texts((await applicationForDesk(now(), sent.number)).messages)).toEqual(shown);
    expect(texts((await myApplication(now(applicant))).messages)).toEqual(shown);
    const { letters } = (await myHoldings(now(applicant))).record;
    expect(texts(letters as { text: string | null }[])).toEqual(shown);

    const plan = await planOf(now(administrator), portal.callId);
    await changePlan(now(administrator), portal.callId, { ...plan, blind: 'everyone' });
    expect(texts((await applicationForDesk(now(), sent.number)).messages)).toEqual(shown);
    await changePlan(now(administrator), portal.callId, plan);
  });

  it('leaves the reasons of other withdrawn applications', async () => {
    for (const reason of ['Moved away', 'Another offer']) {
      const one = await sentTo(portal);
      await withdrawMyApplication(now(one.applicant), { reason });
    }
    await damage(portal, { table: 'messages', column: 'sealed_body', of: await newest('messages', 'written_at') });
    expect((await withdrawnFor(now())).entries.map(({ reason }) => reason?.text)).toEqual([null, 'Moved away']);
  });
});

describe('a damaged answer', () => {
  it('waits among the others and stands on its application, without its words', async () => {
    const [damaged, whole] = [await sentTo(portal), await sentTo(portal)];
    for (const { number } of [whole, damaged])
      await decide(now(), { number, version: 1, kind: 'hold', subject: 'Not yet', text: 'We are reading.' });
    await damage(portal, { table: 'decisions', column: 'sealed_answer', of: await newest('decisions', 'decided_at') });
    const shown = (await pendingDecisions(now())).map(({ number, subject, text }) => [number, subject, text]);
    expect(shown).toEqual([
      [whole.number, 'Not yet', 'We are reading.'],
      [damaged.number, '', null],
    ]);
    expect(await decisionOn(now(), damaged.id)).toMatchObject({ subject: '', text: null });
    await decide(now(), { number: damaged.number, version: 2, kind: 'hold', subject: 'Anew', text: 'Written anew.' });
    await releaseDecision(now(), { number: damaged.number, version: 3 });
    expect(await decisionOn(now(), damaged.id)).toMatchObject({ state: 'released', text: 'Written anew.' });
  });
});

describe('a damaged comment', () => {
  it('keeps its place between the others, and can be written anew or taken back', async () => {
    const { number } = sent;
    await writeComment(now(), { number, text: 'Strong' });
    const { commentId } = await writeComment(now(), { number, text: 'Weak' });
    await damage(portal, { table: 'comments', column: 'sealed_text', of: commentId });
    expect(texts((await discussionOf(now(), number)).comments)).toEqual(['Strong', null]);
    await changeComment(now(), { commentId, text: 'Weak, I said' });
    expect(texts((await discussionOf(now(), number)).comments)).toEqual(['Strong', 'Weak, I said']);
    await damage(portal, { table: 'comments', column: 'sealed_text', of: commentId });
    await removeComment(now(), commentId);
    expect(texts((await discussionOf(now(), number)).comments)).toEqual(['Strong']);
  });
});

describe('a damaged task', () => {
  it('keeps its place in what is to be done', async () => {
    const { number } = sent;
    const assigneeId = editor.memberId;
    const { taskId } = await addTask(now(), { number, text: 'Call', assigneeId });
    await addTask(now(), { number, text: 'Write', assigneeId });
    await damage(portal, { table: 'tasks', column: 'sealed_text', of: taskId });
    expect(texts((await discussionOf(now(), number)).tasks)).toEqual([null, 'Write']);
    expect(texts(await myOpenTasks(now()))).toEqual([null, 'Write']);
  });
});

describe('a damaged question', () => {
  const token = () => newQuestionToken(portal.stranger());
  const typed = { name: 'Nino', email: 'nino@example.org', text: 'Does a photo essay fit?' };
  const ask = (own = token()) => askQuestion(portal.stranger(), { token: own, locale: 'en', ...typed });

  it('stands in its list without its words, and its thread goes on', async () => {
    const [own, whole] = [token(), await ask()];
    const { questionId: id, session } = await ask(own);
    await answerQuestion(now(), { id, version: 1, text: 'It does.' });
    await portal.services.connection.sql`update questions set state = 'open' where id = ${id}`;
    const [first] = (await questionForDesk(now(), id)).messages;
    await damage(portal, { table: 'question_messages', column: 'sealed_text', of: first?.id ?? '' });
    const { entries } = await questionsForDesk(now());
    expect(entries.map((one) => [one.id, one.begins])).toEqual([
      [whole.questionId, typed.text],
      [id, null],
    ]);
    expect(texts((await questionForDesk(now(), id)).messages)).toEqual([null, 'It does.']);
    expect(texts((await myQuestion(portal.stranger(), session)).messages)).toEqual([null, 'It does.']);
    expect((await ask(own)).questionId).not.toBe(id);
  });

  it('whose asker is damaged can still be answered, behind the code', async () => {
    const { questionId: id, session } = await ask();
    await damage(portal, { table: 'questions', column: 'sealed_asker', of: id });
    expect((await questionsForDesk(now())).entries.find((one) => one.id === id)).toMatchObject({ name: '' });
    const { version, ...shown } = await questionForDesk(now(), id);
    expect(shown).toMatchObject({ name: '', email: null, reach: 'code' });
    await answerQuestion(now(), { id, version, text: 'It does.' });
    expect(texts((await myQuestion(portal.stranger(), session)).messages)).toEqual([typed.text, 'It does.']);
  });

  it('whose key is damaged leaves the others in the list', async () => {
    const before = (await questionsForDesk(now())).entries.map(({ id }) => id);
    const { questionId } = await ask();
    await damageKey(portal, questionId);
    expect((await questionsForDesk(now())).entries.map(({ id }) => id)).toEqual(before);
  });
});

describe('a damaged note or reason', () => {
  it('leaves the scores of everybody, and why others are kept away', async () => {
    const { id, number } = await sentTo(portal);
    const [one, other, third] = [await aMember(portal), await aMember(portal), await aMember(portal)];
    const scores = { writing: 4 };
    for (const [member, note] of [
      [one, 'Strong'],
      [other, 'Weak'],
      [third, 'Neither'],
    ] as const)
      await score(now(member), { number, scores, note, finish: true });
    const { sql } = portal.services.connection;
    for (const { memberId } of [one, other]) {
      const [row] = await sql`select id from reviews where application_id = ${id} and member_id = ${memberId}`;
      await damage(portal, { table: 'reviews', column: 'sealed_note', of: String(row?.id) });
    }
    const card = await scorecardFor(now(one), { id, callId: portal.callId });
    expect(card.myNote).toBeNull();
    expect(card.others?.map(({ note, scores: given }) => [note, given])).toEqual([
      [null, scores],
      ['Neither', scores],
    ]);

    const conflicting = await sentTo(portal);
    for (const [member, reason] of [
      [one, 'A cousin'],
      [other, 'A friend'],
    ] as const)
      await declareConflict(now(member), { number: conflicting.number, reason });
    await sql`update conflicts set sealed_reason = set_byte(sealed_reason, 40, get_byte(sealed_reason, 40) # 1)
      where application_id = ${conflicting.id} and member_id = ${one.memberId}`;
    const reasons = (await conflictsOn(now(administrator), conflicting.id)).map(({ reason }) => reason);
    expect(reasons).toEqual([null, 'A friend']);
  });
});

describe('a damaged name of a file', () => {
  it('has a plain one in its place, for the desk and for its applicant', async () => {
    const { number, applicant, versionIds } = await sentTo(portal);
    for (const id of versionIds) await checkDocument(portal.system(), id);
    const last = versionIds.at(-1) ?? '';
    await damage(portal, { table: 'document_versions', column: 'sealed_name', of: last });
    const { sql } = portal.services.connection;
    await sql`update document_checks set sealed_findings = decode(repeat('00', 60), 'hex') where version_id = ${last}`;
    const shown = ['CV.pdf', 'letter.pdf', 'Writing sample.pdf'];
    const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
    expect(names((await applicationForDesk(now(), number)).documents)).toEqual(shown);
    const { documents } = await myApplication(now(applicant));
    expect([names(documents), documents[2]?.findings]).toEqual([shown, []]);
    expect(names((await myHoldings(now(applicant))).files)).toEqual(shown);
    expect((await openOriginal(now(), last)).name).toBe('Writing sample.pdf');
    const { entries } = await queueFor(now(), { order: 'newest' });
    expect(entries.find((entry) => entry.number === number)).toMatchObject({
      name: 'ქეთევან მთისძირელი',
      sampleTitle: null,
    });
  });
});
