import { describe, expect, it } from 'vitest';
import { eraseMyApplication, withdrawMyApplication } from '@/domain/retention/commands';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import { viewCounts, withdrawnFor } from './queries';
import { asApplicant, editor, portal, sevenApplications } from './testing/queue';

sevenApplications();

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

  it('begins anew where all of a page has left it', async () => {
    const ctx = portal.as(editor);
    const first = await withdrawnFor(ctx, { limit: 2 });
    const sessions: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { session } = await aSentApplication(portal);
      await withdrawMyApplication(await asApplicant(session), {});
      sessions.push(session);
    }
    const newest = await withdrawnFor(ctx, { limit: 2 });
    const edge = (await withdrawnFor(ctx, { limit: 2, after: newest.next ?? '' })).previous ?? '';
    for (const session of sessions) await eraseMyApplication(await asApplicant(session));
    expect(await withdrawnFor(ctx, { limit: 2, before: edge })).toEqual(first);
  });
});
