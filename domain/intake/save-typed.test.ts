import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { draftOf, sweepDrafts } from '@/domain/applications/commands';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import { scheduleCall } from '@/domain/calls/commands';
import type { Ctx } from '@/domain/context';
import { openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { draftForm, freshForm, newDraftToken, type SavedText, saveTyped } from './commands';
import type { FormOutcome } from './input';
import { NEW_DRAFTS, SAVES } from './limits';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const SLUG = 'regional-specialists';
type Fields = Record<string, string | string[]>;

function save(fields: Fields, ctx: Ctx = portal.stranger()): Promise<SavedText | null> {
  const sent = new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]));
  return saveTyped(ctx, { callSlug: SLUG, locale: 'en', fields: sent });
}

/** A page that has been opened anew: its token and what it shows. */
function aPage(): { draft: string; base: string } {
  const { draft, base } = freshForm(portal.stranger());
  return { draft, base };
}

async function saved(fields: Fields): Promise<SavedText> {
  const answer = await save(fields);
  if (!answer) throw new Error('nothing was kept');
  return answer;
}

/** Another window of the same draft, as one gets it by the code. */
async function anotherPage(draft: string): Promise<{ draft: string; base: string }> {
  const form = await draftForm(portal.stranger(), { draftToken: draft });
  if (!form) throw new Error('no draft');
  return { draft, base: form.base };
}

async function kept(draft: string) {
  return (await draftForm(portal.stranger(), { draftToken: draft }))?.values;
}

function asForm(outcome: FormOutcome): Extract<FormOutcome, { kind: 'form' }> {
  if (outcome.kind !== 'form') throw new Error('it was sent');
  return outcome;
}

describe('a draft', () => {
  it('is there from the first letter, with its code, and not before', async () => {
    const page = aPage();
    expect(await save({ ...page })).toBeNull();
    expect(await draftOf(portal.stranger(), page.draft)).toBeNull();
    const first = await saved({ ...page, name: 'ქ' });
    expect(first.code).toMatch(/^(\w{4} ){3}\w{4}$/);
    expect(first).toMatchObject({ draft: page.draft, conflicts: [], isOpen: true });
    expect((await kept(page.draft))?.name).toBe('ქ');
  });

  it('grows with what is written, and keeps what is taken out again out', async () => {
    const page = aPage();
    const { base } = await saved({ ...page, name: 'Saba', region: ['georgia', 'armenia'], quiet: 'yes' });
    await saved({ ...page, base, name: 'Saba', region: ['armenia'] });
    expect(await kept(page.draft)).toMatchObject({ name: 'Saba', region: ['armenia'], quiet: false });
  });

  it('lies sealed in the database', async () => {
    const page = aPage();
    await saved({ ...page, name: 'Planted-Typed', coverLetterText: 'planted-typed letter' });
    const rows = await portal.services.connection.sql`select t::text as line from applications t`;
    const text = rows.map(({ line }) => String(line)).join('\n');
    for (const form of ['lanted', Buffer.from('lanted').toString('hex')]) expect(text).not.toContain(form);
  });

  it('is still there when the server has been started anew', async () => {
    const page = aPage();
    await saved({ ...page, name: 'Saba' });
    const { contextFor, openServices } = await import('@/domain/context');
    const restarted = openServices({
      databaseUrl: portal.databaseUrl,
      portalKey: portal.portalKey,
      keysUrl: `${portal.folder}/keys`,
      storageUrl: `${portal.folder}/files`,
      portal: { url: 'http://portal.test', mailFrom: null },
    });
    const after = contextFor({ kind: 'stranger', peer: 'local.test' }, restarted);
    expect((await draftForm(after, { draftToken: page.draft }))?.values.name).toBe('Saba');
    await restarted.connection.close();
  });

  it('that has been given up is made anew from what still stands in the page', async () => {
    const page = aPage();
    const { base } = await saved({ ...page, name: 'Saba', place: 'Alazani' });
    await sweepDrafts(portal.system(new Date(Date.now() + (DRAFT_DAYS + 1) * 24 * 3_600_000)));
    expect(await draftOf(portal.stranger(), page.draft)).toBeNull();
    const again = await saved({ ...page, base, name: 'Saba', place: 'Alazani' });
    expect(await kept(again.draft)).toMatchObject({ name: 'Saba', place: 'Alazani' });
  });

  it('goes on under a token of ours where the one sent is none', async () => {
    const answer = await saved({ draft: 'A'.repeat(44), base: aPage().base, name: 'Saba' });
    expect(answer.draft).not.toBe('A'.repeat(44));
    expect((await kept(answer.draft))?.name).toBe('Saba');
  });

  it('is kept after its call has closed, and says so', async () => {
    const schedule = { state: 'open' as const, answerBy: null, timeZone: 'Asia/Tbilisi' };
    await scheduleCall(portal.system(), SLUG, { ...schedule, closesAt: new Date(Date.now() - 1000) });
    const page = aPage();
    const answer = await saved({ ...page, name: 'Saba' });
    await scheduleCall(portal.system(), SLUG, { ...schedule, closesAt: null });
    expect(answer.isOpen).toBe(false);
    expect((await kept(page.draft))?.name).toBe('Saba');
  });

  it('that has been sent takes nothing more', async () => {
    const page = aPage();
    expect((await postForm(portal.stranger(), { fields: page })).kind).toBe('sent');
    await expect(save({ ...page, name: 'Other' })).rejects.toMatchObject({ code: 'already_sent' });
  });
});

