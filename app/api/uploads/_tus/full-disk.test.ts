import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { mayMount, runOnSmallDisk } from '@/platform/storage/testing';

// Below the checkout, where it finds its packages.
const BUNDLE = join('build', `test-full-disk-${process.pid}.js`);
const PROGRAM = `
  import { newDraftToken } from '@/domain/applications/commands';
  import { contextFor, openServices } from '@/domain/context';
  import { eraseBytes } from '@/domain/documents/commands';
  import { PDF } from '@/domain/testing/portal';
  import { ask, create, offsetOf, patch } from '@/platform/testing/tus';
  import { documentsIn, serveUploads } from './app/api/uploads/_tus/testing';

  const [databaseUrl, key, keysUrl, storageUrl] = process.argv.slice(2);
  const services = openServices({
    databaseUrl, keysUrl, storageUrl,
    portalKey: Buffer.from(key, 'hex'),
    portal: { url: 'http://portal.test', mailFrom: null },
  });
  const context = () => contextFor({ kind: 'stranger', peer: '' }, services);
  const served = await serveUploads(context);
  const draft = newDraftToken(context());
  const file = Buffer.concat([PDF, Buffer.alloc(2_000_000, 7)]);
  const [half, rest] = [file.subarray(0, 1_000_000), file.subarray(1_000_000)];
  const said = [];

  const first = await create(served.url, { draft, size: file.length });
  const other = await create(served.url, { draft, slot: 'coverLetter', size: 3_000_000 });
  said.push((await patch(first, { draft, offset: 0, body: half })).status);
  said.push((await patch(other, { draft, offset: 0, body: Buffer.concat([PDF, Buffer.alloc(2_500_000)]) })).status);
  const full = await patch(first, { draft, offset: half.length, body: rest, more: { 'accept-language': 'en' } });
  said.push(full.status, JSON.parse(full.body).code, await offsetOf(first, draft), await offsetOf(other, draft));
  await ask(other, { method: 'DELETE', headers: { 'upload-draft': draft } });
  const erased = await services.connection.sql\`select data from jobs.job where name = 'documents.erase-bytes'\`;
  for (const { data } of erased) await eraseBytes(context(), data.versionIds);
  said.push((await patch(first, { draft, offset: half.length, body: rest })).status);
  said.push((await documentsIn(context(), draft)).cv?.bytes.equals(file));
  console.log(JSON.stringify(said));
  process.exit(0);
`;

vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await build({
    stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: 'ts' },
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    alias: { '@': process.cwd() },
    logLevel: 'error',
  });
});
afterAll(async () => {
  await rm(BUNDLE, { force: true });
  await portal?.close();
});

it.skipIf(!mayMount())('a full disk is told as such, and what came before goes on once there is room', async () => {
  const disk = join(portal.folder, 'small-disk');
  await mkdir(disk);
  const { databaseUrl, portalKey, folder } = portal;
  const args = [databaseUrl, portalKey.toString('hex'), join(folder, 'keys'), disk];
  const { output } = await runOnSmallDisk(disk, '4m', BUNDLE, ...args);
  expect(JSON.parse(output)).toEqual([204, 204, 507, 'storage_full', 1_000_000, 2_500_000 + PDF.length, 204, true]);
});
