import { afterAll, beforeAll, expect, it } from 'vitest';
import { applicantSession, showMyName } from '@/domain/applications/commands';
import { applicationForDesk, myApplication, queueFor } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

async function aQuietApplicant(workingName: string): Promise<{ ctx: Ctx; number: string }> {
  const { number, session } = await aSentApplication(portal, { fields: { quiet: 'on', workingName } });
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const { applicationId, sessionHash } = found;
  return { ctx: portal.as({ kind: 'applicant', applicationId, sessionHash }), number };
}

async function onTheDesk(number: string) {
  const ctx = portal.as(await aMember(portal));
  const { name, email, timeline } = await applicationForDesk(ctx, number);
  const entry = (await queueFor(ctx, {})).entries.find((one) => one.number === number);
  return { name, email, inQueue: entry?.name, verbs: timeline.map((line) => line.verb) };
}

it('shows editors a working name until the applicant lifts it, then name and address', async () => {
  const { ctx, number } = await aQuietApplicant('Quince');
  expect(await onTheDesk(number)).toMatchObject({ name: 'Quince', email: null, inQueue: 'Quince' });
  expect((await myApplication(ctx)).workingName).toEqual({ name: 'Quince', lifted: false });

  await showMyName(ctx);
  expect(await onTheDesk(number)).toMatchObject({
    name: 'ქეთევან მთისძირელი',
    email: 'ketevan@example.org',
    inQueue: 'ქეთევან მთისძირელი',
  });
  expect(await myApplication(ctx)).toMatchObject({ workingName: { name: 'Quince', lifted: true }, quiet: true });
});

it('notes it once in the trail, however often it is pressed', async () => {
  const { ctx, number } = await aQuietApplicant('Walnut');
  await showMyName(ctx);
  await showMyName(ctx);
  expect((await onTheDesk(number)).verbs.filter((verb) => verb === 'name.shown')).toHaveLength(1);
});

it('has nothing to lift where no working name was given', async () => {
  const { ctx, number } = await aQuietApplicant('');
  await showMyName(ctx);
  expect((await onTheDesk(number)).verbs).not.toContain('name.shown');
  expect((await myApplication(ctx)).workingName).toBeNull();
});

it('is refused to everybody else', async () => {
  await aQuietApplicant('Medlar');
  await expect(showMyName(portal.stranger())).rejects.toMatchObject({ code: 'not_found' });
  await expect(showMyName(portal.as(await aMember(portal)))).rejects.toMatchObject({ code: 'not_found' });
});
