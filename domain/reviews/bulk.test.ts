import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import { decisions } from '@/db/schema/reviews';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { mailPreview } from '@/domain/messages/queries';
import { changeTemplate, resetTemplate } from '@/domain/settings/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { decide, decideMany, releaseDecision, releaseDecisions, undoDecisions } from './commands';
import {
  answerAid,
  answerDraft,
  answerPreview,
  bulkDrafts,
  draftTexts,
  pendingDecisions,
  templatePreview,
} from './queries';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal.close());

const ANSWER = { subject: 'We would like to talk', text: 'Dear Ketevan, when could we talk?' };

async function decided(count: number) {
  const waiting: { number: string; version: number }[] = [];
  for (let one = 0; one < count; one += 1) {
    const { number } = await aSentApplication(portal);
    const { version } = await decide(portal.as(editor), { number, version: 1, kind: 'invite', ...ANSWER });
    waiting.push({ number, version });
  }
  return waiting;
}

/** The answer that waits cannot be opened, until what is returned has been called. */
async function spoilAnswer(number: string): Promise<() => Promise<void>> {
  const { db } = portal.services.connection;
  const [decision] = await db
    .select({ id: decisions.id, sealedAnswer: decisions.sealedAnswer })
    .from(decisions)
    .innerJoin(applications, eq(applications.id, decisions.applicationId))
    .where(eq(applications.number, number));
  if (!decision) throw new Error('not decided');
  const write = async (sealedAnswer: Buffer) => {
    await db.update(decisions).set({ sealedAnswer }).where(eq(decisions.id, decision.id));
  };
  await write(Buffer.alloc(64));
  return () => write(decision.sealedAnswer);
}

async function answersOf(number: string) {
  return portal.services.connection.db
    .select({ id: outbox.id, template: outbox.template, state: outbox.state, locale: outbox.locale })
    .from(outbox)
    .innerJoin(applications, eq(applications.id, outbox.applicationId))
    .where(eq(applications.number, number))
    .then((rows) => rows.filter((row) => row.template === 'answer' || row.template === 'news.quiet'));
}

describe('releasing several at once', () => {
  it('tells each applicant once, though two editors press the button at the same moment', async () => {
    const picks = await decided(6);
    const other = await aMember(portal);
    const [one, two] = await Promise.all([
      releaseDecisions(portal.as(editor), picks),
      releaseDecisions(portal.as(other), picks.toReversed()),
    ]);
    expect([...one.done, ...two.done].toSorted()).toEqual(picks.map((pick) => pick.number).toSorted());
    expect(one.failed.length + two.failed.length).toBe(6);
    for (const { number } of picks) {
      expect((await answersOf(number)).map((mail) => mail.state)).toEqual(['waiting']);
      expect((await applicationForDesk(portal.as(editor), number)).messages).toHaveLength(1);
    }
  });

  it('says which one failed and why, and lets the others go', async () => {
    const [first, changed, last] = await decided(3);
    if (!first || !changed || !last) throw new Error('too few');
    await decide(portal.as(editor), { ...changed, kind: 'decline', ...ANSWER });
    const outcome = await releaseDecisions(portal.as(editor), [first, changed, last]);
    expect(outcome).toEqual({
      done: [first.number, last.number],
      failed: [{ number: changed.number, code: 'conflict' }],
    });
    expect((await answersOf(changed.number)).map((mail) => mail.state)).toEqual(['dropped', 'held']);
  });

  it('lets the others go where one breaks, and names the fault under which it is logged', async () => {
    const [first, broken, last] = await decided(3);
    if (!first || !broken || !last) throw new Error('too few');
    const mend = await spoilAnswer(broken.number);
    const outcome = await releaseDecisions(portal.as(editor), [first, broken, last]);
    expect(outcome).toEqual({
      done: [first.number, last.number],
      failed: [{ number: broken.number, fault: expect.stringMatching(/^[0-9a-f]{12}$/) }],
    });
    expect((await answersOf(last.number)).map((mail) => mail.state)).toEqual(['waiting']);
    expect((await answersOf(broken.number)).map((mail) => mail.state)).toEqual(['held']);
    await mend();
    expect(await releaseDecisions(portal.as(editor), [broken])).toEqual({ done: [broken.number], failed: [] });
  });

  it('refuses none, and takes the selected back without telling anybody', async () => {
    await expect(releaseDecisions(portal.as(editor), [])).rejects.toMatchObject({ code: 'invalid_input' });
    const picks = await decided(2);
    expect((await undoDecisions(portal.as(editor), picks)).done).toEqual(picks.map((pick) => pick.number));
    const still = (await pendingDecisions(portal.as(editor))).map((decision) => decision.number);
    for (const { number } of picks) {
      expect(still).not.toContain(number);
      expect((await answersOf(number)).map((mail) => mail.state)).toEqual(['dropped']);
    }
  });

  it('leaves alone what lies beyond an editor’s regions', async () => {
    const [georgian] = await decided(1);
    if (!georgian) throw new Error('none');
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    expect(await releaseDecisions(armenian, [georgian])).toEqual({
      done: [],
      failed: [{ number: georgian.number, code: 'not_found' }],
    });
    expect((await answersOf(georgian.number)).map((mail) => mail.state)).toEqual(['held']);
  });
});

