import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sentTo } from '@/domain/testing/at-work';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { claimStores } from './commands';
import { portalId, readiness } from './queries';

const STORES = [
  ['keys', 'keys'],
  ['files', 'store'],
] as const;

let portal: TestPortal;
let ours: string;
beforeEach(async () => {
  portal = await openTestPortal();
  ours = await portalId(portal.system());
});
afterEach(() => portal.close());

const claim = () => claimStores(portal.system());
const ready = () => readiness(portal.stranger());
const markOf = (store: string) => readFile(join(portal.folder, store, 'portal'), 'utf8');

it('notes in new stores whose they are, and is ready from then on', async () => {
  expect(await ready()).toEqual({ database: 'ok', store: 'down', keys: 'down' });
  expect(await claim()).toBeNull();
  expect(await claim()).toBeNull();
  for (const [store] of STORES) expect(await markOf(store)).toBe(`${ours}\n`);
  expect(await ready()).toEqual({ database: 'ok', store: 'ok', keys: 'ok' });
  for (const [store] of STORES) expect(await readdir(join(portal.folder, store, 'tmp'))).toEqual([]);
});

it('takes stores from before they were noted', async () => {
  await sentTo(portal);
  expect(await claim()).toBeNull();
  for (const [store] of STORES) expect(await markOf(store)).toBe(`${ours}\n`);
});

it.each(STORES)('takes no %s of another portal, and is not ready with them', async (store, part) => {
  const other = randomUUID();
  await claim();
  await writeFile(join(portal.folder, store, 'portal'), other);
  expect(await claim()).toEqual({ store, trouble: 'of_another', portalId: ours });
  expect(await markOf(store)).toBe(other);
  expect(await ready()).toMatchObject({ database: 'ok', [part]: 'down' });
});

it.each(STORES)('takes no empty folder for the %s that its database knows', async (store, part) => {
  await sentTo(portal);
  await claim();
  const folder = join(portal.folder, store);
  await rename(folder, `${folder}.away`);
  await mkdir(folder);
  expect(await claim()).toEqual({ store, trouble: 'empty', portalId: ours });
  expect(await ready()).toMatchObject({ database: 'ok', [part]: 'down' });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
  await rename(`${folder}.away`, folder);
  expect(await claim()).toBeNull();
  expect(await ready()).toEqual({ database: 'ok', store: 'ok', keys: 'ok' });
});

it('is not ready where a store takes no files', async () => {
  await claim();
  await writeFile(join(portal.folder, 'files', 'tmp.new'), '');
  await rm(join(portal.folder, 'files', 'tmp'), { recursive: true });
  await rename(join(portal.folder, 'files', 'tmp.new'), join(portal.folder, 'files', 'tmp'));
  expect(await ready()).toEqual({ database: 'ok', store: 'down', keys: 'ok' });
});

it('lets nobody but the portal itself claim a store', async () => {
  await expect(claimStores(portal.stranger())).rejects.toMatchObject({ code: 'not_found' });
});
