import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications, applicationTallies, applicationWords } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import { assignments, reviewPlans } from '@/db/schema/reviews';
import type { MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { eraseMyApplication, withdrawMyApplication } from '@/domain/retention/commands';
import { decide, score, undoDecision } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import {
  applicantSession,
  bePresent,
  changeStage,
  compactTallies,
  indexForgottenWords,
  removeView,
  saveView,
  sweepPresences,
} from './commands';
import {
  applicationForDesk,
  colleaguesAt,
  findApplications,
  neighboursOf,
  queueFor,
  savedViews,
  stageCounts,
  viewCounts,
  withdrawnFor,
} from './queries';

let portal: TestPortal;
let editor: MemberActor;
const numbers: string[] = [];
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  for (let index = 0; index < 7; index += 1) {
    const { number } = await aSentApplication(portal, {
      fields: {
        name: `Ketevan No ${index}`,
        email: `k${index}@example.org`,
        region: index % 2 === 0 ? ['georgia'] : ['armenia', 'other'],
        writes: index % 3 === 0 ? ['ka', 'en'] : ['hy'],
        topics: index === 5 ? ['water-and-land'] : [],
        keepInPool: index === 6 ? 'on' : '',
      },
    });
    numbers.push(number);
  }
});
afterAll(() => portal.close());

const at = (place: number) => numbers[place] ?? '';
const shown = async (ctx: Ctx, input: Parameters<typeof queueFor>[1]) =>
  (await queueFor(ctx, { limit: 200, ...input })).entries.map((entry) => entry.number);
async function idOf(number: string): Promise<string> {
  return (await applicationForDesk(portal.system(), number)).id;
}
async function move(number: string, to: 'new' | 'reading' | 'talking' | 'shortlist' | 'held') {
  const { version } = await applicationForDesk(portal.system(), number);
  await changeStage(portal.as(editor), { number, version, to });
}
async function asApplicant(session: string): Promise<Ctx> {
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  return portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash });
}

describe('filters', () => {
  it('narrow by region, language, topic and stage; several values of one are alternatives', async () => {
    const ctx = portal.as(editor);
    expect(await shown(ctx, { regions: ['georgia'] })).toEqual([0, 2, 4, 6].map(at));
    expect(await shown(ctx, { regions: ['georgia', 'other'] })).toEqual(numbers);
    expect(await shown(ctx, { languages: ['ka'] })).toEqual([0, 3, 6].map(at));
    expect(await shown(ctx, { languages: ['ka'], regions: ['armenia'] })).toEqual([at(3)]);
    expect(await shown(ctx, { topics: ['water-and-land'] })).toEqual([at(5)]);
    expect(await shown(ctx, { stages: ['held', 'declined'] })).toEqual([]);
  });

  it('narrow by how long an application has waited', async () => {
    const later = portal.as(editor, new Date(Date.now() + 3 * 24 * 3_600_000));
    expect(await shown(later, { age: 3 })).toEqual(numbers);
    expect(await shown(later, { age: 4 })).toEqual([]);
  });

  it('find applications whose applicant could not be reached', async () => {
    const id = await idOf(at(2));
    await portal.services.connection.db
      .update(outbox)
      .set({ state: 'failed', trouble: 'refused' })
      .where(eq(outbox.applicationId, id));
    expect(await shown(portal.as(editor), { trouble: true })).toEqual([at(2)]);
  });

  it('never reach beyond what the member may see', async () => {
    const armenian = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
    expect(await shown(portal.as(armenian), { regions: ['georgia'] })).toEqual([]);
    expect(await shown(portal.as(armenian), {})).toEqual([1, 3, 5].map(at));
  });
});

