import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { callBySlug } from './queries';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

it('finds a call by its slug', async () => {
  expect(await callBySlug(portal.stranger(), 'regional-specialists')).toMatchObject({ id: portal.callId });
});

it.each(['nothing', 'regional\0specialists', 'ა', ''])('has nothing under %j', async (slug) => {
  await expect(callBySlug(portal.stranger(), slug)).rejects.toMatchObject({ code: 'not_found' });
});
