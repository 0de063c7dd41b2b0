import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDraftToken, openDraft } from '@/domain/applications/commands';
import { draftDocuments } from '@/domain/applications/queries';
import { openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { receiveDocument, removeDocument } from './commands';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

it('leaves the file that has taken the place of the one that was meant', async () => {
  const ctx = portal.stranger();
  const { applicationId } = await openDraft(ctx, { token: newDraftToken(ctx), callId: portal.callId, locale: 'en' });
  const arrival = (fileName: string) =>
    receiveDocument(ctx, { applicationId, slot: 'cv', fileName, bytes: { stream: Readable.from([PDF]) } });
  const first = await arrival('first.pdf');
  const second = await arrival('second.pdf');
  const names = async () => (await draftDocuments(ctx, applicationId)).map(({ name }) => name);

  await removeDocument(ctx, { applicationId, slot: 'cv', versionId: first.versionId });
  await removeDocument(ctx, { applicationId, slot: 'cv', versionId: randomUUID() });
  expect(await names()).toEqual(['second.pdf']);

  await removeDocument(ctx, { applicationId, slot: 'cv', versionId: second.versionId });
  expect(await names()).toEqual([]);
});