const LONGER = 'v1 and three paragraphs';
const LETTER_OF_ANOTHER = {
  field: 'coverLetterText',
  code: 'changed_elsewhere',
  details: { isText: 'yes', other: LONGER },
};

/** The letter is of one window, then of the other; the first goes on with the place only, and keeps what it shows. */
async function silentOverAnother() {
  const one = aPage();
  const first = await saved({ ...one, coverLetterText: 'v1' });
  const two = await anotherPage(one.draft);
  const longer = await saved({ ...two, coverLetterText: LONGER });
  const { base, conflicts } = await saved({ ...one, base: first.base, place: 'Alazani', coverLetterText: 'v1' });
  expect(conflicts).toEqual([]);
  expect((await kept(one.draft))?.coverLetterText).toBe(LONGER);
  return { one: { ...one, base }, two: { ...two, base: longer.base } };
}

describe('two windows', () => {
  it('that write in different fields keep both', async () => {
    const one = aPage();
    await saved({ ...one, name: 'Saba' });
    const two = await anotherPage(one.draft);
    await saved({ ...two, name: 'Saba', place: 'Svaneti' });
    const late = await saved({ ...one, name: 'Saba', cooperation: 'One text a month' });
    expect(late.conflicts).toEqual([]);
    expect(await kept(one.draft)).toMatchObject({ name: 'Saba', place: 'Svaneti', cooperation: 'One text a month' });
  });

  it('that write in the same field keep the newest, and are told of the other', async () => {
    const one = aPage();
    await saved({ ...one, name: 'Saba' });
    const two = await anotherPage(one.draft);
    await saved({ ...two, name: 'Saba', place: 'Svaneti', region: 'georgia' });
    const late = await saved({ ...one, name: 'Saba', place: 'Alazani', region: 'armenia' });
    expect(late.conflicts).toEqual([
      { field: 'region', code: 'changed_elsewhere', details: { isText: 'no', other: '' } },
      { field: 'place', code: 'changed_elsewhere', details: { isText: 'yes', other: 'Svaneti' } },
    ]);
    expect(await kept(one.draft)).toMatchObject({ place: 'Alazani', region: ['armenia'] });
  });

  it('do not send what the other has changed before somebody has looked', async () => {
    const one = aPage();
    await saved({ ...one, name: 'Saba' });
    const two = await anotherPage(one.draft);
    await saved({ ...two, name: 'Saba', place: 'Svaneti' });
    const first = asForm(await postForm(portal.stranger(), { fields: { ...one, name: 'Saba', place: 'Alazani' } }));
    expect(first).toMatchObject({ status: 409, notice: 'missing' });
    expect(first.errors).toEqual([
      { field: 'place', code: 'changed_elsewhere', details: { isText: 'yes', other: 'Svaneti' } },
    ]);
    const { draft, base } = first.form;
    const again = await postForm(portal.stranger(), { fields: { draft, base, name: 'Saba', place: 'Alazani' } });
    expect(again.kind).toBe('sent');
  });

  it('send what the other one wrote where this one was silent', async () => {
    const one = aPage();
    await saved({ ...one, name: 'Saba' });
    const two = await anotherPage(one.draft);
    await saved({ ...two, name: 'Saba', place: 'Svaneti' });
    const faulty = asForm(await postForm(portal.stranger(), { fields: { ...one, name: 'Saba', consent: '' } }));
    expect(faulty.form.values.place).toBe('Svaneti');
  });

  it('tell what the other wrote even where this one has saved something else since', async () => {
    const { one } = await silentOverAnother();
    const mended = await saved({ ...one, place: 'Alazani', coverLetterText: 'v1 mended' });
    expect(mended.conflicts).toEqual([LETTER_OF_ANOTHER]);
    const next = await saved({ ...one, base: mended.base, place: 'Alazani', coverLetterText: 'v1 mended twice' });
    expect(next.conflicts).toEqual([]);
  });

  it('do not send over it either', async () => {
    const { one } = await silentOverAnother();
    const fields = { ...one, place: 'Alazani', coverLetterText: 'v1 mended' };
    const held = asForm(await postForm(portal.stranger(), { fields }));
    expect(held).toMatchObject({ status: 409, errors: [LETTER_OF_ANOTHER] });
  });

  it('tell the other one what this one wrote elsewhere', async () => {
    const { two } = await silentOverAnother();
    const answer = await saved({ ...two, place: 'Svaneti', coverLetterText: LONGER });
    expect(answer.conflicts).toEqual([
      { field: 'place', code: 'changed_elsewhere', details: { isText: 'yes', other: 'Alazani' } },
    ]);
  });

  it('are one again where this one has seen all of it, and may go back', async () => {
    const { one } = await silentOverAnother();
    const fresh = await anotherPage(one.draft);
    await saved({ ...fresh, place: 'Kakheti', coverLetterText: LONGER });
    const back = await saved({ ...fresh, place: 'Tusheti', coverLetterText: LONGER });
    expect(back.conflicts).toEqual([]);
  });

  it('are no two windows where somebody only goes back and mends', async () => {
    const page = aPage();
    const tooLong = asForm(await postForm(portal.stranger(), { fields: { ...page, name: 'x'.repeat(201) } }));
    expect(tooLong.errors.map(({ code }) => code)).toEqual(['too_long']);
    expect((await postForm(portal.stranger(), { fields: { ...page, name: 'Saba' } })).kind).toBe('sent');
  });

  it('that save at the same moment lose nothing', async () => {
    const page = aPage();
    await saved({ ...page, name: 'Saba' });
    const windows = await Promise.all(['place', 'cooperation', 'nameLatin'].map(() => anotherPage(page.draft)));
    const [a, b, c] = windows;
    await Promise.all([
      save({ ...a, name: 'Saba', place: 'P' }),
      save({ ...b, name: 'Saba', cooperation: 'C' }),
      save({ ...c, name: 'Saba', nameLatin: 'L' }),
    ]);
    expect(await kept(page.draft)).toMatchObject({ place: 'P', cooperation: 'C', nameLatin: 'L' });
  });
});

