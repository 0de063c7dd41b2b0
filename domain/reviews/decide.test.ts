import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import type { MemberActor } from '@/domain/actor';
import { applicantSession, changeStage } from '@/domain/applications/commands';
import { applicationForDesk, myApplication, queueFor, stageCounts } from '@/domain/applications/queries';
import { checkDocument, openOriginal } from '@/domain/documents/commands';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { decide, releaseDecision, score, undoDecision } from './commands';
import { answerDraft, decisionOn, pendingDecisions, scorecardFor, scoredQueue } from './queries';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal.close());

const ANSWER = { subject: 'We would like to talk', text: 'Dear Ketevan, when could we talk?' };

async function statusOf(session: string) {
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  return myApplication(
    portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash }),
  );
}

async function answerMails(number: string) {
  return portal.services.connection.db
    .select({ template: outbox.template, state: outbox.state })
    .from(outbox)
    .innerJoin(applications, eq(applications.id, outbox.applicationId))
    .where(eq(applications.number, number))
    .then((rows) => rows.filter((row) => row.template === 'answer' || row.template === 'news.quiet'));
}

describe('a decision', () => {
  it('tells the applicant nothing until it is released, then all at once', async () => {
    const { number, session } = await aSentApplication(portal);
    const ctx = portal.as(editor);
    const { version } = await decide(ctx, { number, version: 1, kind: 'invite', ...ANSWER });
    expect(await statusOf(session)).toMatchObject({ status: 'waiting', messages: [] });
    expect(await answerMails(number)).toEqual([{ template: 'answer', state: 'held' }]);

    await releaseDecision(ctx, { number, version });
    expect(await answerMails(number)).toEqual([{ template: 'answer', state: 'waiting' }]);
    const mine = await statusOf(session);
    expect(mine.status).toBe('answered');
    expect(mine.messages).toMatchObject([{ from: 'editors', ...ANSWER }]);
    expect((await applicationForDesk(ctx, number)).stage).toBe('invited');
  });

  it('can be taken back before it is released, and then leaves no mail', async () => {
    const { number, session } = await aSentApplication(portal);
    const ctx = portal.as(editor);
    const { version } = await decide(ctx, { number, version: 1, kind: 'decline', ...ANSWER });
    await undoDecision(ctx, { number, version });
    expect(await answerMails(number)).toEqual([{ template: 'answer', state: 'dropped' }]);
    expect(await statusOf(session)).toMatchObject({ status: 'waiting', messages: [] });
    await expect(releaseDecision(ctx, { number, version: version + 1 })).rejects.toMatchObject({
      code: 'nothing_to_undo',
    });
  });

  it('is refused to the second of two editors who decide at once, and names what the first made of it', async () => {
    const { number } = await aSentApplication(portal);
    const other = await aMember(portal);
    const [first, second] = await Promise.allSettled([
      decide(portal.as(editor), { number, version: 1, kind: 'invite', ...ANSWER }),
      decide(portal.as(other), { number, version: 1, kind: 'decline', ...ANSWER }),
    ]);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = [first, second].find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'conflict', details: { stage: 'new' } });
    expect((await pendingDecisions(portal.as(editor))).filter((one) => one.number === number)).toHaveLength(1);
  });

  it('writes a neutral mail to quiet applicants and keeps the words behind their code', async () => {
    const { number, session } = await aSentApplication(portal, { fields: { quiet: 'on', workingName: 'S. Terek' } });
    const ctx = portal.as(editor);
    const { version } = await decide(ctx, { number, version: 1, kind: 'ask', ...ANSWER });
    await releaseDecision(ctx, { number, version });
    expect(await answerMails(number)).toEqual([{ template: 'news.quiet', state: 'waiting' }]);
    expect((await statusOf(session)).messages).toMatchObject([ANSWER]);
    const seen = await applicationForDesk(ctx, number);
    expect(seen).toMatchObject({ name: 'S. Terek', workingName: true, email: null, nameLatin: null });
  });

  it('starts from an answer with the applicant’s name in it', async () => {
    const { number } = await aSentApplication(portal);
    const draft = await answerDraft(portal.as(editor), { number, kind: 'decline' });
    expect(draft.text).toContain('ქეთევან მთისძირელი');
    expect(draft.text).toContain('Caucasus Watch');
  });
});

