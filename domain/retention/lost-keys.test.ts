import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import type { MemberActor } from '@/domain/actor';
import { applicantSession, bePresent, changeStage, draftOf, enterReceiptCode } from '@/domain/applications/commands';
import {
  applicationForDesk,
  findApplications,
  myApplication,
  myHoldings,
  neighboursOf,
  queueFor,
  viewCounts,
  withdrawnFor,
} from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { addTag, addTask, seeMentions, writeComment } from '@/domain/discussion/commands';
import { discussionOf, myOpenTasks, unseenMentions } from '@/domain/discussion/queries';
import { openOriginal, renditionFor } from '@/domain/documents/commands';
import { mergeApplications } from '@/domain/duplicates/commands';
import { relativesOf } from '@/domain/duplicates/queries';
import { exportedOnes, selectedNumbers } from '@/domain/exports/queries';
import { insightsFor } from '@/domain/insights/queries';
import { newDraftToken, saveTyped } from '@/domain/intake/commands';
import { mailPreview, outboxCounts, outboxFor } from '@/domain/messages/queries';
import {
  answerQuestion,
  askQuestion,
  closeQuestion,
  enterQuestionCode,
  newQuestionToken,
  questionSession,
} from '@/domain/questions/commands';
import { questionForDesk, questionsForDesk } from '@/domain/questions/queries';
import { assign, decide, declareConflict, releaseDecision, score } from '@/domain/reviews/commands';
import {
  answerDraft,
  answerPreview,
  bulkDrafts,
  decisionOn,
  myOpenReviews,
  nextToReview,
  pendingDecisions,
  reviewProgress,
  scorecardFor,
  scoredQueue,
} from '@/domain/reviews/queries';
import { beAtWorkOn, type Sent, sentTo } from '@/domain/testing/at-work';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { withdrawMyApplication } from './commands';

/** Rows that stand and whose key is gone, as a database from an old backup has them; beside each, one that is whole. */
type Pair<One> = { lost: One; whole: One };

let portal: TestPortal;
let editor: MemberActor;
let reviewer: MemberActor;
let sent: Pair<Sent>;
let folded: Pair<Sent>;
let underLost: Sent;
let withdrawn: Pair<Sent>;
let asked: Pair<Awaited<ReturnType<typeof ask>>>;

const desk = () => portal.as(editor);

async function pairOf<One>(make: () => Promise<One>): Promise<Pair<One>> {
  return { lost: await make(), whole: await make() };
}

async function ask() {
  const ctx = portal.stranger();
  const token = newQuestionToken(ctx);
  const question = { name: 'Nino', email: 'nino@example.org', text: 'Does a photo essay fit?' };
  const receipt = await askQuestion(ctx, { token, locale: 'en', ...question });
  return { ...receipt, token, question };
}

async function takenBack(): Promise<Sent> {
  const one = await sentTo(portal);
  await withdrawMyApplication(portal.as(one.applicant), { reason: 'Another offer' });
  return one;
}

beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
  sent = await pairOf(() => sentTo(portal));
  folded = await pairOf(() => sentTo(portal));
  underLost = await sentTo(portal);
  withdrawn = await pairOf(takenBack);
  asked = await pairOf(ask);
  for (const one of [folded.lost, folded.whole])
    await mergeApplications(desk(), { primary: sent.whole.number, folded: one.number });
  await mergeApplications(desk(), { primary: sent.lost.number, folded: underLost.number });
  for (const one of [sent.lost, sent.whole]) await beAtWorkOn(portal, one, { editor, reviewer });
  const lost = [sent.lost, folded.lost, withdrawn.lost].map(({ id }) => id);
  for (const id of [...lost, asked.lost.questionId]) await portal.services.keyStore.destroy(id);
});
afterAll(() => portal.close());

const numbers = (rows: readonly { number: string | null }[]) => rows.map(({ number }) => number);
const told = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: { code?: string }) => error.code ?? error,
  );

async function exported(): Promise<[number: string, foldedInto: string | null][]> {
  const ones = exportedOnes(desk(), await selectedNumbers(desk(), { numbers: [sent.lost.number, sent.whole.number] }));
  const found: [string, string | null][] = [];
  for await (const { number, foldedInto } of ones) found.push([number, foldedInto]);
  return found;
}