describe('scores in lists', () => {
  it('sort and filter only what the member has scored, so that nothing is learned too early', async () => {
    const [first, second] = [await aMember(portal), await aMember(portal, [{ role: 'reviewer' }])];
    const scores = (value: number) => ({ local_knowledge: value, writing: value });
    await score(portal.as(first), { number: at(0), scores: scores(2), finish: true });
    await score(portal.as(first), { number: at(1), scores: scores(4), finish: true });
    await score(portal.as(second), { number: at(1), scores: scores(1), finish: true });
    expect(await shown(portal.as(first), { order: 'score' })).toEqual([at(1), at(0)]);
    expect(await shown(portal.as(second), { order: 'score' })).toEqual([at(1)]);
    expect(await shown(portal.as(editor), { order: 'score' })).toEqual([]);
    expect(await shown(portal.as(editor), { score: 1 })).toEqual([]);
    expect(await shown(portal.as(first), { score: 2.5 })).toEqual([at(1)]);
    expect(await shown(portal.as(first), { spread: 3 })).toEqual([at(1)]);
    expect(await shown(portal.as(editor), { order: 'least' })).toEqual([2, 3, 4, 5, 6, 0, 1].map(at));
    expect(await shown(portal.as(editor), { view: 'decide' })).toEqual([at(1)]);
    const page = await queueFor(portal.as(editor), { order: 'least', limit: 6 });
    expect(await shown(portal.as(editor), { order: 'least', after: page.next ?? '' })).toEqual([at(1)]);
  });

  it('gather what a member was asked to score, until it is done', async () => {
    const reader = await aMember(portal);
    const ids = await Promise.all([at(3), at(4)].map(idOf));
    const given = ids.map((applicationId) => ({ applicationId, memberId: reader.memberId, assignedAt: new Date() }));
    await portal.services.connection.db.insert(assignments).values(given);
    const ctx = portal.as(reader);
    expect(await shown(ctx, { view: 'mine' })).toEqual([at(3), at(4)]);
    await score(ctx, { number: at(3), scores: { writing: 3 }, finish: true });
    expect(await shown(ctx, { view: 'mine' })).toEqual([at(4)]);
    expect((await viewCounts(ctx)).mine).toBe(1);
    expect(await shown(ctx, { assigned: 'me' })).toEqual([at(3), at(4)]);
    expect(await shown(portal.as(editor), { assigned: reader.memberId })).toEqual([at(3), at(4)]);
    expect(await shown(ctx, { assigned: 'nobody' })).toEqual([0, 1, 2, 5, 6].map(at));
  });

  it('lets go of an application once an answer to it waits', async () => {
    const { version } = await applicationForDesk(portal.system(), at(1));
    await decide(portal.as(editor), { number: at(1), version, kind: 'hold', subject: 'On hold', text: 'We will see.' });
    expect(await shown(portal.as(editor), { view: 'decide' })).toEqual([]);
    expect((await viewCounts(portal.as(editor))).decide).toBe(0);
    const { version: now } = await applicationForDesk(portal.system(), at(1));
    await undoDecision(portal.as(editor), { number: at(1), version: now });
    expect((await viewCounts(portal.as(editor))).decide).toBe(1);
  });
});

