import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { applications } from '@/db/schema/applications';
import { eraseBytes, sweepOrphans } from '@/domain/documents/commands';
import { versionIdsOf } from '@/domain/documents/queries';
import { aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { configureFailpoints } from '@/platform/failpoint';
import { sweepDrafts } from './commands';
import { DRAFT_DAYS } from './rules';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const daysFromNow = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(portal.folder, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('abandoned drafts', () => {
  it('stay on their last day and are erased with key and files after it; sent applications stay', async () => {
    const { number } = await aSentApplication(portal);
    await postForm(portal.stranger(), { fields: { consent: '' } });
    const [draft] = await portal.services.connection.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.state, 'draft'));
    const id = draft?.id ?? '';
    const versionIds = await versionIdsOf(portal.system(), [id]);
    expect(versionIds).toHaveLength(3);

    expect(await sweepDrafts(portal.system(daysFromNow(DRAFT_DAYS - 1)))).toBe(0);
    expect(await sweepDrafts(portal.system(daysFromNow(DRAFT_DAYS + 1)))).toBe(1);
    await eraseBytes(portal.system(), versionIds);

    expect(await portal.services.keyStore.get(id)).toBeNull();
    expect((await filesIn('files')).filter((name) => versionIds.includes(name))).toEqual([]);
    const left = await portal.services.connection.db.select({ number: applications.number }).from(applications);
    expect(left).toEqual([{ number }]);
  });

  it('leave a job that destroys the key, should the process die before it has', async () => {
    await postForm(portal.stranger(), { fields: { consent: '' } });
    configureFailpoints('draft.abandoned=throw');
    await expect(sweepDrafts(portal.system(daysFromNow(DRAFT_DAYS + 1)))).rejects.toThrow('failpoint');
    configureFailpoints('');
    const [job] = await portal.services.connection.sql<{ id: string }[]>`
      select data->>'applicationId' as id from jobs.job where name = 'retention.destroy-key' order by created_on desc limit 1`;
    expect(await portal.services.keyStore.get(job?.id ?? '')).not.toBeNull();
    const rows = await portal.services.connection.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.id, job?.id ?? ''));
    expect(rows).toEqual([]);
    await sweepOrphans(portal.system(), -1000);
  });
});

describe('stored bytes', () => {
  it('that no row names are swept, and the others stay', async () => {
    await aSentApplication(portal);
    const orphan = '11111111-1111-4111-8111-111111111111';
    await portal.services.storage.write(orphan, Readable.from([Buffer.from('left by a crash')]));
    const before = await filesIn('files');
    await sweepOrphans(portal.system(), 60_000);
    expect(await filesIn('files')).toEqual(before);
    await sweepOrphans(portal.system(), -1000);
    expect((await filesIn('files')).toSorted()).toEqual(before.filter((name) => name !== orphan).toSorted());
  });

  it('of another database over the same store are left alone, whether this one has files there or none', async () => {
    const other = await openTestPortal();
    onTestFinished(() => other.close());
    for (const _ of [1, 2]) await aSentApplication(portal);
    const theirs = await filesIn('files');
    const { storage } = portal.services;
    await sweepOrphans({ ...other.system(), storage }, -1000);
    expect((await filesIn('files')).toSorted()).toEqual(theirs.toSorted());
    await postForm({ ...other.stranger(), storage }, {});
    await sweepOrphans({ ...other.system(), storage }, -1000);
    expect(await filesIn('files')).toEqual(expect.arrayContaining(theirs));
    expect((await filesIn('files')).length).toBe(theirs.length + 3);
  });
});
