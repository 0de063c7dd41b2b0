import { randomUUID } from 'node:crypto';
import { cp, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDrafts } from '@/domain/applications/commands';
import { newDraftToken, saveTyped } from '@/domain/intake/commands';
import { askQuestion, newQuestionToken, sweepQuestions } from '@/domain/questions/commands';
import { runDestroyQuestionKey } from '@/domain/questions/jobs';
import { sentTo } from '@/domain/testing/at-work';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { eraseMyApplication, sweepKeys } from './commands';
import { runDestroyKey, runSweepKeys } from './jobs';

const DAY = 24 * 3_600_000;

let portal: TestPortal;
let folder: string;
beforeAll(async () => {
  portal = await openTestPortal();
  folder = path.join(portal.folder, 'keys');
});
afterAll(() => portal.close());

async function hasKey(id: string): Promise<boolean> {
  return (await portal.services.keyStore.get(id)) !== null;
}

async function aDraft(): Promise<string> {
  const ctx = portal.stranger();
  const fields = new Map([
    ['draft', [newDraftToken(ctx)]],
    ['name', ['Ana Kalandadze']],
  ]);
  await saveTyped(ctx, { callSlug: 'regional-specialists', locale: 'en', fields });
  const [row] = await portal.services.connection.sql<{ id: string }[]>`
    select id from applications where state = 'draft' order by created_at desc limit 1`;
  return row?.id ?? '';
}

async function aQuestion(): Promise<string> {
  const ctx = portal.stranger();
  const asked = { token: newQuestionToken(ctx), locale: 'en', text: 'Does a photo essay fit?' } as const;
  return (await askQuestion(ctx, asked)).questionId;
}

/** The disk with the keys is not there while `work` is done. */
async function withoutKeys(work: () => Promise<void>): Promise<void> {
  await rename(folder, `${folder}.away`);
  try {
    await work();
  } finally {
    await rename(`${folder}.away`, folder);
  }
}

describe('what was erased while the keys were away', () => {
  it('keeps its job waiting, and its key is destroyed in the next night', async () => {
    const [erased, draft, question, stands] = [
      await sentTo(portal),
      await aDraft(),
      await aQuestion(),
      await sentTo(portal),
    ];
    const standing = [stands.id, await aDraft(), await aQuestion()];
    const unknown = randomUUID();
    await portal.services.keyStore.create(unknown);
    const sql = portal.services.connection.sql;
    await sql`update applications set touched_at = ${new Date(Date.now() - 31 * DAY).toISOString()} where id = ${draft}`;
    await sql`update questions set touched_at = ${new Date(Date.now() - 181 * DAY).toISOString()} where id = ${question}`;
    const away = { code: 'away' };
    await withoutKeys(async () => {
      await expect(eraseMyApplication(portal.as(erased.applicant))).rejects.toMatchObject(away);
      await expect(sweepDrafts(portal.system())).rejects.toMatchObject(away);
      await expect(sweepQuestions(portal.system())).rejects.toMatchObject(away);
      for (const applicationId of [erased.id, draft])
        await expect(runDestroyKey(portal.system(), { applicationId })).rejects.toMatchObject(away);
      await expect(runDestroyQuestionKey(portal.system(), { questionId: question })).rejects.toMatchObject(away);
      await runSweepKeys(portal.system());
    });
    expect(await Promise.all([erased.id, draft, question].map(hasKey))).toEqual([true, true, true]);
    await runSweepKeys(portal.system());
    expect(await Promise.all([erased.id, draft, question].map(hasKey))).toEqual([false, false, false]);
    expect(await Promise.all([...standing, unknown].map(hasKey))).toEqual([true, true, true, true]);
  });
});

describe('keys of erased applications that a copy has brought back', () => {
  it('go again, so many a night', async () => {
    const gone = [await sentTo(portal), await sentTo(portal), await sentTo(portal)];
    await cp(folder, `${folder}.copy`, { recursive: true });
    for (const { applicant } of gone) await eraseMyApplication(portal.as(applicant));
    await cp(`${folder}.copy`, folder, { recursive: true });
    const left = async () => (await Promise.all(gone.map(({ id }) => hasKey(id)))).filter(Boolean).length;
    expect(await left()).toBe(3);
    expect(await sweepKeys(portal.system(), 2)).toBe(2);
    expect(await left()).toBe(1);
    expect(await sweepKeys(portal.system(), 2)).toBe(1);
    expect(await left()).toBe(0);
    expect(await sweepKeys(portal.system())).toBe(0);
  });
});