describe('counts', () => {
  it('follow every change and stay right when the steps are added up', async () => {
    const ctx = portal.as(editor);
    await move(at(3), 'shortlist');
    await move(at(4), 'held');
    await move(at(6), 'held');
    const counts = await viewCounts(ctx);
    expect(counts).toMatchObject({ new: 4, shortlist: 1, held: 2, pool: 1, decide: 2, all: 7, withdrawn: 0 });
    const steps = () => portal.services.connection.db.$count(applicationTallies);
    const before = await steps();
    await compactTallies(portal.system());
    expect(await steps()).toBeLessThan(before);
    expect(await viewCounts(ctx)).toEqual(counts);
    expect(await shown(ctx, { view: 'pool' })).toEqual([at(6)]);
  });

  it('are those of the member', async () => {
    const armenian = await aMember(portal, [
      { role: 'editor', region: 'armenia' },
      { role: 'reviewer', region: 'other' },
    ]);
    expect((await stageCounts(portal.as(armenian))).all).toBe(3);
    expect((await stageCounts(portal.as({ ...editor, grants: [] }))).all).toBe(0);
    const partial = portal.as({ ...editor, conflicts: [await idOf(at(3))] });
    expect(await viewCounts(partial)).toMatchObject({ all: 6, shortlist: 0 });
    await expect(viewCounts(portal.stranger())).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('agree with the lists, view by view', async () => {
    const ctx = portal.as(editor);
    const counts = await viewCounts(ctx);
    for (const view of ['new', 'decide', 'shortlist', 'pool', 'all', 'held'] as const) {
      expect([view, (await shown(ctx, { view })).length]).toEqual([view, counts[view]]);
    }
  });
});

describe('neighbours', () => {
  it('are those of the list one came from, in its order', async () => {
    const ctx = portal.as(editor);
    expect(await neighboursOf(ctx, { regions: ['georgia'] }, await idOf(at(2)))).toMatchObject({
      previous: at(0),
      next: at(4),
    });
    expect(await neighboursOf(ctx, { order: 'newest' }, await idOf(at(2)))).toMatchObject({
      previous: at(3),
      next: at(1),
    });
  });

  it('are found also for one that has left the list', async () => {
    const { previous, next } = await neighboursOf(portal.as(editor), { view: 'new' }, await idOf(at(3)));
    expect([previous, next]).toEqual([at(2), at(5)]);
  });

  it('begin the next page of the list after the last one', async () => {
    const ctx = portal.as(editor);
    const { here } = await neighboursOf(ctx, {}, await idOf(at(2)));
    expect(await shown(ctx, { after: here ?? '' })).toEqual([3, 4, 5, 6].map(at));
  });
});

describe('the search field', () => {
  const find = (typed: string) => findApplications(portal.as(editor), typed);

  it('takes a number with and without APP-, and look-alikes', async () => {
    const bare = at(0).slice('APP-'.length);
    for (const typed of [
      at(0),
      bare,
      bare.toLowerCase(),
      `app ${bare}`,
      ` APP-${bare.replaceAll('0', 'O').replaceAll('1', 'l')} `,
    ])
      expect(await find(typed)).toEqual({ kind: 'one', number: at(0) });
  });

  it('takes an exact address and words of a name, whatever their case and accents', async () => {
    expect(await find('K3@Example.org')).toEqual({ kind: 'one', number: at(3) });
    expect(await find('k3')).toEqual({ kind: 'none' });
    const several = await find('KÉTEVAN');
    expect(several.kind).toBe('several');
    expect(await shown(portal.as(editor), { found: several.kind === 'several' ? several.words : [] })).toEqual(numbers);
    expect(await find('no ketevan')).toMatchObject({ kind: 'several' });
    expect(await find('Ketevana')).toEqual({ kind: 'none' });
    await expect(find('  ')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('finds nothing outside the scope', async () => {
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    expect(await findApplications(armenian, 'k0@example.org')).toEqual({ kind: 'none' });
    expect(await findApplications(armenian, at(0))).toEqual({ kind: 'none' });
  });

  it('does not give away who stands behind a working name', async () => {
    const { number } = await aSentApplication(portal, {
      fields: { name: 'Zarema Orloskalova', workingName: 'S. Terek', email: 'zarema@example.org', quiet: 'on' },
    });
    expect(await find('zarema')).toEqual({ kind: 'none' });
    expect(await find('zarema@example.org')).toEqual({ kind: 'none' });
    expect(await find('terek')).toEqual({ kind: 'one', number });
  });

  it('finds nobody by name in a call that is read blind', async () => {
    const { db } = portal.services.connection;
    const reader = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
    await db.insert(reviewPlans).values({ callId: portal.callId, blind: 'reviewers', updatedAt: new Date() });
    expect(await findApplications(reader, 'k3@example.org')).toEqual({ kind: 'none' });
    expect(await findApplications(reader, 'ketevan')).toEqual({ kind: 'none' });
    expect(await findApplications(reader, at(3))).toEqual({ kind: 'one', number: at(3) });
    expect(await find('k3@example.org')).toEqual({ kind: 'one', number: at(3) });
    await db.update(reviewPlans).set({ blind: 'everyone' });
    expect(await find('k3@example.org')).toEqual({ kind: 'none' });
    await db.delete(reviewPlans);
  });

  it('takes what could be a number for a name where somebody bears it', async () => {
    const named = await aSentApplication(portal, { fields: { name: 'Nino Solovyova', email: '' } });
    const numbered = await aSentApplication(portal, { fields: { name: 'Tamar', email: '' } });
    const id = await idOf(numbered.number);
    const db = portal.services.connection.db;
    await db.update(applications).set({ number: 'APP-N1N0' }).where(eq(applications.id, id));
    expect(await find('Nino')).toEqual({ kind: 'one', number: named.number });
    for (const typed of ['N1N0', 'app-nino', 'APP NINO'])
      expect(await find(typed)).toEqual({ kind: 'one', number: 'APP-N1N0' });
    await db.update(applications).set({ number: 'APP-X0X0' }).where(eq(applications.id, id));
    expect(await find('xoxo')).toEqual({ kind: 'one', number: 'APP-X0X0' });
  });

  it('is filled afterwards for what was sent before it existed, and emptied by erasure', async () => {
    const { number, session } = await aSentApplication(portal, { fields: { name: 'Nunuka Solo', email: '' } });
    const id = await idOf(number);
    const words = () => portal.services.connection.db.$count(applicationWords, eq(applicationWords.applicationId, id));
    await portal.services.connection.db.delete(applicationWords).where(eq(applicationWords.applicationId, id));
    expect(await find('nunuka')).toEqual({ kind: 'none' });
    expect(await indexForgottenWords(portal.system())).toBe(1);
    expect(await indexForgottenWords(portal.system())).toBe(0);
    expect(await find('nunuka')).toEqual({ kind: 'one', number });
    await eraseMyApplication(await asApplicant(session));
    expect(await words()).toBe(0);
  });
});

describe('withdrawn applications', () => {
  it('are listed with time and reason and without a name, and counted', async () => {
    const { number, session } = await aSentApplication(portal, { fields: { name: 'Marta Lindenhof' } });
    await withdrawMyApplication(await asApplicant(session), { reason: 'I found other work.' });
    const ctx = portal.as(editor);
    const [entry] = (await withdrawnFor(ctx)).entries;
    expect(entry).toMatchObject({ number, reason: { text: 'I found other work.', locale: 'en' } });
    expect(JSON.stringify(entry)).not.toContain('Marta');
    expect((await viewCounts(ctx)).withdrawn).toBe(1);
    const elsewhere = portal.as(await aMember(portal, [{ region: 'armenia' }]));
    expect((await withdrawnFor(elsewhere)).entries).toEqual([]);
    await eraseMyApplication(await asApplicant(session));
    expect((await viewCounts(ctx)).withdrawn).toBe(0);
  });
});

describe('a long list of withdrawn applications', () => {
  it('comes in pages, newest first, forth and back', async () => {
    const sent: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { number, session } = await aSentApplication(portal);
      await withdrawMyApplication(await asApplicant(session), { reason: `Reason ${turn}` });
      sent.unshift(number);
    }
    const ctx = portal.as(editor);
    const numbersOf = ({ entries }: { entries: { number: string }[] }) => entries.map((entry) => entry.number);
    const first = await withdrawnFor(ctx, { limit: 2 });
    const second = await withdrawnFor(ctx, { limit: 2, after: first.next ?? '' });
    const third = await withdrawnFor(ctx, { limit: 2, after: second.next ?? '' });
    expect([first, second, third].flatMap(numbersOf)).toEqual(sent);
    expect(second.entries.map((entry) => entry.reason?.text)).toEqual(['Reason 2', 'Reason 1']);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = await withdrawnFor(ctx, { limit: 2, before: third.previous ?? '' });
    expect(numbersOf(back)).toEqual(numbersOf(second));
  });
});

describe('saved views', () => {
  it('are private until shared, and removed only by their owner', async () => {
    const [mine, theirs] = [portal.as(await aMember(portal)), portal.as(await aMember(portal))];
    const { id } = await saveView(mine, { name: 'Georgia, in German', query: 'region=georgia&lang=de' });
    const shared = await saveView(mine, { name: 'Wide apart', query: 'spread=3', isShared: true });
    expect((await savedViews(mine)).map((view) => [view.name, view.isMine])).toEqual([
      ['Georgia, in German', true],
      ['Wide apart', true],
    ]);
    expect(await savedViews(theirs)).toEqual([
      { id: shared.id, name: 'Wide apart', query: 'spread=3', isShared: true, isMine: false },
    ]);
    await expect(removeView(theirs, id)).rejects.toMatchObject({ code: 'not_found' });
    await removeView(mine, shared.id);
    expect(await savedViews(theirs)).toEqual([]);
    await expect(saveView(mine, { name: '  ', query: '' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('presence', () => {
  it('names colleagues who were heard of within a minute, to those who may see the application', async () => {
    const now = new Date();
    const later = (ms: number) => new Date(now.getTime() + ms);
    const [one, other] = [await aMember(portal), await aMember(portal)];
    const outside = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
    await bePresent(portal.as(one, now), at(0));
    await bePresent(portal.as(other, later(30_000)), at(0));
    await expect(bePresent(portal.as(outside, now), at(0))).rejects.toMatchObject({ code: 'not_found' });
    expect(await colleaguesAt(portal.as(other, later(59_000)), at(0))).toHaveLength(1);
    expect(await colleaguesAt(portal.as(other, later(61_000)), at(0))).toEqual([]);
    expect(await colleaguesAt(portal.as(outside, now), at(0))).toEqual([]);
    await sweepPresences(portal.system(later(61_000)));
    expect(await colleaguesAt(portal.as(one, later(61_000)), at(0))).toHaveLength(1);
    expect(await colleaguesAt(portal.as(one, later(61_000)), at(1))).toEqual([]);
  });
});

it('keeps one row per application whatever is counted', async () => {
  expect(await portal.services.connection.db.$count(applications, eq(applications.state, 'submitted'))).toBe(
    (await stageCounts(portal.system())).all,
  );
});
