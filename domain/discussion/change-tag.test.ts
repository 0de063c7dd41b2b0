import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { saveView } from '@/domain/applications/commands';
import { queueFor, savedViews } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { addTag, deleteTag, renameTag } from './commands';
import { discussionOf, knownTags } from './queries';

let portal: TestPortal;
let editor: MemberActor;
let armenian: MemberActor;
let reviewer: MemberActor;
let here: string;
let other: string;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  armenian = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
});
afterAll(() => portal.close());
beforeEach(async () => {
  const { sql } = portal.services.connection;
  await sql`delete from tags`;
  here = (await aSentApplication(portal, { fields: { region: ['armenia'] } })).number;
  other = (await aSentApplication(portal, { fields: { region: ['georgia'] } })).number;
});

const tagged = async (number: string, name: string) => (await addTag(portal.as(editor), { number, name })).tagId;
const tagsOn = async (number: string) => (await discussionOf(portal.as(editor), number)).tags.map(({ name }) => name);

async function trail(tagId: string) {
  return portal.services.connection.sql`
    select verb, details from audit_events where subject_kind = 'tag' and subject_id = ${tagId}`;
}

describe('a tag', () => {
  it('is renamed on every application that carries it, on record', async () => {
    const tagId = await tagged(here, 'urgnet');
    await tagged(other, 'urgnet');
    expect(await renameTag(portal.as(editor), { number: here, tagId, name: ' Urgent ' })).toEqual({ tagId });
    expect([await tagsOn(here), await tagsOn(other)]).toEqual([['Urgent'], ['Urgent']]);
    expect(await trail(tagId)).toEqual([{ verb: 'tag.renamed', details: {} }]);
    await renameTag(portal.as(editor), { number: here, tagId, name: 'URGENT' });
    expect(await tagsOn(here)).toEqual(['URGENT']);
  });

  it('becomes the one whose name it is given, whatever its case, for saved views too', async () => {
    const urgnet = await tagged(here, 'urgnet');
    const urgent = await tagged(other, 'urgent');
    await tagged(here, 'urgent');
    await tagged(here, 'sport');
    const ctx = portal.as(editor);
    await saveView(ctx, { name: 'Burning', query: `view=all&tag=${urgnet}&order=newest`, isShared: false });
    expect(await renameTag(ctx, { number: here, tagId: urgnet, name: 'Urgent' })).toEqual({ tagId: urgent });
    expect([await tagsOn(here), await tagsOn(other)]).toEqual([['sport', 'urgent'], ['urgent']]);
    expect((await knownTags(ctx)).map(({ name }) => name)).toEqual(['sport', 'urgent']);
    expect((await savedViews(ctx)).map(({ query }) => query)).toEqual([`view=all&tag=${urgent}&order=newest`]);
    expect(await trail(urgnet)).toEqual([{ verb: 'tag.merged', details: { into: urgent } }]);
  });

  it('is deleted everywhere, on record; what carried it stays', async () => {
    const tagId = await tagged(here, 'old');
    await tagged(other, 'old');
    const ctx = portal.as(editor);
    await deleteTag(ctx, { number: here, tagId });
    expect([await tagsOn(here), await tagsOn(other), await knownTags(ctx)]).toEqual([[], [], []]);
    const left = (await queueFor(ctx, { limit: 200 })).entries.map(({ number }) => number);
    expect(left).toEqual(expect.arrayContaining([here, other]));
    expect(await trail(tagId)).toEqual([{ verb: 'tag.deleted', details: {} }]);
    await expect(deleteTag(ctx, { number: here, tagId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is changed by nobody who only reads, or decides on a part of what carries it', async () => {
    const tagId = await tagged(here, 'shared');
    await tagged(other, 'shared');
    for (const [member, code] of [
      [reviewer, 'not_allowed'],
      [armenian, 'tag_elsewhere'],
    ] as const) {
      const ctx = portal.as(member);
      await expect(renameTag(ctx, { number: here, tagId, name: 'mine' })).rejects.toMatchObject({ code });
      await expect(deleteTag(ctx, { number: here, tagId })).rejects.toMatchObject({ code });
      if (member === armenian)
        await expect(deleteTag(ctx, { number: other, tagId })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect([await tagsOn(here), await tagsOn(other)]).toEqual([['shared'], ['shared']]);
    const own = await tagged(here, 'own');
    await renameTag(portal.as(armenian), { number: here, tagId: own, name: 'ours' });
    expect(await tagsOn(here)).toEqual(['ours', 'shared']);
  });

  it('is refused a name that no tag may have', async () => {
    const tagId = await tagged(here, 'fine');
    for (const name of ['', 'ask a@b.example', 'x'.repeat(41)])
      await expect(renameTag(portal.as(editor), { number: here, tagId, name })).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });
});
