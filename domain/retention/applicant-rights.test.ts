import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import {
  applicantSession,
  changeStage,
  enterReceiptCode,
  replaceDocument,
  replaceMyDocument,
  writeToEditors,
} from '@/domain/applications/commands';
import { applicationForDesk, myApplication, myHoldings, queueFor } from '@/domain/applications/queries';
import { scheduleCall } from '@/domain/calls/commands';
import type { Ctx } from '@/domain/context';
import { eraseBytes } from '@/domain/documents/commands';
import { versionIdsOf } from '@/domain/documents/queries';
import { decide, releaseDecision, score } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';
import { eraseMyApplication, isOurCertificate, sweepOverdue, sweepWithdrawn, withdrawMyApplication } from './commands';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

async function anApplicant(): Promise<{ ctx: Ctx; number: string; code: string; id: string }> {
  const { number, code, session } = await aSentApplication(portal);
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const { applicationId: id, sessionHash } = found;
  return { ctx: portal.as({ kind: 'applicant', applicationId: id, sessionHash }), number, code, id };
}

async function mailsAbout(id: string): Promise<string[]> {
  const rows = await portal.services.connection.db
    .select({ template: outbox.template, state: outbox.state })
    .from(outbox)
    .where(eq(outbox.applicationId, id));
  return rows.map((row) => `${row.template} ${row.state}`).toSorted();
}

