import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applications } from '@/db/schema/applications';
import { createCall } from '@/domain/calls/commands';
import { callById } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { aMember, aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { applicationForDesk, draftCount, queueFor, stageCounts } from './queries';

let portal: TestPortal;
let draftId = '';
beforeAll(async () => {
  portal = await openTestPortal();
  await aSentApplication(portal);
  await postForm(portal.stranger(), { fields: { name: 'Planted Unfinished', place: 'Plantedville', action: 'save' } });
  const [row] = await portal.services.connection.db
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.state, 'draft'));
  draftId = row?.id ?? '';
});
afterAll(() => portal.close());

async function member(...grants: Parameters<typeof aMember>[1] & object): Promise<Ctx> {
  return portal.as(await aMember(portal, grants));
}

async function anotherCall(): Promise<string> {
  const { slug, id: _, ...call } = await callById(portal.system(), portal.callId);
  return (await createCall(portal.system(), { ...call, slug: `${slug}-again` } as never)).id;
}

describe('what members know of drafts', () => {
  it('is how many there are, in the calls they may read', async () => {
    expect(await draftCount(await member({ role: 'administrator' }))).toBe(1);
    expect(await draftCount(await member({ role: 'reviewer', region: 'georgia' }))).toBe(1);
    expect(await draftCount(await member({ role: 'editor', callId: portal.callId }))).toBe(1);
    expect(await draftCount(await member({ role: 'editor', callId: await anotherCall() }))).toBe(0);
    expect(await draftCount(portal.as({ kind: 'member', memberId: draftId, grants: [], locale: 'en' } as never))).toBe(
      0,
    );
    expect(await draftCount(portal.stranger())).toBe(0);
  });

  it('is counted only so far', async () => {
    await portal.services.connection.sql`
      insert into applications (call_id, draft_hash, code_hash, locale)
      select ${portal.callId}, decode(md5('d' || i), 'hex'), decode(md5('c' || i), 'hex'), 'en'
      from generate_series(1, 1100) i`;
    expect(await draftCount(await member({ role: 'administrator' }))).toBe(1000);
    await portal.services.connection.sql`delete from applications where length(draft_hash) = 16`;
  });

  it('is nothing else: not in the queue, not in its counts, not by id or number', async () => {
    const ctx = await member({ role: 'administrator' });
    const page = await queueFor(ctx, { order: 'newest' });
    expect(page.entries).toHaveLength(1);
    expect(JSON.stringify(page)).not.toContain('lanted');
    expect((await stageCounts(ctx)).all).toBe(1);
    for (const code of [draftId, 'APP-0000', ''])
      await expect(applicationForDesk(ctx, code)).rejects.toMatchObject({ code: 'not_found' });
  });
});