describe('a list leaves out what has lost its key, and keeps the rest', () => {
  const both = () => numbers([sent.lost, sent.whole]).map(String);
  it.each<[string, () => Promise<(string | null)[]>]>([
    ['the queue', async () => numbers((await queueFor(desk(), {})).entries)],
    ['the queue with scores', async () => numbers((await scoredQueue(desk(), {})).entries)],
    ['what waits to be released', async () => numbers(await pendingDecisions(desk()))],
    ['drafts of answers', async () => numbers(await bulkDrafts(desk(), { numbers: both(), kind: 'hold' }))],
    ['what I have to read', async () => numbers(await myOpenReviews(portal.as(reviewer)))],
    ['what I have to do', async () => numbers(await myOpenTasks(desk()))],
    ['held mails', async () => numbers((await outboxFor(desk())).held)],
  ])('%s', async (_, list) => {
    expect(await list()).toEqual([sent.whole.number]);
  });

  it('mails that wait for an applicant', async () => {
    const { waiting } = await outboxFor(desk());
    const about = numbers(waiting.filter(({ to }) => to.kind === 'applicant'));
    expect(about).toContain(sent.whole.number);
    expect(about).not.toContain(sent.lost.number);
  });

  it('an export, which takes along what is folded under the others', async () => {
    expect(await exported()).toEqual([
      [underLost.number, null],
      [sent.whole.number, null],
      [folded.whole.number, sent.whole.number],
    ]);
  });

  it('withdrawn applications', async () => {
    expect(numbers((await withdrawnFor(desk())).entries)).toEqual([withdrawn.whole.number]);
  });

  it('questions', async () => {
    expect(numbers((await questionsForDesk(desk())).entries)).toEqual([asked.whole.number]);
  });

  it('what is read under another application, and its likenesses', async () => {
    const relatives = await relativesOf(desk(), sent.whole.number);
    expect(numbers(relatives.folded)).toEqual([folded.whole.number]);
    expect(numbers(relatives.duplicates)).toEqual([underLost.number]);
    expect((await relativesOf(desk(), underLost.number)).foldedInto).toBeNull();
  });

  it('while its pages go on from row to row', async () => {
    const first = await queueFor(desk(), { limit: 1 });
    expect(first.entries).toEqual([]);
    const second = await queueFor(desk(), { limit: 1, after: first.next ?? '' });
    expect(numbers(second.entries)).toEqual([sent.whole.number]);
    const back = await queueFor(desk(), { limit: 1, before: second.previous ?? '' });
    expect([back.entries, back.next]).toEqual([[], first.next]);

    const questions = await questionsForDesk(desk(), { limit: 1 });
    expect(questions.entries).toEqual([]);
    const after = await questionsForDesk(desk(), { limit: 1, after: questions.next ?? '' });
    expect(numbers(after.entries)).toEqual([asked.whole.number]);
  });
});

describe('what leads from one application to the next passes over it', () => {
  it('in the list, in reviewing and where I am called', async () => {
    expect(await neighboursOf(desk(), {}, sent.whole.id)).toMatchObject({ previous: null, next: null });
    expect(await nextToReview(portal.as(reviewer))).toBe(sent.whole.number);
    expect(await unseenMentions(portal.as(reviewer))).toEqual({ count: 1, number: sent.whole.number });
  });

  it('in the search field', async () => {
    expect(await findApplications(desk(), sent.lost.number)).toEqual({ kind: 'none' });
    expect(await findApplications(desk(), 'ketevan@example.org')).toEqual({ kind: 'one', number: sent.whole.number });
  });
});