describe('deciding on several at once', () => {
  it('writes each in its own words, with its own name, and shows beforehand what it will send', async () => {
    const first = await aSentApplication(portal, { fields: { name: 'Ana Kldiashvili' } });
    const quiet = await aSentApplication(portal, {
      fields: { name: 'Real Name', workingName: 'S. Terek', quiet: 'on' },
    });
    const noMail = await aSentApplication(portal, { fields: { name: 'Levan', email: '' } });
    const ctx = portal.as(editor);
    const numbers = [first.number, quiet.number, noMail.number];
    const drafts = await bulkDrafts(ctx, { numbers, kind: 'decline' });
    expect(drafts.map(({ number, name, arrival }) => ({ number, name, arrival }))).toEqual([
      { number: first.number, name: 'Ana Kldiashvili', arrival: 'mail' },
      { number: quiet.number, name: 'S. Terek', arrival: 'quiet' },
      { number: noMail.number, name: 'Levan', arrival: 'page' },
    ]);
    expect((await draftTexts(ctx, { numbers, kind: 'decline' })).get('en')?.text).toContain('{name}');

    const text = { subject: 'About {number}', text: 'Dear {name}, not this time. {publication}' };
    const shown = await templatePreview(ctx, { number: first.number, ...text });
    const outcome = await decideMany(ctx, {
      kind: 'decline',
      picks: drafts.map(({ number, version }) => ({ number, version })),
      texts: { en: text },
    });
    expect(outcome).toEqual({ done: numbers, failed: [] });
    const [mail] = await answersOf(first.number);
    const held = await mailPreview(ctx, mail?.id ?? '');
    expect({ html: held.html, text: held.text, subject: held.subject }).toEqual({
      html: shown.html,
      text: shown.text,
      subject: `About ${first.number}`,
    });
    expect(held.text).toContain('Dear Ana Kldiashvili, not this time. Caucasus Watch');
    expect((await answersOf(quiet.number)).map((one) => one.template)).toEqual(['news.quiet']);
    expect(await answersOf(noMail.number)).toEqual([]);
    const waiting = await pendingDecisions(ctx);
    expect(waiting.find((one) => one.number === quiet.number)?.text).toContain('Dear S. Terek');
  });

  it('refuses words in braces it does not know, and a gap nobody filled', async () => {
    const { number } = await aSentApplication(portal);
    const ctx = portal.as(editor);
    const picks = [{ number, version: 1 }];
    await expect(
      decideMany(ctx, { kind: 'invite', picks, texts: { en: { subject: 'x', text: 'Dear {nmae}' } } }),
    ).rejects.toMatchObject({ code: 'unknown_placeholder', details: { placeholder: 'nmae', field: 'text.en' } });
    expect(await decideMany(ctx, { kind: 'ask', picks })).toEqual({
      done: [],
      failed: [{ number, code: 'answer_unfinished' }],
    });
    expect(await answersOf(number)).toEqual([]);
  });

  it('never reads a placeholder out of an applicant’s own name', async () => {
    const { number } = await aSentApplication(portal, { fields: { name: '{number} {publication}' } });
    const draft = await answerDraft(portal.as(editor), { number, kind: 'invite' });
    expect(draft.text).toContain('Dear {number} {publication},');
  });
});

