import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { addTask, writeComment } from '@/domain/discussion/commands';
import { discussionOf } from '@/domain/discussion/queries';
import { relativesOf } from '@/domain/duplicates/queries';
import { eraseMyApplication, withdrawMyApplication } from '@/domain/retention/commands';
import { assign, changePlan, decide, declareConflict, releaseDecision } from '@/domain/reviews/commands';
import { answerDraft, answerPreview, conflictsOn, decisionOn, planOf, scorecardFor } from '@/domain/reviews/queries';
import { beAtWorkOn, type Sent, sentTo } from '@/domain/testing/at-work';
import { damage, damageKey } from '@/domain/testing/damage';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { MASK } from '@/platform/redaction';
import { applicantSession, bePresent, changeStage, enterReceiptCode, writeToEditors } from './commands';
import { applicationForDesk, applicationStillThere, myApplication, myHoldings } from './queries';

/** Each application of its own: nobody could open its page any more. */
let portal: TestPortal;
let editor: MemberActor;
let reviewer: MemberActor;

const desk = () => portal.as(editor);
const versionOf = async (number: string) => (await applicationForDesk(desk(), number)).version;

beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
});
afterAll(() => portal.close());

async function withDamagedAnswers(): Promise<Sent> {
  const sent = await sentTo(portal);
  await damage(portal, { table: 'applications', column: 'sealed_answers', of: sent.id });
  return sent;
}

async function withDamagedKey(): Promise<Sent> {
  const sent = await sentTo(portal);
  await beAtWorkOn(portal, sent, { editor, reviewer });
  await damageKey(portal, sent.id);
  return sent;
}

async function readBlind<Read>(read: () => Promise<Read>): Promise<Read> {
  const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  const plan = await planOf(administrator, portal.callId);
  await changePlan(administrator, portal.callId, { ...plan, blind: 'everyone' });
  try {
    return await read();
  } finally {
    await changePlan(administrator, portal.callId, plan);
  }
}

describe('an application with damaged answers', () => {
  it('shows on the desk by its number what can still be read', async () => {
    const sent = await withDamagedAnswers();
    await writeToEditors(portal.as(sent.applicant), { text: 'Has it arrived?', locale: 'en' });
    const shown = await applicationForDesk(desk(), sent.number);
    expect(shown).toMatchObject({
      unreadable: 'answers',
      name: sent.number,
      nameLatin: null,
      workingName: false,
      email: null,
      coverLetterText: '',
      topics: [],
      stage: 'new',
      regions: ['georgia'],
      mayDecide: true,
    });
    expect(shown.documents.map(({ name }) => name)).toEqual(['CV.pdf', 'letter.pdf', 'Water Day.pdf']);
    expect(shown.messages.map(({ text }) => text)).toEqual(['Has it arrived?']);
    expect(shown.timeline.map(({ verb }) => verb)).toContain('application.submitted');
    expect(await relativesOf(desk(), sent.number)).toEqual({
      duplicates: [],
      folded: [],
      foldedInto: null,
      keptBack: null,
    });
    expect((await discussionOf(desk(), sent.number)).comments).toEqual([]);
  });

  it('keeps its words, its notes and its talk from whoever reads blind', async () => {
    const sent = await sentTo(portal);
    await writeToEditors(portal.as(sent.applicant), { text: 'Ketevan asks', locale: 'en' });
    await writeComment(portal.as(await aMember(portal)), { number: sent.number, text: 'Ketevan again' });
    await declareConflict(portal.as(reviewer), { number: sent.number, reason: 'Ketevan is my cousin' });
    await damage(portal, { table: 'applications', column: 'sealed_answers', of: sent.id });
    await readBlind(async () => {
      const shown = await applicationForDesk(desk(), sent.number);
      expect(shown.documents.map(({ name }) => name)).toEqual(['CV.pdf', 'Cover letter.pdf', 'Writing sample.pdf']);
      expect(JSON.stringify(shown)).not.toContain('Ketevan');
      expect(shown.messages.map(({ text }) => text)).toEqual([MASK]);
      expect(JSON.stringify(await discussionOf(desk(), sent.number))).not.toContain('Ketevan');
      expect(JSON.stringify(await conflictsOn(desk(), sent.id))).not.toContain('Ketevan');
    });
  });

  it('can be moved, given out, talked about and decided; its answer waits behind the code', async () => {
    const { number, id, applicant } = await withDamagedAnswers();
    await bePresent(desk(), number);
    await addTask(desk(), { number, text: 'Ask for the form again' });
    await assign(desk(), { number, memberId: editor.memberId });
    await changeStage(desk(), { number, version: await versionOf(number), to: 'reading' });
    const draft = await answerDraft(desk(), { number, kind: 'ask' });
    expect(draft.text).toContain(number);
    expect(await answerPreview(desk(), { number, ...draft })).toMatchObject({ arrival: 'page' });
    const { version } = await decide(desk(), { number, version: await versionOf(number), kind: 'ask', ...draft });
    expect(await decisionOn(desk(), id)).toMatchObject({ kind: 'ask', text: draft.text, hasMail: false });
    await releaseDecision(desk(), { number, version });
    const { messages, status } = await myApplication(portal.as(applicant));
    expect([messages.map(({ text }) => text), status]).toEqual([[draft.text], 'question']);
  });

  it('opens for its applicant, who still writes, takes away, withdraws and erases it', async () => {
    const { number, applicant } = await withDamagedAnswers();
    const mine = portal.as(applicant);
    expect(await myApplication(mine)).toMatchObject({ number, unreadable: 'answers', name: '', hasEmail: false });
    await writeToEditors(mine, { text: 'Shall I send it again?', locale: 'en' });
    const { record, files } = await myHoldings(mine);
    expect([record.answers, files.length]).toEqual([null, 3]);
    await withdrawMyApplication(mine, { reason: 'It is broken' });
    await eraseMyApplication(mine);
    expect(await applicationStillThere(desk(), number)).toBeNull();
  });
});

