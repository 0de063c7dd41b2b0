import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { closeServices } from '@/domain/context';
import { askQuestion, newQuestionToken } from '@/domain/questions/commands';
import { aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { POST } from './route';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
beforeEach(() => {
  vi.stubEnv('PORTAL_URL', 'http://portal.test');
  vi.stubEnv('DATABASE_URL', portal.databaseUrl);
  vi.stubEnv('PORTAL_KEY', portal.portalKey.toString('hex'));
  vi.stubEnv('STORAGE_URL', path.join(portal.folder, 'files'));
  vi.stubEnv('KEYS_URL', path.join(portal.folder, 'keys'));
});
afterAll(async () => {
  await closeServices();
  await portal?.close();
});

async function enter(code: string): Promise<number> {
  const request = new Request('http://portal.test/en/my', {
    method: 'POST',
    body: new URLSearchParams({ code }),
    headers: { 'x-portal-peer': 'an-office', 'sec-fetch-site': 'same-origin' },
  });
  return (await POST(request, { params: Promise.resolve({ locale: 'en' }) })).status;
}

it('takes the code of a question for no wrong receipt code, and opens for a right one whatever was typed before', async () => {
  const stranger = portal.stranger();
  const asker = { locale: 'en' as const, name: 'Nino', email: '', text: 'Does a photo essay fit?' };
  const question = await askQuestion(stranger, { token: newQuestionToken(stranger), ...asker });
  const application = await aSentApplication(portal);
  for (let time = 0; time < 21; time += 1) expect(await enter(question.code)).toBe(303);
  expect(await enter(application.code)).toBe(303);
  for (let time = 0; time < 20; time += 1) expect(await enter('0000 0000 0000 0000')).toBe(404);
  expect(await enter('0000 0000 0000 0000')).toBe(429);
  for (const { code } of [question, application]) expect(await enter(code)).toBe(303);
}, 60_000);
