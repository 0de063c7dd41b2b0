import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { uploadParts } from '@/db/schema/intake';
import { newDraftToken } from '@/domain/applications/commands';
import { openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { create as createAt, type Wanted } from '@/platform/testing/tus';
import { type Served, serveUploads } from '../testing';

export let portal: TestPortal;
export let served: Served;

/** A portal of the test file's own whose uploads are served. */
export function uploadsServed(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
    served = await serveUploads(() => portal.stranger());
  });
  afterAll(async () => {
    await served?.close();
    await portal?.close();
  });
}

export const create = (wanted: Wanted) => createAt(served.url, wanted);
export const freshDraft = () => newDraftToken(portal.stranger());

export function pdfOf(bytes: number): Buffer {
  return Buffer.concat([PDF, randomBytes(bytes - PDF.length)]);
}

export async function storedIds(): Promise<string[]> {
  const folder = path.join(portal.folder, 'files');
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

export const partsOf = (url: string) =>
  portal.services.connection.db
    .select({ id: uploadParts.id, start: uploadParts.start, size: uploadParts.size })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, idIn(url)))
    .orderBy(uploadParts.start);

export const idIn = (url: string) => url.split('/').at(-1) ?? '';
export const said = (body: string) => JSON.parse(body) as { code: string; sentence: string };