describe('an application with a damaged key', () => {
  it('shows on the desk that it is there, and what lies in clear', async () => {
    const { id, number } = await withDamagedKey();
    const shown = await applicationForDesk(desk(), number);
    expect(shown).toMatchObject({ unreadable: 'everything', name: number, stage: 'new', email: null });
    expect(shown.documents.map(({ name }) => name)).toEqual(['CV.pdf', 'Cover letter.pdf', 'Writing sample.pdf']);
    expect(shown.messages.map(({ text }) => text)).toEqual([null]);
    const { comments, tasks } = await discussionOf(desk(), number);
    expect([comments[0]?.text, tasks[0]?.text]).toEqual([null, null]);
    expect(await decisionOn(desk(), id)).toMatchObject({ kind: 'hold', text: null });
    expect(await scorecardFor(desk(), { id, callId: portal.callId })).toMatchObject({ myNote: null });
    expect(await relativesOf(desk(), number)).toMatchObject({ duplicates: [], folded: [] });
  });

  it('can be moved and given out, and nothing is sealed with anything else', async () => {
    const { id, number } = await withDamagedKey();
    await changeStage(desk(), { number, version: await versionOf(number), to: 'reading' });
    await assign(desk(), { number, memberId: editor.memberId });
    await expect(addTask(desk(), { number, text: 'x' })).rejects.toMatchObject({ name: 'VaultError' });
    await expect(
      decide(desk(), { number, version: await versionOf(number), kind: 'ask', subject: 'x', text: 'y' }),
    ).rejects.toMatchObject({ name: 'VaultError' });
    const { sql } = portal.services.connection;
    const [row] = await sql`select count(*)::int as tasks from tasks where application_id = ${id}`;
    expect(row).toEqual({ tasks: 1 });
  });

  it('opens for its applicant, who still withdraws and erases it', async () => {
    const { number, code, session, applicant } = await withDamagedKey();
    expect(await applicantSession(portal.stranger(), session)).toMatchObject({ code });
    expect(await enterReceiptCode(portal.stranger(), { typed: code })).toHaveProperty('session');
    const mine = portal.as(applicant);
    expect(await myApplication(mine)).toMatchObject({ number, unreadable: 'everything' });
    await withdrawMyApplication(mine, {});
    await eraseMyApplication(mine);
    expect(await applicationStillThere(desk(), number)).toBeNull();
  });
});
