import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CALL, INBOXES, PUBLICATION } from '@/db/seed/regional-specialists';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { callsForDesk } from '@/domain/calls/queries';
import { openServices, type Services, systemContext } from '@/domain/context';
import { allInboxes, isSeeded } from '@/domain/settings/queries';
import { seed } from './seed';

let database: TestDatabase;
let folder: string;
let services: Services;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'redaktion-test-'));
  services = openServices({
    databaseUrl: database.url,
    portalKey: randomBytes(32),
    keysUrl: join(folder, 'keys'),
    storageUrl: join(folder, 'files'),
    portal: { url: 'http://portal.test', mailFrom: null },
    connections: 2,
  });
});

afterEach(async () => {
  await services.connection.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function found() {
  const ctx = systemContext('test', services);
  const [inboxes, calls] = [await allInboxes(ctx), await callsForDesk(ctx)];
  return {
    isSeeded: await isSeeded(ctx),
    inboxes: inboxes.map(({ address }) => address).toSorted(),
    calls: calls.map(({ slug }) => slug),
  };
}

test('a first start that is cut off at its last step leaves nothing that the next one would add again', async () => {
  const { sql } = database.connection;
  const administrator = PUBLICATION.privacyContact;
  await sql`alter table publications add constraint cut_off check (false)`;
  await expect(seed(systemContext('seed', services), { administrator })).rejects.toThrow();
  expect(await found()).toEqual({ isSeeded: false, inboxes: [], calls: [] });

  await sql`alter table publications drop constraint cut_off`;
  await seed(systemContext('seed', services), { administrator });
  const addresses = INBOXES.map(({ address }) => address).toSorted();
  expect(await found()).toEqual({ isSeeded: true, inboxes: addresses, calls: [CALL.slug] });
});