describe('one that has lost its key is not there', () => {
  const answer = { subject: 'Yes', text: 'Come.' };
  const held = async () => {
    const rows = await portal.services.connection.db
      .select()
      .from(outbox)
      .where(eq(outbox.applicationId, sent.lost.id));
    return rows.find(({ state }) => state === 'held')?.id ?? '';
  };
  it.each<[string, (ctx: Ctx, one: Sent) => Promise<unknown>]>([
    ['on the desk', (ctx, { number }) => applicationForDesk(ctx, number)],
    ['with its relatives', (ctx, { number }) => relativesOf(ctx, number)],
    ['with its talk', (ctx, { number }) => discussionOf(ctx, number)],
    ['with its decision', (ctx, { id }) => decisionOn(ctx, id)],
    ['with its scores', (ctx, { id }) => scorecardFor(ctx, { id, callId: portal.callId })],
    ['for an answer', (ctx, { number }) => answerDraft(ctx, { number, kind: 'invite' })],
    ['for a look at an answer', (ctx, { number }) => answerPreview(ctx, { number, ...answer })],
    ['as a file', (ctx, { versionIds }) => openOriginal(ctx, versionIds[0] ?? '')],
    ['as a page', (ctx, { versionIds }) => renditionFor(ctx, versionIds[0] ?? '', { kind: 'page', page: 1 })],
    ['as a mail', async (ctx) => mailPreview(ctx, await held())],
    ['to be decided', (ctx, { number }) => decide(ctx, { number, version: 1, kind: 'invite', ...answer })],
    ['to be released', (ctx, { number }) => releaseDecision(ctx, { number, version: 2 })],
    ['to be moved', (ctx, { number }) => changeStage(ctx, { number, version: 2, to: 'reading' })],
    ['to be scored', (ctx, { number }) => score(ctx, { number, scores: {}, note: 'x' })],
    ['to be given out', (ctx, { number }) => assign(ctx, { number, memberId: editor.memberId })],
    ['to be kept from', (ctx, { number }) => declareConflict(ctx, { number })],
    ['to be talked about', (ctx, { number }) => writeComment(ctx, { number, text: 'x' })],
    ['to be called to', (ctx, { number }) => seeMentions(ctx, number)],
    ['to be tagged', (ctx, { number }) => addTag(ctx, { number, name: 'x' })],
    ['to be worked on', (ctx, { number }) => addTask(ctx, { number, text: 'x' })],
    ['to be sat before', (ctx, { number }) => bePresent(ctx, number)],
  ])('%s', async (_, open) => {
    expect(await told(open(desk(), sent.lost))).toBe('not_found');
  });

  it('nor is a question', async () => {
    const { questionId: id } = asked.lost;
    expect(await told(questionForDesk(desk(), id))).toBe('not_found');
    expect(await told(answerQuestion(desk(), { id, version: 1, text: 'x' }))).toBe('not_found');
    expect(await told(closeQuestion(desk(), { id, version: 1 }))).toBe('not_found');
  });

  it('for its applicant and its asker, whose codes and sessions open nothing', async () => {
    const ctx = portal.stranger();
    expect(await applicantSession(ctx, sent.lost.session)).toBeNull();
    expect(await told(enterReceiptCode(ctx, { typed: sent.lost.code }))).toBe('unknown_code');
    expect(await told(myApplication(portal.as(sent.lost.applicant)))).toBe('not_found');
    expect(await told(myHoldings(portal.as(sent.lost.applicant)))).toBe('not_found');
    expect(await questionSession(ctx, asked.lost.session)).toBeNull();
    expect(await told(enterQuestionCode(ctx, { typed: asked.lost.code }))).toBe('unknown_code');
    expect((await enterReceiptCode(ctx, { typed: sent.whole.code })).applicationId).toBe(sent.whole.id);
  });
});

describe('a form whose draft or question has lost its key', () => {
  it('keeps what is typed under a new draft', async () => {
    const ctx = portal.stranger();
    const token = newDraftToken(ctx);
    const fields = new Map([
      ['draft', [token]],
      ['name', ['Ana Kalandadze']],
    ]);
    const call = { callSlug: 'regional-specialists', locale: 'en' };
    await saveTyped(ctx, { ...call, fields });
    await ctx.keyStore.destroy((await draftOf(ctx, token))?.applicationId ?? '');
    const saved = await saveTyped(ctx, { ...call, fields });
    expect(saved?.draft).not.toBe(token);
    expect(await draftOf(ctx, saved?.draft ?? '')).toMatchObject({ state: 'draft' });
  });

  it('asks anew', async () => {
    const { token, question, number } = asked.lost;
    const again = await askQuestion(portal.stranger(), { token, locale: 'en', ...question });
    expect(again.number).not.toBe(number);
    expect((await questionForDesk(desk(), again.questionId)).messages).toMatchObject([{ text: question.text }]);
  });
});

describe('figures count rows, and none of them falls over one', () => {
  it.each<[string, (ctx: Ctx) => Promise<unknown>]>([
    ['of the queue', viewCounts],
    ['of the outbox', outboxCounts],
    ['of readers', reviewProgress],
    ['of the insights', insightsFor],
  ])('%s', async (_, count) => {
    expect(await told(count(desk()))).toBe('answered');
  });
});
