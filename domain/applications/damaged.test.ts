import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '@/domain/context';
import { outboxFor } from '@/domain/messages/queries';
import { damageKey } from '@/domain/testing/damage';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { indexForgottenWords } from './commands';
import { traceMissingNames } from './name-traces';
import { queueFor } from './queries';
import { keysOf } from './sealing';

let portal: TestPortal;
let whole = '';
let damaged = '';
let keyless = '';
let editor: Ctx;

beforeAll(async () => {
  portal = await openTestPortal();
  const send = async (name: string) => (await aSentApplication(portal, { fields: { name } })).number;
  [whole, damaged, keyless] = [await send('Whole Person'), await send('Damaged Person'), await send('Other Person')];
  editor = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  const { sql } = portal.services.connection;
  await sql`update applications set sealed_answers = set_byte(sealed_answers, 40, get_byte(sealed_answers, 40) # 1)
    where number = ${damaged}`;
  await sql`update outbox set sealed_params = set_byte(sealed_params, 40, get_byte(sealed_params, 40) # 1)
    where recipient_kind = 'applicant' and application_id = (select id from applications where number = ${damaged})`;
  const [row] = await sql`select id from applications where number = ${keyless}`;
  await damageKey(portal, String(row?.id));
});
afterAll(() => portal.close());

test('an application that cannot be opened stands in the list by its number, and the others as ever', async () => {
  const { entries } = await queueFor(editor, { order: 'longest' });
  expect(entries.map(({ number, name }) => [number, name])).toEqual([
    [whole, 'Whole Person'],
    [damaged, damaged],
    [keyless, keyless],
  ]);
});

test('a mail that cannot be opened stands in the outbox without its words, and the others as ever', async () => {
  const { waiting } = await outboxFor(editor);
  const toApplicants = waiting.filter(({ to }) => to.kind === 'applicant');
  expect(toApplicants.map(({ number, to, subject }) => [number, to.address, subject !== null])).toEqual(
    expect.arrayContaining([
      [whole, 'ketevan@example.org', true],
      [damaged, '', false],
      [keyless, '', false],
    ]),
  );
});

test('one that cannot be opened keeps no other from being found: by its words, and by another of the same name', async () => {
  const { sql } = portal.services.connection;
  await sql`delete from name_traces`;
  await sql`delete from application_words`;
  expect(await traceMissingNames(portal.system())).toBe(1);
  expect(await indexForgottenWords(portal.system())).toBe(1);
  const rows =
    await sql`select a.number, (select count(*)::int > 0 from application_words where application_id = a.id) as found
    from name_traces join applications a on a.id = application_id`;
  expect([...rows]).toEqual([{ number: whole, found: true }]);
});

test('one whose key is damaged is not among those a list can open, and the others are', async () => {
  const { sql } = portal.services.connection;
  const rows = await sql`select id, number from applications order by submitted_at`;
  const keys = await keysOf(
    editor,
    rows.map(({ id }) => id),
  );
  expect(rows.filter(({ id }) => keys.has(id)).map(({ number }) => number)).toEqual([whole, damaged]);
});