describe('who may see what', () => {
  it('shows an editor of Georgia nothing of Armenia, in the queue, by number or as a file', async () => {
    const georgian = await aSentApplication(portal, { fields: { region: ['georgia'] } });
    const armenian = await aSentApplication(portal, { fields: { region: ['armenia'] } });
    const both = await aSentApplication(portal, { fields: { region: ['armenia', 'georgia'] } });
    const ctx = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    const { entries } = await queueFor(ctx, { limit: 200 });
    const numbers = entries.map((entry) => entry.number);
    expect(numbers).toContain(armenian.number);
    expect(numbers).toContain(both.number);
    expect(numbers).not.toContain(georgian.number);
    expect((await stageCounts(ctx)).all).toBe(numbers.length);

    await expect(applicationForDesk(ctx, georgian.number)).rejects.toMatchObject({ code: 'not_found' });
    await expect(changeStage(ctx, { number: georgian.number, version: 1, to: 'reading' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      decide(ctx, { number: georgian.number, version: 1, kind: 'decline', ...ANSWER }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(answerDraft(ctx, { number: georgian.number, kind: 'decline' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const [document] = (await applicationForDesk(portal.as(editor), georgian.number)).documents;
    await expect(openOriginal(ctx, document?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lets a reviewer read and score but not decide or move', async () => {
    const { number } = await aSentApplication(portal);
    const ctx = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
    expect((await applicationForDesk(ctx, number)).mayDecide).toBe(false);
    await expect(decide(ctx, { number, version: 1, kind: 'decline', ...ANSWER })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await expect(changeStage(ctx, { number, version: 1, to: 'reading' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await decide(portal.as(editor), { number, version: 1, kind: 'decline', ...ANSWER });
    expect((await pendingDecisions(portal.as(editor))).map((one) => one.number)).toContain(number);
    expect(await pendingDecisions(ctx)).toEqual([]);
  });

  it('shows strangers and applicants no queue', async () => {
    await expect(queueFor(portal.stranger(), {})).rejects.toMatchObject({ code: 'not_signed_in' });
    const { number } = await aSentApplication(portal);
    await expect(applicationForDesk(portal.stranger(), number)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('never shows a draft', async () => {
    const { postForm } = await import('@/domain/testing/portal');
    await postForm(portal.stranger(), { fields: { consent: '', name: 'Not Yet Sent' } });
    const { entries } = await queueFor(portal.system(), { limit: 200 });
    expect(entries.map((entry) => entry.name)).not.toContain('Not Yet Sent');
  });
});

describe('the original', () => {
  it('comes back byte for byte, and the applicant sees who opened it', async () => {
    const bytes = Buffer.concat([PDF, Buffer.alloc(300_000, 7)]);
    const { number, session } = await aSentApplication(portal, { files: { cv: { name: 'ჩემი CV.pdf', bytes } } });
    const ctx = portal.as(editor);
    const cv = (await applicationForDesk(ctx, number)).documents.find((document) => document.slot === 'cv');
    await checkDocument(portal.system(), cv?.id ?? '');
    const original = await openOriginal(ctx, cv?.id ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of original.stream) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(original).toMatchObject({ name: 'ჩემი CV.pdf', size: bytes.length, mediaType: 'application/pdf' });
    const mine = (await statusOf(session)).documents.find((document) => document.slot === 'cv');
    expect(mine?.openedAt.map((opening) => opening.role)).toEqual(['editor']);
  });
});

describe('the queue', () => {
  it('walks forth and back without losing or repeating one, in both orders', async () => {
    for (let one = 0; one < 7; one += 1) await aSentApplication(portal);
    const ctx = portal.as(editor);
    for (const order of ['newest', 'longest'] as const) {
      const all = (await queueFor(ctx, { order, limit: 200 })).entries.map((entry) => entry.number);
      const forth: string[] = [];
      let page = await queueFor(ctx, { order, limit: 3 });
      forth.push(...page.entries.map((entry) => entry.number));
      while (page.next) {
        page = await queueFor(ctx, { order, limit: 3, after: page.next });
        forth.push(...page.entries.map((entry) => entry.number));
      }
      expect(forth).toEqual(all);
      const back: string[] = page.entries.map((entry) => entry.number);
      while (page.previous) {
        page = await queueFor(ctx, { order, limit: 3, before: page.previous });
        back.unshift(...page.entries.map((entry) => entry.number));
      }
      expect(back).toEqual(all);
    }
  });
});

describe('scores', () => {
  it('stay hidden from a member who has not scored', async () => {
    const { number } = await aSentApplication(portal);
    const [one, two] = [await aMember(portal, [{ role: 'reviewer' }]), await aMember(portal, [{ role: 'reviewer' }])];
    await score(portal.as(one), {
      number,
      scores: { writing: 5, sourcing: 5 },
      note: 'She counts before she judges.',
      finish: true,
    });
    const application = await applicationForDesk(portal.as(two), number);
    expect(await scorecardFor(portal.as(two), application)).toMatchObject({ others: null, mean: null });
    const entry = (await scoredQueue(portal.as(two), { limit: 200 })).entries.find((row) => row.number === number);
    expect(entry?.scores).toBeNull();
    await score(portal.as(two), { number, scores: { writing: 2 } });
    expect(await scorecardFor(portal.as(two), application)).toMatchObject({ others: null, mean: null, othersIn: 1 });
    await score(portal.as(two), { number, scores: { writing: 2 }, finish: true });
    expect(await scorecardFor(portal.as(two), application)).toMatchObject({
      others: [{ scores: { writing: 5, sourcing: 5 }, note: 'She counts before she judges.' }],
      mean: 3.5,
      wideApart: true,
    });
    await expect(score(portal.as(two), { number, scores: { beauty: 5 } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await decisionOn(portal.as(two), application.id)).toBeNull();
  });
});
