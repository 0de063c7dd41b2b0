import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { newDraftToken } from '@/domain/applications/commands';
import { sweepOrphans } from '@/domain/documents/commands';
import { sweepUploads } from '@/domain/intake/commands';
import { openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { inheritedEnvironment } from '@/platform/env';
import { create, offsetOf, patch } from '@/platform/testing/tus';
import { documentsIn, type Served, serveUploads } from './testing';

// Below the checkout, where it finds its packages.
const BUNDLE = join('build', `test-uploads-${process.pid}.js`);
const PROGRAM = `
  import { contextFor } from '@/domain/context';
  import { env } from '@/platform/env';
  import { configureFailpoints } from '@/platform/failpoint';
  import { serveUploads } from './app/api/uploads/_tus/testing';
  configureFailpoints(env().PORTAL_FAILPOINTS);
  const { url } = await serveUploads(() => contextFor({ kind: 'stranger', peer: '' }));
  process.send(url);
`;

vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
let served: Served;
beforeAll(async () => {
  portal = await openTestPortal();
  served = await serveUploads(() => portal.stranger());
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
  await served?.close();
  await portal?.close();
});

/** Another web process of the same portal, which dies at the place named. */
async function startDying(place: string): Promise<{ url: string; isDead: Promise<unknown> }> {
  const child = fork(BUNDLE, [], {
    env: {
      ...inheritedEnvironment(),
      DATABASE_URL: portal.databaseUrl,
      PORTAL_KEY: portal.portalKey.toString('hex'),
      PORTAL_URL: 'http://portal.test',
      KEYS_URL: join(portal.folder, 'keys'),
      STORAGE_URL: join(portal.folder, 'files'),
      DATA_DIR: portal.folder,
      LOG_LEVEL: 'silent',
      PORTAL_FAILPOINTS: `${place}=kill`,
    },
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const isDead = once(child, 'exit');
  const [url] = await once(child, 'message');
  return { url: String(url), isDead };
}

const file = Buffer.concat([PDF, randomBytes(900_000)]);
const HALF = 500_000;

test.each([
  ['upload.part-stored', HALF],
  ['upload.part-kept', file.length],
  ['storage.written', HALF],
  ['storage.renamed', HALF],
  ['upload.whole', file.length],
  ['document.stored', file.length],
])('killed at %s, nothing acknowledged is lost and the file arrives', async (place, onDisk) => {
  const draft = newDraftToken(portal.stranger());
  const url = await create(served.url, { draft, size: file.length, filename: 'CV.pdf' });
  await patch(url, { draft, offset: 0, body: file.subarray(0, HALF) });
  const dying = await startDying(place);
  const there = new URL(new URL(url).pathname, dying.url).href;
  await expect(patch(there, { draft, offset: HALF, body: file.subarray(HALF) })).rejects.toThrow();
  await dying.isDead;

  const offset = await offsetOf(url, draft);
  expect(offset).toBe(onDisk);
  if (offset < file.length) await patch(url, { draft, offset, body: file.subarray(offset) });
  expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
});

test('what arrived whole before the process died becomes a document though its sender never asks again', async () => {
  const draft = newDraftToken(portal.stranger());
  const dying = await startDying('upload.whole');
  const url = await create(dying.url, { draft, size: file.length, filename: 'CV.pdf' });
  await patch(url, { draft, offset: 0, body: file.subarray(0, HALF) });
  await expect(patch(url, { draft, offset: HALF, body: file.subarray(HALF) })).rejects.toThrow();
  await dying.isDead;
  expect(await documentsIn(portal.stranger(), draft)).toEqual({});
  const later = portal.system(new Date(Date.now() + 3_600_000));
  await sweepUploads(later);
  expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
});

test('the sweep for lost bytes leaves what belongs to an open upload', async () => {
  const draft = newDraftToken(portal.stranger());
  const url = await create(served.url, { draft, size: file.length, filename: 'CV.pdf' });
  await patch(url, { draft, offset: 0, body: file.subarray(0, HALF) });
  await sweepOrphans(portal.system(), -1000);
  await patch(url, { draft, offset: HALF, body: file.subarray(HALF) });
  expect((await documentsIn(portal.stranger(), draft)).cv?.bytes.equals(file)).toBe(true);
});
