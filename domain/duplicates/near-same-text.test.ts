import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { textTraces } from '@/db/schema/documents';
import type { MemberActor } from '@/domain/actor';
import { applicantSession, replaceMyDocument } from '@/domain/applications/commands';
import { applicationForDesk } from '@/domain/applications/queries';
import { renderDocument, traceWaitingTexts } from '@/domain/documents/commands';
import { traceOf } from '@/domain/documents/text-traces';
import { eraseMyApplication, withdrawMyApplication } from '@/domain/retention/commands';
import { changePlan, unmask } from '@/domain/reviews/commands';
import type { BlindMode } from '@/domain/reviews/rules';
import { aMember, aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { aLetter, aPdf } from '@/platform/renditions/testing/papers';
import { portalKeys, secretKey } from '@/platform/vault';
import { relativesOf } from './queries';

// Processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal.close());
beforeEach(() => portal.services.connection.sql`delete from applications`);

const STORY = [
  'The water comes on Thursday, early, when only the dogs and the baker are awake. Nobody in the upper street owns a clock that can be trusted, so the baker knocks on the first gate, and the knock is handed down from gate to gate until it reaches the river.',
  'By six every bucket in the village stands in a line. Old Marita counts them aloud, as she has done since the pump was stolen, and writes the number on the wall of the school. On some mornings she counts forty, on others sixty; the year the soldiers came she stopped at nine.',
  'The council says that a new pipe is on its way from the capital. It has been on its way for eleven years, and in that time two mayors, one bishop and a film crew have been photographed beside the hole in which it is to lie.',
];
const STORY_IN_RUSSIAN = [
  'Вода приходит в четверг, рано, когда не спят только собаки и пекарь. Ни у кого на верхней улице нет часов, которым можно верить, поэтому пекарь стучит в первые ворота, и стук передают от ворот к воротам, пока он не дойдёт до реки.',
  'К шести все вёдра деревни стоят в ряд. Старая Марита считает их вслух, как делает с тех пор, как украли насос, и пишет число на стене школы. Иногда по утрам она насчитывает сорок, иногда шестьдесят; в год, когда пришли солдаты, она остановилась на девяти.',
  'Совет говорит, что новая труба уже в пути из столицы. Она в пути одиннадцать лет, и за это время двух мэров, одного епископа и съёмочную группу сфотографировали рядом с ямой, в которой ей лежать.',
];
const OTHER_STORY = [
  'On the train to the border the conductor sells sunflower seeds, batteries and the day before yesterday’s paper. He has a different price for every carriage and remembers each of them, but he cannot remember the name of the town in which he was born, because it has had four.',
  'At the last station the passengers change their money and their language. A woman with a sewing machine on her knees tells me that she crosses twice a week, and that the machine has crossed more often than anybody she knows; it has been inspected by three armies and oiled by one.',
];

type Sent = Awaited<ReturnType<typeof aSentApplication>>;
type File = { name: string; bytes: Buffer };
let count = 0;

/** Somebody who shares nothing with anybody but what is given, with everything rendered. */
async function somebody(writingSample: File, fields: Record<string, string | string[]> = {}): Promise<Sent> {
  count += 1;
  const own = (what: string) => Buffer.concat([PDF, Buffer.from(`%${what} ${count}\n`)]);
  const sent = await aSentApplication(portal, {
    fields: { name: `Person Number${count}`, email: `person${count}@example.org`, ...fields },
    files: {
      cv: { name: 'cv.pdf', bytes: own('cv') },
      coverLetter: { name: 'letter.pdf', bytes: own('letter') },
      writingSample,
    },
  });
  await render(sent.number);
  return sent;
}

async function render(number: string): Promise<void> {
  await portal.services.connection.sql`
    insert into document_checks (version_id, state, checked_at) select id, 'clear', now() from document_versions
    on conflict (version_id) do update set state = 'clear', reason = null, checked_at = now()`;
  await renderDocument(portal.system(), await sampleOf(number));
}

async function sampleOf(number: string): Promise<string> {
  const { documents } = await applicationForDesk(portal.system(), number);
  return documents.find(({ slot }) => slot === 'writing_sample')?.id ?? '';
}

/** Never twice the same file: how far paragraphs stand apart is no word. */
function asText(paragraphs: readonly string[]): File {
  gap += '\n';
  return { name: 'sample.txt', bytes: Buffer.from(paragraphs.join(gap)) };
}
let gap = '\n';

const found = async (sent: Sent, member = editor) =>
  (await relativesOf(portal.as(member), sent.number)).duplicates.map(({ number, reasons }) => ({ number, reasons }));
const traces = () => portal.services.connection.db.select({ versionId: textTraces.versionId }).from(textTraces);

async function ownerOf({ session }: Sent) {
  const applicant = await applicantSession(portal.stranger(), session);
  if (!applicant) throw new Error('no session');
  return portal.as({ kind: 'applicant', ...applicant });
}

describe('a text that says nearly the same', () => {
  it('is found in another kind of file, with the document it is in; a translation and another text are not', async () => {
    const pdf = await somebody({ name: 'Water.pdf', bytes: await aPdf(STORY) });
    const docx = await somebody({ name: 'Wasser.docx', bytes: await aLetter(STORY) });
    const translated = await somebody({ name: 'Вода.pdf', bytes: await aPdf(STORY_IN_RUSSIAN) });
    await somebody(asText(OTHER_STORY));
    const { duplicates } = await relativesOf(portal.as(editor), pdf.number);
    expect(duplicates).toEqual([
      expect.objectContaining({
        number: docx.number,
        reasons: ['text'],
        text: { slot: 'writing_sample', share: expect.closeTo(1, 1) },
      }),
    ]);
    expect(await found(docx)).toEqual([{ number: pdf.number, reasons: ['text'] }]);
    expect(await found(translated)).toEqual([]);
  });

  it('may differ in a few words, but not in half of them', async () => {
    const whole = await somebody(asText(STORY));
    const changed = await somebody(
      asText(STORY.map((part) => part.replace('Marita', 'Nino').replace('eleven', 'ten'))),
    );
    await somebody(asText([...STORY.slice(0, 1), ...OTHER_STORY]));
    expect(await found(whole)).toEqual([{ number: changed.number, reasons: ['text'] }]);
    const [duplicate] = (await relativesOf(portal.as(editor), whole.number)).duplicates;
    expect(duplicate?.text?.share).toBeGreaterThan(0.8);
    expect(duplicate?.text?.share).toBeLessThan(1);
  });

  it('is not said of texts too short to say it', async () => {
    const short = await somebody(asText(['With kind regards,', 'and many thanks for reading what I have written.']));
    await somebody({
      name: 'Regards.pdf',
      bytes: await aPdf(['With kind regards and many thanks for reading what I have written.']),
    });
    expect(await found(short)).toEqual([]);
    expect(await traces()).toEqual([]);
  });

  it('stands after address, name and file, and with them where they hold too', async () => {
    const file = asText(STORY);
    const first = await somebody(file, { name: 'Giorgi Maisuradze', email: 'giorgi@example.org' });
    const byText = await somebody({ name: 'W.docx', bytes: await aLetter(STORY) });
    const byFile = await somebody(file);
    const byName = await somebody(asText(OTHER_STORY), { name: 'Maisuradze Giorgi' });
    const byAddress = await somebody(asText(OTHER_STORY), { email: 'giorgi@example.org' });
    expect(await found(first)).toEqual([
      { number: byAddress.number, reasons: ['address'] },
      { number: byName.number, reasons: ['name'] },
      { number: byFile.number, reasons: ['file', 'text'] },
      { number: byText.number, reasons: ['text'] },
    ]);
  });
});

describe('what may not be told is not told', () => {
  it('beyond one’s regions, or of a conflict of interest', async () => {
    const here = await somebody(asText(STORY), { region: ['armenia'] });
    const there = await somebody(asText(STORY), { region: ['georgia'] });
    expect(await found(here)).toHaveLength(1);
    expect(await found(here, await aMember(portal, [{ role: 'editor', region: 'armenia' }]))).toEqual([]);
    const { id } = await applicationForDesk(portal.system(), there.number);
    expect(await found(here, { ...editor, conflicts: [id] })).toEqual([]);
  });

  it('from a working name to the person, or back', async () => {
    const hidden = await somebody(asText(STORY), { workingName: 'S. Terek', quiet: 'on' });
    const open = await somebody(asText(STORY));
    expect([await found(hidden), await found(open)]).toEqual([[], []]);
  });

  it('where one of the two is read blind, for any reason, until it is unmasked', async () => {
    const reviewer = await aMember(portal, [{ role: 'reviewer' }]);
    const one = await somebody(asText(STORY), { email: 'one@example.org' });
    const other = await somebody(asText(STORY), { email: 'one@example.org' });
    const read = async (blind: BlindMode) =>
      changePlan(portal.system(), portal.callId, {
        reviewersEach: 2,
        automatic: false,
        dueDays: null,
        blind,
        mayUnmask: true,
      });
    await read('reviewers');
    expect([await found(one, reviewer), (await found(one)).length]).toEqual([[], 1]);
    await read('everyone');
    expect([await found(one), await found(other)]).toEqual([[], []]);
    await unmask(portal.as(editor), { number: one.number, reason: 'An address in the text' });
    expect([await found(one), await found(other)]).toEqual([[], []]);
    await unmask(portal.as(editor), { number: other.number, reason: 'An address in the text' });
    expect(await found(one)).toHaveLength(1);
    await read('off');
  });
});

describe('a trace', () => {
  it('says nothing without the portal’s key: other keys make other traces of one text', async () => {
    const version = { id: randomUUID(), applicationKey: secretKey(randomBytes(32)) };
    const text = Buffer.from(STORY.join('\n'));
    const ctx = portal.system();
    const one = traceOf(ctx, version, text)?.bands ?? [];
    const again = traceOf(ctx, { ...version, id: randomUUID() }, text)?.bands;
    const elsewhere = traceOf({ ...ctx, keys: portalKeys(randomBytes(32)) }, version, text)?.bands ?? [];
    expect(again).toEqual(one);
    expect(new Set([...one, ...elsewhere]).size).toBe(32);
  });

  it('is of the newest version only, even when an older one is read late', async () => {
    const first = await somebody(asText(STORY));
    const second = await somebody(asText(STORY));
    const replaced = await sampleOf(second.number);
    const { bytes } = asText(OTHER_STORY);
    await replaceMyDocument(await ownerOf(second), {
      slot: 'writing_sample',
      fileName: 'new.txt',
      bytes: { stream: Readable.from([bytes]) },
    });
    expect(await traces()).toEqual([{ versionId: await sampleOf(first.number) }]);
    await portal.services.connection.sql`delete from document_readings where version_id = ${replaced}`;
    await renderDocument(portal.system(), replaced);
    expect(await traces()).toEqual([{ versionId: await sampleOf(first.number) }]);
    await render(second.number);
    expect(await traces()).toHaveLength(2);
    const third = await somebody(asText(OTHER_STORY));
    expect([await found(first), (await found(third))[0]?.number]).toEqual([[], second.number]);
  });

  it('counts no longer once its application is withdrawn, and goes with it when that is erased', async () => {
    const [stays, goes] = [await somebody(asText(STORY)), await somebody(asText(STORY))];
    const versionId = await sampleOf(goes.number);
    await withdrawMyApplication(await ownerOf(goes), {});
    expect(await found(stays)).toEqual([]);
    await eraseMyApplication(await ownerOf(goes));
    const db = portal.services.connection.db;
    expect(await db.select().from(textTraces).where(eq(textTraces.versionId, versionId))).toEqual([]);
    expect(await traces()).toHaveLength(1);
  });

  it('that is damaged takes no other along', async () => {
    const [first, second, damaged] = [
      await somebody(asText(STORY)),
      await somebody(asText(STORY)),
      await somebody(asText(STORY)),
    ];
    await portal.services.connection.sql`
      update text_traces set sealed_sketch = set_byte(sealed_sketch, 40, get_byte(sealed_sketch, 40) # 1)
      where version_id = ${await sampleOf(damaged.number)}`;
    expect(await found(first)).toEqual([{ number: second.number, reasons: ['text'] }]);
    expect(await found(damaged)).toEqual([]);
  });

  it('is made later of what was read before there were traces; a text that is lost stops no other', async () => {
    const [first, second, lost] = [
      await somebody(asText(STORY)),
      await somebody(asText(STORY)),
      await somebody(asText(STORY)),
    ];
    await somebody(asText(['Too', 'short.']));
    const { sql } = portal.services.connection;
    // As the portal was before, and then through the migration itself.
    await sql`drop table text_trace_bands, text_traces`;
    await sql.unsafe(await readFile(new URL('../../db/migrations/0015_text_traces.sql', import.meta.url), 'utf8'));
    const [text] = await sql`
      select id from document_renditions where kind = 'text' and version_id = ${await sampleOf(lost.number)}`;
    await portal.services.storage.remove(String(text?.id));
    expect(await found(first)).toEqual([]);
    await traceWaitingTexts(portal.system());
    expect(await found(first)).toEqual([{ number: second.number, reasons: ['text'] }]);
    expect(await traces()).toHaveLength(2);
  });
});
