import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { contextFor, openServices, type Services } from '@/domain/context';
import { receiveDocument } from '@/domain/documents/commands';
import { aSentApplication, openTestPortal, PDF, postForm, type TestPortal } from '@/domain/testing/portal';

let portal: TestPortal;
let services: Services;

/** Waits for the disk as a real portal's database does, and writes down of every row with which promise it was committed. */
beforeAll(async () => {
  portal = await openTestPortal();
  const { sql } = portal.services.connection;
  await sql`create table promised (number int generated always as identity, about text, setting text)`;
  await sql`create function write_promise() returns trigger language plpgsql as
    'begin insert into promised (about, setting) values (tg_table_name, current_setting(''synchronous_commit'')); return null; end'`;
  for (const table of ['applications', 'document_versions', 'outbox', 'applicant_sessions', 'attempts'])
    await sql`create constraint trigger promise after insert or update on ${sql(table)}
      deferrable initially deferred for each row execute function write_promise()`;
  await sql.unsafe(`alter database ${new URL(portal.databaseUrl).pathname.slice(1)} set synchronous_commit to on`);
  const { folder, databaseUrl, portalKey } = portal;
  services = openServices({
    databaseUrl,
    portalKey,
    keysUrl: path.join(folder, 'keys'),
    storageUrl: path.join(folder, 'files'),
    portal: portal.services.portal,
  });
});
beforeEach(() => services.connection.sql`truncate promised`);
afterAll(async () => {
  await services.connection.close();
  await portal.close();
});

async function promises(): Promise<string[]> {
  const rows = await services.connection.sql`select about, setting from promised order by number`;
  return rows.map(({ about, setting }) => `${about} ${setting}`);
}

const stranger = () => contextFor({ kind: 'stranger', peer: 'somebody' }, services);

it('a sent form waits for the disk once, where it is sent, and that comes after all else', async () => {
  await postForm(stranger());
  const seen = await promises();
  const isCount = (line: string) => line.startsWith('attempts');
  expect(seen.filter((line) => !isCount(line))).toEqual([
    'applications off',
    'document_versions off',
    'document_versions off',
    'document_versions off',
    'applications off',
    'applications on',
    'outbox on',
    'outbox on',
    'applicant_sessions off',
  ]);
  expect(new Set(seen.filter(isCount))).toEqual(new Set(['attempts off']));
});

it('a form that is not complete is on the disk before anybody is told what has arrived', async () => {
  await postForm(stranger(), { fields: { name: '' } });
  const seen = await promises();
  expect(seen.filter((line) => line === 'document_versions off')).toHaveLength(3);
  expect(seen.at(-1)).toBe('applications on');
});

it('a document that comes by itself waits for the disk', async () => {
  await aSentApplication(portal);
  const [{ id } = { id: '' }] = await services.connection.sql`select id from applications where state = 'submitted'`;
  await services.connection.sql`truncate promised`;
  const again = { applicationId: id, slot: 'cv', fileName: 'CV.pdf', into: 'submitted' } as const;
  await receiveDocument(stranger(), { ...again, bytes: { stream: Readable.from([PDF]) } });
  expect(await promises()).toEqual(['document_versions on']);
});
