import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import type { MemberActor } from '@/domain/actor';
import { writeToEditors } from '@/domain/applications/commands';
import { applicationForDesk, queueFor, withdrawnFor } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { writeComment } from '@/domain/discussion/commands';
import { discussionOf } from '@/domain/discussion/queries';
import { openOriginal } from '@/domain/documents/commands';
import { mailPreview, outboxFor } from '@/domain/messages/queries';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import {
  assign,
  changePlan,
  decide,
  declareConflict,
  releaseDecision,
  score,
  tellReviewers,
  undoDecision,
  unmask,
} from './commands';
import {
  answerDraft,
  answerPreview,
  bulkDrafts,
  conflictsOn,
  decisionOn,
  pendingDecisions,
  scorecardFor,
  scoredQueue,
} from './queries';
import type { BlindMode } from './rules';

let portal: TestPortal;
let administrator: MemberActor;
let editor: MemberActor;
let reviewer: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  administrator = await aMember(portal, [{ role: 'administrator' }]);
  editor = await aMember(portal, [{ role: 'editor' }]);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
});
afterAll(() => portal.close());

/** In every spelling that is planted below, and in what they have in common. */
const HER = /მთისძირ|ქეთევან|Mtisdzir|Ketevan|Кетеван|Мтисдзир|Քեթևան|Մթիսձիր|keti|599 12|example\.org|Svaneti-hut/i;

const LETTER = `My name is Ketevan Mtisdzireli. Меня зовут Кетеван Мтисдзирели, о Кетеване Мтисдзирели писали.
მე ვარ ქეთევან მთისძირელი; ქეთევანის სახელით, მთისძირელმა. Քեթևան Մթիսձիրելի, Քեթևանի։
Write to keti.m@example.org, call +995 599 12 34 56, see https://example.org/keti or @keti_writes.
The notebook carries the whole piece.`;

async function planted() {
  const { number, session } = await aSentApplication(portal, {
    fields: {
      name: 'ქეთევან მთისძირელი',
      nameLatin: 'Ketevan Mtisdzireli',
      workingName: 'Кетеван',
      email: 'keti.m@example.org',
      place: 'Svaneti-hut',
      cooperation: 'Ask for Ketevan',
      coverLetterText: LETTER,
      writingSampleUrl: 'https://example.org/keti/water-day',
    },
    files: {
      cv: { name: 'CV Ketevan Mtisdzireli.pdf', bytes: PDF },
      coverLetter: { name: '', bytes: Buffer.alloc(0) },
      writingSample: { name: 'Water Day ქეთევან.pdf', bytes: PDF },
    },
  });
  const [row] = await portal.services.connection.db
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.number, number));
  const id = row?.id ?? '';
  const herself = portal.as({ kind: 'applicant', applicationId: id, sessionHash: Buffer.alloc(0) });
  await writeToEditors(herself, { text: 'Ketevan Mtisdzireli again: one word on page two is wrong.', locale: 'en' });
  return { number, id, session };
}

async function blind(mode: BlindMode, mayUnmask = true) {
  const plan = { reviewersEach: 2, automatic: false, dueDays: null, mayUnmask };
  await changePlan(portal.as(administrator), portal.callId, { ...plan, blind: mode });
}

/** All a member can read of one application, as the pages ask for it. */
async function everythingOf(ctx: Ctx, { number, id }: { number: string; id: string }): Promise<string> {
  const outbox = await outboxFor(ctx, { limit: 500 });
  const mails = Object.values(outbox)
    .flat()
    .filter((mail) => mail.number === number);
  return JSON.stringify([
    await applicationForDesk(ctx, number),
    (await queueFor(ctx, { limit: 200 })).entries.filter((entry) => entry.number === number),
    (await scoredQueue(ctx, { limit: 200 })).entries.filter((entry) => entry.number === number),
    await scorecardFor(ctx, { id, callId: portal.callId }),
    await decisionOn(ctx, id),
    (await pendingDecisions(ctx)).filter((one) => one.number === number),
    await answerDraft(ctx, { number, kind: 'invite' }),
    await bulkDrafts(ctx, { numbers: [number], kind: 'invite' }),
    mails,
    await Promise.all(mails.map((mail) => mailPreview(ctx, mail.id))),
  ]);
}