describe('default answers', () => {
  it('are the newsroom’s where it wrote some, and the call’s before those for all', async () => {
    const { number } = await aSentApplication(portal);
    const admin = portal.as(await aMember(portal, [{ role: 'administrator' }]));
    const words = { kind: 'hold' as const, locale: 'en' as const, version: 0 };
    await changeTemplate(admin, { ...words, callId: null, subject: 'All calls', text: 'Hello {name}' });
    await changeTemplate(admin, { ...words, callId: portal.callId, subject: 'This call', text: '{name}: {call}' });
    const draft = await answerDraft(portal.as(editor), { number, kind: 'hold' });
    expect(draft).toMatchObject({ subject: 'This call', locale: 'en' });
    expect(draft.text).toMatch(/^ქეთევან მთისძირელი: .+/);
    await resetTemplate(admin, { kind: 'hold', locale: 'en', callId: portal.callId });
    expect((await answerDraft(portal.as(editor), { number, kind: 'hold' })).text).toBe('Hello ქეთევან მთისძირელი');
    await resetTemplate(admin, { kind: 'hold', locale: 'en', callId: null });
  });

  it('cannot be saved with an unknown placeholder, over a colleague’s change, or by an editor', async () => {
    const admin = portal.as(await aMember(portal, [{ role: 'administrator' }]));
    const words = {
      kind: 'invite' as const,
      locale: 'ka' as const,
      callId: null,
      subject: 'გამარჯობა',
      text: '{name}',
    };
    await expect(changeTemplate(admin, { ...words, version: 0, text: 'გამარჯობა {firstName}' })).rejects.toMatchObject({
      code: 'unknown_placeholder',
      details: { placeholder: 'firstName', field: 'text' },
    });
    await changeTemplate(admin, { ...words, version: 0 });
    await changeTemplate(admin, { ...words, version: 1, text: 'ძვირფასო {name}' });
    await expect(changeTemplate(admin, { ...words, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeTemplate(admin, { ...words, version: 0 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeTemplate(portal.as(editor), { ...words, version: 2 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await resetTemplate(admin, words);
  });

  it('stand in the editor’s own language beside, and say when the answer is no longer the default', async () => {
    const { number } = await aSentApplication(portal);
    const german = portal.as({ ...editor, locale: 'de' });
    const draft = await answerDraft(german, { number, kind: 'invite' });
    const aid = await answerAid(german, { number, kind: 'invite', text: draft.text });
    expect(aid).toMatchObject({ locale: 'de', isDefault: true });
    expect(aid?.text).toContain('ქეთევან მთისძირელი');
    expect((await answerAid(german, { number, kind: 'invite', text: 'Other words' }))?.isDefault).toBe(false);
    expect(await answerAid(portal.as(editor), { number, kind: 'invite', text: draft.text })).toBeNull();
  });
});

it('does not preview an answer for somebody who may only read', async () => {
  const { number } = await aSentApplication(portal);
  const reviewer = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
  await expect(answerPreview(reviewer, { number, ...ANSWER })).rejects.toMatchObject({ code: 'not_allowed' });
  const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
  await expect(answerPreview(armenian, { number, ...ANSWER })).rejects.toMatchObject({ code: 'not_found' });
  await expect(releaseDecision(portal.as(editor), { number, version: 1 })).rejects.toMatchObject({
    code: 'nothing_to_undo',
  });
});
