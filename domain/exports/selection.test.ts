import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { checkDocument } from '@/domain/documents/commands';
import { mergeApplications } from '@/domain/duplicates/commands';
import { foldReadBlind } from '@/domain/duplicates/testing';
import { score } from '@/domain/reviews/commands';
import { ALL } from '@/domain/reviews/testing';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { exportApplications } from './commands';
import type { ExportInput } from './input';
import { memberOf, namesIn, proveFor } from './testing';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
  await proveFor(portal, editor, 'b');
});
afterAll(() => portal.close());

async function take(selection: ExportInput['selection'], format: ExportInput['format'] = 'json', actor = editor) {
  const { stream } = await exportApplications(portal.as(actor), { format, selection, browser: 'b' });
  return Buffer.concat(await Readable.from(stream).toArray());
}

type Taken = { number: string; foldedInto: string };

async function taken(selection: ExportInput['selection'], actor = editor): Promise<[string, string][]> {
  const ones: Taken[] = JSON.parse((await take(selection, 'json', actor)).toString('utf8'));
  return ones.map(({ number, foldedInto }) => [number, foldedInto]);
}

async function sent(...region: string[]): Promise<string> {
  return (await aSentApplication(portal, { fields: { region } })).number;
}

async function fold(folded: string, primary: string): Promise<void> {
  await mergeApplications(portal.as(editor), { primary, folded });
}

it('a view ordered by scores leaves whole, also for who has scored none of it', async () => {
  const [first, second] = [await sent('north-caucasus'), await sent('north-caucasus')];
  const reader = await aMember(portal, [{ role: 'reviewer' }]);
  await score(portal.as(reader), { number: second, scores: ALL, finish: true });
  for (const order of ['score', 'spread', 'newest'] as const) {
    const whole = await taken({ query: { regions: ['north-caucasus'], order } });
    expect(whole.map(([number]) => number)).toEqual([first, second]);
  }
});

describe('what is folded under an application', () => {
  it('leaves behind it, and says under which', async () => {
    const [folded, primary, other] = [await sent('armenia'), await sent('armenia'), await sent('armenia')];
    await fold(folded, primary);
    const whole = [
      [primary, ''],
      [folded, primary],
    ];
    expect(await taken({ query: { regions: ['armenia'] } })).toEqual([...whole, [other, '']]);
    expect(await taken({ numbers: [primary] })).toEqual(whole);
    expect(await taken({ numbers: [folded, primary] })).toEqual(whole);
    expect(await taken({ numbers: [folded] })).toEqual([[folded, primary]]);
  });

  it('brings its documents, and its line in the table', async () => {
    const [folded, primary] = [await sent('azerbaijan'), await sent('azerbaijan')];
    await fold(folded, primary);
    const { documents } = await applicationForDesk(portal.as(editor), folded);
    for (const { id } of documents) await checkDocument(portal.system(), id);
    const bytes = await take({ numbers: [primary] }, 'zip');
    expect(await namesIn(bytes)).toEqual([
      `${primary}/application.json`,
      ...['application.json', '1-cv.pdf', '2-cover_letter.pdf', '3-writing_sample.pdf'].map(
        (name) => `${folded}/${name}`,
      ),
      'applications.csv',
      'left-out.csv',
    ]);
    const [head = '', first, second] = (await memberOf(bytes, 'applications.csv')).split('\r\n');
    expect(head.split(',').at(-1)).toBe('foldedInto');
    expect(first).toMatch(new RegExp(`^${primary},.+,false,$`));
    expect(second).toMatch(new RegExp(`^${folded},.+,false,${primary}$`));
  });

  it('stays where the member may not decide on it', async () => {
    const [folded, primary] = [await sent('georgia'), await sent('georgia')];
    await fold(folded, primary);
    const { id } = await applicationForDesk(portal.as(editor), folded);
    const conflicted = { ...editor, conflicts: [id] };
    expect(await taken({ numbers: [primary] }, conflicted)).toEqual([[primary, '']]);
    await expect(taken({ numbers: [folded] }, conflicted)).rejects.toMatchObject({ code: 'nothing_to_export' });
  });

  it('is not told of, nor of what it is under, to whoever reads one of both blind', async () => {
    const { looked, other, earlier, later } = await foldReadBlind(portal);
    for (const actor of [looked, other]) await proveFor(portal, actor, 'b');
    const both = [
      [later, ''],
      [earlier, later],
    ];
    expect(await taken({ numbers: [later] }, looked)).toEqual(both);
    expect(await taken({ numbers: [later] }, other)).toEqual([[later, '']]);
    expect(await taken({ numbers: [earlier] }, other)).toEqual([[earlier, '']]);
    expect((await take({ numbers: [later] }, 'zip', other)).includes(earlier)).toBe(false);
  });
});