describe('a call read blind by its reviewers', () => {
  it('says nothing of who it is to a reviewer, and all of it to an editor', async () => {
    await blind('reviewers');
    const her = await planted();
    const told = await everythingOf(portal.as(reviewer), her);
    expect(told).not.toMatch(HER);
    expect(told).toContain('The notebook carries the whole piece.');
    expect(told).toContain('one word on page two is wrong');
    expect(told).toContain('CV.pdf');
    expect(await everythingOf(portal.as(editor), her)).toMatch(
      /მთისძირელი.*Ketevan Mtisdzireli.*keti\.m@example\.org/s,
    );
    const { documents } = await applicationForDesk(portal.as(reviewer), her.number);
    for (const { id } of documents)
      await expect(openOriginal(portal.as(reviewer), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(unmask(portal.as(reviewer), { number: her.number, reason: 'I am curious' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
  });

  it('stays so for the reviewer when a decision has gone out, with the answer in it', async () => {
    const her = await planted();
    const answer = { subject: 'Dear Ketevan', text: 'Dear Ketevan Mtisdzireli, when could we talk?' };
    const { version } = await decide(portal.as(editor), { number: her.number, version: 1, kind: 'ask', ...answer });
    expect(await everythingOf(portal.as(reviewer), her)).not.toMatch(HER);
    await releaseDecision(portal.as(editor), { number: her.number, version });
    const told = await everythingOf(portal.as(reviewer), her);
    expect(told).not.toMatch(HER);
    expect(told).toContain('when could we talk?');
  });

  it('writes to the reviewer without a name', async () => {
    const her = await planted();
    await assign(portal.as(editor), { number: her.number, memberId: reviewer.memberId });
    await tellReviewers(portal.system());
    const mails = Object.values(await outboxFor(portal.as(administrator), { limit: 500 })).flat();
    const mine = mails.filter((mail) => mail.template === 'assigned');
    expect(mine).toHaveLength(1);
    expect(JSON.stringify(await mailPreview(portal.as(administrator), mine[0]?.id ?? ''))).not.toMatch(
      /მთისძირ|ქეთევან|Ketevan/,
    );
  });
});

describe('a call read blind by everyone', () => {
  it('tells an editor nothing until a decision stands, and writes the name in unseen', async () => {
    await blind('everyone');
    const her = await planted();
    expect(await everythingOf(portal.as(editor), her)).not.toMatch(HER);
    expect(await everythingOf(portal.as(administrator), her)).not.toMatch(HER);
    const draft = await answerDraft(portal.as(editor), { number: her.number, kind: 'invite' });
    expect(draft.text).toContain('Dear {name},');
    const preview = await answerPreview(portal.as(editor), { number: her.number, ...draft });
    expect(JSON.stringify(preview)).not.toMatch(HER);
    const { version } = await decide(portal.as(editor), { number: her.number, version: 1, kind: 'invite', ...draft });
    expect((await decisionOn(portal.as(editor), her.id))?.text).toContain('Dear ქეთევან მთისძირელი,');
    expect(await everythingOf(portal.as(editor), her)).toMatch(HER);
    await undoDecision(portal.as(editor), { number: her.number, version });
    expect(await everythingOf(portal.as(editor), her)).not.toMatch(HER);
    const { timeline } = await applicationForDesk(portal.as(editor), her.number);
    expect(timeline.filter((line) => line.verb === 'application.unmasked')).toHaveLength(1);
  });

  it('opens for one editor who asks with a reason, on record, and for nobody else', async () => {
    const her = await planted();
    await expect(unmask(portal.as(editor), { number: her.number, reason: ' ' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'reason' },
    });
    await unmask(portal.as(editor), { number: her.number, reason: 'A colleague may have met her.' });
    const open = await applicationForDesk(portal.as(editor), her.number);
    expect(open.name).toBe('ქეთევან მთისძირელი');
    expect(open.timeline.map((line) => line.verb)).toContain('application.unmasked');
    expect(await everythingOf(portal.as(administrator), her)).not.toMatch(HER);
  });

  it('holds in colleagues’ notes and in why somebody is kept from it, but leaves one’s own note as it was', async () => {
    const her = await planted();
    const scores = { local_knowledge: 4, writing: 4, sourcing: 4, languages: 4, reliability: 4 };
    const note = 'Ketevan Mtisdzireli knows the valley.';
    await score(portal.as(administrator), { number: her.number, scores, note: 'A plain card.' });
    await score(portal.as(editor), { number: her.number, scores, note });
    const kin = await aMember(portal, [{ role: 'reviewer' }]);
    await declareConflict(portal.as(kin), { number: her.number, reason: 'Ketevan Mtisdzireli is my cousin.' });
    const [theirs] = (await scorecardFor(portal.as(administrator), { id: her.id, callId: portal.callId })).others ?? [];
    expect(theirs?.note).toMatch(/knows the valley\.$/);
    expect(theirs?.note).not.toMatch(HER);
    expect((await scorecardFor(portal.as(editor), { id: her.id, callId: portal.callId })).myNote).toBe(note);
    const [kept] = await conflictsOn(portal.as(administrator), her.id);
    expect(kept?.reason).toMatch(/is my cousin\.$/);
    expect(kept?.reason).not.toMatch(HER);
  });

  it('holds in what colleagues say, and leaves one’s own comment as it was, for the hand that changes it', async () => {
    const { number } = await planted();
    const text = 'Compare https://example.org/else, and ask Ketevan Mtisdzireli.';
    const { commentId } = await writeComment(portal.as(reviewer), { number, text });
    const textFor = async (member: MemberActor) =>
      (await discussionOf(portal.as(member), number)).comments.find(({ id }) => id === commentId)?.text;
    expect(await textFor(reviewer)).toBe(text);
    expect(await textFor(await aMember(portal, [{ role: 'reviewer' }]))).not.toMatch(HER);
  });

  it('holds in the reason of whoever withdraws', async () => {
    const her = await planted();
    const herself = portal.as({ kind: 'applicant', applicationId: her.id, sessionHash: Buffer.alloc(0) });
    await withdrawMyApplication(herself, { reason: 'Ketevan Mtisdzireli found other work.' });
    const { entries } = await withdrawnFor(portal.as(administrator));
    const entry = entries.find((one) => one.number === her.number);
    expect(entry?.reason?.text).toMatch(/found other work\.$/);
    expect(JSON.stringify(entry)).not.toMatch(HER);
  });

  it('lets nobody look where the call says so', async () => {
    await blind('everyone', false);
    const her = await planted();
    await expect(
      unmask(portal.as(administrator), { number: her.number, reason: 'I want to know.' }),
    ).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
