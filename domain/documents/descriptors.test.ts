import { readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '@/domain/actor';
import { applicationForDesk, myHoldings } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { openOriginal } from './commands';

vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal?.close());

/** Stored files that this process holds open. */
async function openFiles(): Promise<number> {
  const places = await Promise.all(
    (await readdir('/proc/self/fd')).map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')),
  );
  return places.filter((place) => place.startsWith(path.join(portal.folder, 'files'))).length;
}

async function aLongCv() {
  const text = 'The water comes on Thursday.\n'.repeat(150_000);
  const { number } = await aSentApplication(portal, { files: { cv: { name: 'cv.txt', bytes: Buffer.from(text) } } });
  await portal.services.connection.sql`
    insert into document_checks (version_id, state, checked_at) select id, 'clear', now() from document_versions
    on conflict (version_id) do update set state = 'clear', reason = null, checked_at = now()`;
  const editor = portal.as(await aMember(portal));
  const [cv] = (await applicationForDesk(editor, number)).documents;
  return { id: cv?.id ?? '', number, editor };
}

test.runIf(process.platform === 'linux')('a reader who goes away leaves no file open', async () => {
  const { id, number, editor } = await aLongCv();
  for (let time = 0; time < 5; time += 1) {
    const { stream } = await openOriginal(editor, id);
    const reader = (Readable.toWeb(Readable.from(stream)) as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).value?.length).toBeGreaterThan(0);
    expect(await openFiles()).toBe(1);
    await reader.cancel();
    await expect.poll(openFiles).toBe(0);
  }
  const [row] = await portal.services.connection.sql`select id from applications where number = ${number}`;
  const { files } = await myHoldings(portal.as({ kind: 'applicant', applicationId: row?.id } as Actor));
  for (const file of files) for await (const _ of file.read()) break;
  await expect.poll(openFiles).toBe(0);
});

test.runIf(process.platform === 'linux')('a file for an archive is closed, read or not', async () => {
  const { id, number } = await aLongCv();
  const [row] = await portal.services.connection.sql`select id from applications where number = ${number}`;
  const { files } = await myHoldings(portal.as({ kind: 'applicant', applicationId: row?.id } as Actor));
  for (const isRead of [true, false]) {
    const [cv] = await Promise.all(files.filter(({ slot }) => slot === 'cv').map((file) => file.forArchive()));
    expect(await openFiles()).toBe(1);
    if (isRead) for await (const _ of cv?.bytes ?? []) break;
    await cv?.close();
    expect(cv?.isWhole()).toBe(false);
    await expect.poll(openFiles).toBe(0);
  }
  await portal.services.storage.remove(id);
  const left: string[] = [];
  for (const { slot, forArchive } of files) {
    const file = await forArchive();
    await file?.close();
    if (file) left.push(slot);
  }
  expect(left).toEqual(['cover_letter', 'writing_sample']);
});

test.runIf(process.platform === 'linux')('an original that nobody begins to read is not opened', async () => {
  const { id, editor } = await aLongCv();
  await openOriginal(editor, id);
  expect(await openFiles()).toBe(0);
});

test('an original whose bytes are lost is a fault before the first byte', async () => {
  const { id, editor } = await aLongCv();
  await portal.services.storage.remove(id);
  await expect(openOriginal(editor, id)).rejects.toMatchObject({ name: 'StorageError', code: 'not_found' });
});
