import { readFile } from 'node:fs/promises';
import { eq, inArray, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications, nameTraces } from '@/db/schema/applications';
import { merges } from '@/db/schema/duplicates';
import type { MemberActor } from '@/domain/actor';
import { applicantSession } from '@/domain/applications/commands';
import { foldedName, traceMissingNames } from '@/domain/applications/name-traces';
import { applicationForDesk, myApplication, queueFor, stageCounts, viewCounts } from '@/domain/applications/queries';
import { eraseMyApplication, withdrawMyApplication } from '@/domain/retention/commands';
import { assign, decide } from '@/domain/reviews/commands';
import { myOpenReviews, nextToReview } from '@/domain/reviews/queries';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { mergeApplications, unmergeApplication } from './commands';
import { relativesOf } from './queries';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal.close());

let count = 0;
/** Somebody who shares nothing with anybody, but for what is given. */
function somebody(fields: Record<string, string | string[]> = {}, cv?: Buffer) {
  count += 1;
  const own = (what: string) => Buffer.concat([PDF, Buffer.from(`%${what} ${count}\n`)]);
  return aSentApplication(portal, {
    fields: { name: `Person Number${count}`, email: `person${count}@example.org`, ...fields },
    files: {
      cv: { name: 'cv.pdf', bytes: cv ?? own('cv') },
      coverLetter: { name: 'letter.pdf', bytes: own('letter') },
      writingSample: { name: 'sample.pdf', bytes: own('sample') },
    },
  });
}

async function idOf(number: string): Promise<string> {
  const [row] = await portal.services.connection.db
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.number, number));
  return row?.id ?? '';
}

async function waitingForLocks(): Promise<number> {
  const rows = await portal.services.connection.db.execute<{ count: number }>(
    sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

async function ownerOf(session: string) {
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  return portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash });
}

describe('a folded name', () => {
  it.each([
    ['Ана Петрова', 'петрова ана'],
    ['JOSÉ  Ñandú', 'jose nandu'],
    ['Ａｎａ Ｋｏ', 'ko ana'],
  ])('“%s” is “%s” in any order', (one, other) => {
    expect(foldedName(one)).toBe(foldedName(other));
  });
  it('of one word says too little', () => expect(foldedName('Ana')).toBeNull());
});

describe('a trace that is missing', () => {
  it('is made up for, once, also behind an application whose key is lost', async () => {
    const { db } = portal.services.connection;
    const ids = await Promise.all([await somebody(), await somebody()].map(({ number }) => idOf(number)));
    const sorted = ids.toSorted();
    await db.delete(nameTraces).where(inArray(nameTraces.applicationId, ids));
    await portal.system().keyStore.destroy(sorted[0] ?? '');
    expect(await traceMissingNames(portal.system(), 1)).toBe(1);
    expect(await traceMissingNames(portal.system(), 1)).toBe(0);
    const traced = await db.select().from(nameTraces).where(inArray(nameTraces.applicationId, ids));
    expect(traced.map(({ applicationId }) => applicationId)).toEqual([sorted[1]]);
    await db.delete(applications).where(eq(applications.id, sorted[0] ?? ''));
  });
});