async function waitingForLocks(): Promise<number> {
  const rows = await portal.services.connection.db.execute<{ count: number }>(
    sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

const ANSWER = { kind: 'invite' as const, subject: 'We would like to talk', text: 'When?' };

describe('a letter from the applicant', () => {
  it('stands on both sides, and the inbox is told by number only', async () => {
    const { ctx, number, id } = await anApplicant();
    await writeToEditors(ctx, { text: 'My telephone has changed.', locale: 'en' });
    expect((await myApplication(ctx)).messages).toMatchObject([
      { from: 'applicant', text: 'My telephone has changed.' },
    ]);
    const desk = await applicationForDesk(portal.as(await aMember(portal)), number);
    expect(desk.messages).toMatchObject([{ from: 'applicant', text: 'My telephone has changed.' }]);
    expect(await mailsAbout(id)).toContain('applicant-did waiting');
  });

  it('that is pressed twice is one letter and one mail; the same words an hour later are another', async () => {
    const { ctx, id } = await anApplicant();
    const later = (ms: number) => new Date(ctx.now.getTime() + ms);
    const send = (now: Date, text: string) => writeToEditors({ ...ctx, now }, { text, locale: 'en' });
    const texts = async () => (await myApplication(ctx)).messages.map((letter) => letter.text);
    const told = async () => (await mailsAbout(id)).filter((mail) => mail === 'applicant-did waiting').length;
    await Promise.all([send(ctx.now, 'Any news?'), send(ctx.now, 'Any news?')]);
    expect([await texts(), await told()]).toEqual([['Any news?'], 1]);
    await send(later(1_000), 'Any news at all?');
    await send(later(3_600_000), 'Any news at all?');
    expect([await texts(), await told()]).toEqual([['Any news?', 'Any news at all?', 'Any news at all?'], 3]);
  });

  it.each([
    ['nothing', ' '],
    ['2,001 characters', 'x'.repeat(2001)],
  ])('is refused when it holds %s', async (_, text) => {
    const { ctx } = await anApplicant();
    await expect(writeToEditors(ctx, { text, locale: 'en' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a replaced document', () => {
  it('becomes the next version, and the earlier one is kept', async () => {
    const { ctx, number, id } = await anApplicant();
    await replaceMyDocument(ctx, {
      slot: 'cv',
      fileName: 'CV new.pdf',
      bytes: { stream: Readable.from([PDF, Buffer.from('newer')]) },
    });
    const cv = (await applicationForDesk(portal.as(await aMember(portal)), number)).documents.find(
      (one) => one.slot === 'cv',
    );
    expect(cv).toMatchObject({ name: 'CV new.pdf', versionNumber: 2 });
    expect(await versionIdsOf(portal.system(), [id])).toHaveLength(4);
  });

  it('is refused after the call has closed, and nothing changes', async () => {
    const { ctx, id } = await anApplicant();
    const schedule = { state: 'open' as const, answerBy: null, timeZone: 'Asia/Tbilisi' };
    await scheduleCall(portal.system(), 'regional-specialists', { ...schedule, closesAt: new Date(Date.now() - 1000) });
    const late = replaceMyDocument(ctx, { slot: 'cv', fileName: 'CV.pdf', bytes: { stream: Readable.from([PDF]) } });
    await expect(late).rejects.toMatchObject({ code: 'call_closed' });
    await scheduleCall(portal.system(), 'regional-specialists', { ...schedule, closesAt: null });
    expect(await versionIdsOf(portal.system(), [id])).toHaveLength(3);
  });
});

describe('withdrawing', () => {
  it('takes the application off the desk, takes a waiting answer back and tells the inbox', async () => {
    const { ctx, number, id } = await anApplicant();
    const editor = portal.as(await aMember(portal));
    await decide(editor, { number, version: 1, ...ANSWER });
    await withdrawMyApplication(ctx, { reason: 'I found work.' });
    await expect(applicationForDesk(editor, number)).rejects.toMatchObject({ code: 'not_found' });
    expect((await queueFor(editor, { limit: 200 })).entries.map((entry) => entry.number)).not.toContain(number);
    expect(await mailsAbout(id)).toEqual([
      'answer dropped',
      'applicant-did waiting',
      'new-application waiting',
      'received waiting',
    ]);
    expect(await myApplication(ctx)).toMatchObject({ status: 'withdrawn', messages: [{ text: 'I found work.' }] });
  });

  it('is done once, whoever clicks twice', async () => {
    const { ctx, id } = await anApplicant();
    await Promise.all([1, 2].map((click) => withdrawMyApplication(ctx, { reason: `Click ${click}` })));
    expect((await mailsAbout(id)).filter((mail) => mail.startsWith('applicant-did'))).toHaveLength(1);
    expect((await myApplication(ctx)).messages).toHaveLength(1);
  });

  it('is followed by erasure after thirty days, not before', async () => {
    const { ctx, id } = await anApplicant();
    await withdrawMyApplication(ctx, {});
    const inDays = (days: number) => portal.system(new Date(Date.now() + days * 24 * 3_600_000));
    await sweepWithdrawn(inDays(29));
    expect(await portal.services.keyStore.get(id)).not.toBeNull();
    await sweepWithdrawn(inDays(31));
    expect(await portal.services.keyStore.get(id)).toBeNull();
  });
});

describe('after a call has closed', () => {
  it('everything is erased when its days are over; who asked to be kept stays a year', async () => {
    const slug = 'regional-specialists';
    const schedule = { answerBy: null, closesAt: null, timeZone: 'Asia/Tbilisi' };
    const other = await openTestPortal();
    try {
      await aSentApplication(other, { fields: { name: 'Goes' } });
      await aSentApplication(other, { fields: { name: 'Stays', keepInPool: 'on' } });
      const inDays = (days: number) => other.system(new Date(Date.now() + days * 24 * 3_600_000));
      const left = async () => (await queueFor(other.system(), { limit: 10 })).entries.map((entry) => entry.name);

      await scheduleCall(other.system(), slug, { ...schedule, state: 'closed' });
      await sweepOverdue(inDays(179));
      expect(await left()).toHaveLength(2);
      await sweepOverdue(inDays(181));
      expect(await left()).toEqual(['Stays']);
      await sweepOverdue(inDays(366));
      expect(await left()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('in a call without a closing day', () => {
  it('time counts from the last change of stage; nobody is kept without an end', async () => {
    const other = await openTestPortal();
    try {
      const day = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
      const inDays = (days: number) => other.system(day(days));
      const left = async () => (await queueFor(other.system(), { limit: 10 })).entries.map((entry) => entry.name);
      const decided = await aSentApplication(other, { fields: { name: 'Decided', keepInPool: 'on' } });
      await aSentApplication(other, { fields: { name: 'Resting' } });
      const moved = await aSentApplication(other, { fields: { name: 'Moved' } });
      const decider = other.as(await aMember(other), day(100));
      const answer = { subject: 'Later', text: 'We keep you in mind.' };
      const { version } = await decide(decider, { number: decided.number, version: 1, kind: 'hold', ...answer });
      await releaseDecision(decider, { number: decided.number, version });
      await changeStage(decider, { number: moved.number, version: 1, to: 'reading' });

      await sweepOverdue(inDays(179));
      expect(await left()).toEqual(['Decided', 'Resting', 'Moved']);
      await sweepOverdue(inDays(181));
      expect(await left()).toEqual(['Decided', 'Moved']);
      await sweepOverdue(inDays(281));
      expect(await left()).toEqual(['Decided']);
      await sweepOverdue(inDays(464));
      expect(await left()).toEqual(['Decided']);
      await sweepOverdue(inDays(466));
      expect(await left()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('erasing', () => {
  it('takes along a file that is being kept in the same moment', async () => {
    const { ctx, id } = await anApplicant();
    let erasing: ReturnType<typeof eraseMyApplication> | undefined;
    await replaceDocument(ctx, {
      applicationId: id,
      slot: 'cv',
      fileName: 'CV new.pdf',
      bytes: { stream: Readable.from([PDF]) },
      also: async () => {
        erasing = eraseMyApplication(ctx);
        await expect.poll(waitingForLocks).toBe(1);
      },
    });
    expect(await erasing).toMatchObject({ files: 4 });
  });

  it('leaves no key, no file, no word and no way back; the certificate names nobody and can be checked', async () => {
    const { ctx, number, code, id } = await anApplicant();
    const editor = portal.as(await aMember(portal));
    await score(editor, { number, scores: { writing: 4 }, note: 'Good.' });
    await decide(editor, { number, version: 1, ...ANSWER });
    const versionIds = await versionIdsOf(portal.system(), [id]);

    const certificate = await eraseMyApplication(ctx);
    await eraseBytes(portal.system(), versionIds);

    expect(certificate).toMatchObject({ files: 3, letters: 0 });
    expect(isOurCertificate(portal.stranger(), certificate)).toBe(true);
    expect(isOurCertificate(portal.stranger(), { ...certificate, files: 4 })).toBe(false);
    expect(JSON.stringify(certificate)).not.toContain(number);
    expect(await portal.services.keyStore.get(id)).toBeNull();
    expect(await mailsAbout(id)).toEqual([]);
    const [row] = await portal.services.connection.db.select().from(applications).where(eq(applications.id, id));
    expect(row).toMatchObject({
      state: 'erased',
      number: null,
      sealedAnswers: null,
      addressIndex: null,
      regions: [],
      writes: [],
    });
    await expect(enterReceiptCode(portal.stranger(), { typed: code })).rejects.toMatchObject({ code: 'unknown_code' });
    await expect(myApplication(ctx)).rejects.toMatchObject({ code: 'not_found' });
    await expect(eraseMyApplication(ctx)).rejects.toMatchObject({ code: 'not_found' });
    const files = await readdir(path.join(portal.folder, 'files'), { recursive: true });
    expect(files.filter((name) => versionIds.some((version) => name.includes(version)))).toEqual([]);
  });

  it('works for a draft, too', async () => {
    const outcome = await postForm(portal.stranger(), { fields: { consent: '' } });
    if (outcome.kind !== 'form' || !outcome.form.code) throw new Error('no draft');
    const { session } = await enterReceiptCode(portal.stranger(), { typed: outcome.form.code });
    const found = await applicantSession(portal.stranger(), session);
    if (!found) throw new Error('no session');
    const ctx = portal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash });
    expect(await eraseMyApplication(ctx)).toMatchObject({ files: 3 });
  });
});

describe('taking everything away', () => {
  it('gives every answer, letter and file back byte for byte', async () => {
    const { ctx } = await anApplicant();
    await writeToEditors(ctx, { text: 'One more thing.', locale: 'en' });
    const { record, files } = await myHoldings(ctx);
    expect(record).toMatchObject({ answers: { name: 'ქეთევან მთისძირელი' }, letters: [{ text: 'One more thing.' }] });
    expect(files.map((file) => file.name)).toEqual(['CV.pdf', 'letter.pdf', 'Water Day.pdf']);
    for (const file of files) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.read()) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(PDF)).toBe(true);
    }
    await expect(myHoldings(portal.stranger())).rejects.toMatchObject({ code: 'not_found' });
  });
});