describe('more than anybody writes', () => {
  it('of one draft is refused for a while, and what was kept stays', async () => {
    const page = aPage();
    const now = new Date('2026-11-23T12:00:00Z');
    const ctx = portal.stranger(now);
    for (let count = 0; count < SAVES.limit; count += 1) await save({ ...page, name: 'Saba' }, ctx);
    await expect(save({ ...page, name: 'Other' }, ctx)).rejects.toMatchObject({ code: 'too_many_tries' });
    expect((await kept(page.draft))?.name).toBe('Saba');
  });

  it('of new drafts from one peer is refused, and the drafts that are there go on', async () => {
    const ctx = portal.as({ kind: 'stranger', peer: 'one-who-floods' }, new Date('2026-11-23T12:00:00Z'));
    const first = { ...aPage(), name: 'Saba' };
    await save(first, ctx);
    for (let count = 1; count < NEW_DRAFTS.limit; count += 1)
      await save({ draft: newDraftToken(portal.stranger()), name: 'x' }, ctx);
    await expect(save({ ...aPage(), name: 'x' }, ctx)).rejects.toMatchObject({ code: 'too_many_tries' });
    await expect(save({ ...first, place: 'Svaneti' }, ctx)).resolves.toMatchObject({ conflicts: [] });
    const rows = await portal.services.connection.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.callId, portal.callId));
    expect(rows.length).toBeGreaterThanOrEqual(NEW_DRAFTS.limit);
  });
});