describe('duplicates', () => {
  it('are found by address, name and file, each with its reason', async () => {
    const file = Buffer.concat([PDF, Buffer.from('%the same\n')]);
    const first = await somebody({ name: 'Giorgi Maisuradze', email: 'giorgi@example.org' }, file);
    const byAddress = await somebody({ email: 'GIORGI@example.org' });
    const byName = await somebody({ name: 'MAISURADZE, Giorgi' });
    const byFile = await somebody({}, file);
    await somebody();
    const { duplicates } = await relativesOf(portal.as(editor), first.number);
    expect(duplicates.map(({ number, reasons }) => ({ number, reasons }))).toEqual([
      { number: byAddress.number, reasons: ['address'] },
      { number: byName.number, reasons: ['name'] },
      { number: byFile.number, reasons: ['file'] },
    ]);
  });

  it('name only what the member may see', async () => {
    const here = await somebody({ name: 'Two Places', region: ['armenia'] });
    await somebody({ name: 'Two Places', region: ['georgia'] });
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    expect((await relativesOf(armenian, here.number)).duplicates).toEqual([]);
    await expect(relativesOf(portal.stranger(), here.number)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('never lead from a working name to the person, nor back', async () => {
    const hidden = await somebody({
      name: 'Real Person',
      workingName: 'S. Terek',
      quiet: 'on',
      email: 'real@example.org',
    });
    const open = await somebody({ name: 'Real Person', email: 'real@example.org' });
    expect((await relativesOf(portal.as(editor), hidden.number)).duplicates).toEqual([]);
    expect((await relativesOf(portal.as(editor), open.number)).duplicates).toEqual([]);
  });
});

describe('folding two applications of one person', () => {
  it('hides one under the other, leaves the applicant’s page alone, and is undone exactly', async () => {
    const ctx = portal.as(editor);
    const primary = await somebody({ name: 'Same Person' });
    const folded = await somebody({ name: 'Same Person' });
    const before = await applicationForDesk(ctx, folded.number);
    const pageBefore = await myApplication(await ownerOf(folded.session));
    const all = (await stageCounts(ctx)).all;

    await mergeApplications(ctx, { primary: primary.number, folded: folded.number });
    const numbers = async () => (await queueFor(ctx, { limit: 200 })).entries.map((entry) => entry.number);
    expect(await numbers()).not.toContain(folded.number);
    expect((await stageCounts(ctx)).all).toBe(all - 1);
    const together = await relativesOf(ctx, primary.number);
    expect(together.folded.map((one) => one.number)).toEqual([folded.number]);
    expect(together.folded).toEqual([expect.objectContaining({ documents: Array(3).fill(expect.anything()) })]);
    expect((await relativesOf(ctx, folded.number)).foldedInto).toBe(primary.number);
    expect(await myApplication(await ownerOf(folded.session))).toEqual(pageBefore);
    await expect(
      decide(ctx, { number: folded.number, version: before.version + 1, kind: 'decline', subject: 'x', text: 'y' }),
    ).rejects.toMatchObject({ code: 'not_allowed' });

    expect(await unmergeApplication(ctx, folded.number)).toEqual({ primary: primary.number });
    expect(await numbers()).toContain(folded.number);
    const { version, timeline, ...after } = await applicationForDesk(ctx, folded.number);
    const { version: _, timeline: earlier, ...asItWas } = before;
    expect(after).toEqual(asItWas);
    expect(timeline.slice(earlier.length).map((line) => line.verb)).toEqual([
      'application.folded',
      'application.unfolded',
    ]);
    expect(version).toBe(before.version + 2);
  });

  it('leaves what a reader was given to be read under the one it is folded into, in lists and in counts', async () => {
    const reader = await aMember(portal, [{ role: 'reviewer', region: 'azerbaijan' }]);
    const [primary, folded] = [await somebody({ region: ['azerbaijan'] }), await somebody({ region: ['azerbaijan'] })];
    await assign(portal.as(editor), { number: folded.number, memberId: reader.memberId });
    const mine = async () => ({
      listed: (await queueFor(portal.as(reader), { view: 'mine' })).entries.map((entry) => entry.number),
      counted: (await viewCounts(portal.as(reader))).mine,
      open: (await myOpenReviews(portal.as(reader))).map((one) => one.number),
      next: await nextToReview(portal.as(reader)),
    });
    const { number } = folded;
    expect(await mine()).toEqual({ listed: [number], counted: 1, open: [number], next: number });
    await mergeApplications(portal.as(editor), { primary: primary.number, folded: number });
    expect(await mine()).toEqual({ listed: [], counted: 0, open: [], next: primary.number });
  });

  it('is refused across regions, where one editor would lose it and another learn of it', async () => {
    const [here, there, both] = [
      await somebody({ region: ['armenia'] }),
      await somebody({ region: ['georgia'] }),
      await somebody({ region: ['georgia', 'armenia'] }),
    ];
    for (const [primary, folded] of [
      [there, here],
      [both, here],
      [here, both],
    ] as const)
      await expect(
        mergeApplications(portal.as(editor), { primary: primary.number, folded: folded.number }),
      ).rejects.toMatchObject({ code: 'cannot_merge' });
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    expect((await queueFor(armenian, { limit: 200 })).entries.map((one) => one.number)).toContain(here.number);
    const turned = await somebody({ region: ['armenia', 'georgia'] });
    await mergeApplications(portal.as(editor), { primary: both.number, folded: turned.number });
  });

  it('is refused in chains, over a waiting answer, to those who only read, and beyond one’s regions', async () => {
    const ctx = portal.as(editor);
    const [a, b, c] = [await somebody(), await somebody(), await somebody()];
    await mergeApplications(ctx, { primary: a.number, folded: b.number });
    for (const [primary, folded] of [
      [b.number, c.number],
      [c.number, a.number],
      [c.number, b.number],
    ] as const)
      await expect(mergeApplications(ctx, { primary, folded })).rejects.toMatchObject({ code: 'cannot_merge' });
    await decide(ctx, { number: c.number, version: 1, kind: 'hold', subject: 'x', text: 'y' });
    await expect(mergeApplications(ctx, { primary: a.number, folded: c.number })).rejects.toMatchObject({
      code: 'cannot_merge',
    });
    const reviewer = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
    await expect(unmergeApplication(reviewer, b.number)).rejects.toMatchObject({ code: 'not_allowed' });
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    await expect(mergeApplications(armenian, { primary: c.number, folded: a.number })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(mergeApplications(ctx, { primary: a.number, folded: a.number })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is undone while the one it is folded into is being erased, and neither blocks the other', async () => {
    const ctx = portal.as(editor);
    const [primary, folded] = [await somebody(), await somebody()];
    await mergeApplications(ctx, { primary: primary.number, folded: folded.number });
    const owner = await ownerOf(primary.session);
    const foldedId = await idOf(folded.number);
    const both: Promise<unknown>[] = [];
    await portal.services.connection.db.transaction(async (tx) => {
      await tx.select().from(merges).where(eq(merges.foldedId, foldedId)).for('update');
      both.push(unmergeApplication(ctx, folded.number));
      await expect.poll(waitingForLocks).toBe(1);
      both.push(eraseMyApplication(owner));
      await expect.poll(waitingForLocks).toBe(2);
    });
    expect(await Promise.all(both)).toMatchObject([{ primary: primary.number }, { files: 3 }]);
  });

  it('ends when either is withdrawn: the other can be folded, or folded into, anew', async () => {
    const ctx = portal.as(editor);
    const [primary, folded, third] = [await somebody(), await somebody(), await somebody()];
    await mergeApplications(ctx, { primary: primary.number, folded: folded.number });
    await withdrawMyApplication(await ownerOf(primary.session), {});
    await mergeApplications(ctx, { primary: third.number, folded: folded.number });
    await withdrawMyApplication(await ownerOf(folded.session), {});
    const fourth = await somebody();
    await mergeApplications(ctx, { primary: fourth.number, folded: third.number });
    expect((await relativesOf(ctx, third.number)).foldedInto).toBe(fourth.number);
  });

  it('ends, from before it ended with that, once the portal is brought up to date', async () => {
    const ctx = portal.as(editor);
    const [primary, folded, gone, kept] = [await somebody(), await somebody(), await somebody(), await somebody()];
    await mergeApplications(ctx, { primary: primary.number, folded: folded.number });
    await withdrawMyApplication(await ownerOf(gone.session), {});
    const { connection } = portal.services;
    const [before, stale] = [{ foldedId: await idOf(kept.number), mergedAt: new Date() }, await idOf(gone.number)];
    await connection.db.insert(merges).values({ ...before, primaryId: stale });
    const migration = new URL('../../db/migrations/0021_withdrawn-stand-alone.sql', import.meta.url);
    await connection.sql.unsafe(await readFile(migration, 'utf8'));
    await mergeApplications(ctx, { primary: primary.number, folded: kept.number });
    expect((await relativesOf(ctx, folded.number)).foldedInto).toBe(primary.number);
  });

  it('ends when the one it is folded into is erased; no trace of the erased name stays', async () => {
    const ctx = portal.as(editor);
    const [primary, folded] = [await somebody({ name: 'Gone Soon' }), await somebody({ name: 'Gone Soon' })];
    await mergeApplications(ctx, { primary: primary.number, folded: folded.number });
    const db = portal.services.connection.db;
    const [row] = await db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.number, primary.number));
    await eraseMyApplication(await ownerOf(primary.session));
    expect(
      await db
        .select()
        .from(merges)
        .where(eq(merges.primaryId, row?.id ?? '')),
    ).toEqual([]);
    expect(
      await db
        .select()
        .from(nameTraces)
        .where(eq(nameTraces.applicationId, row?.id ?? '')),
    ).toEqual([]);
    expect(await relativesOf(ctx, folded.number)).toEqual({
      duplicates: [],
      folded: [],
      foldedInto: null,
      keptBack: null,
    });
  });
});
