import type { Page } from '@playwright/test';
import { apply, inventApplicant } from '../support/applicant';
import { inviteSomebody, openApplication, signIn, untilReadable } from '../support/member';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

function facts(page: Page) {
  return page.getByRole('complementary', { name: 'Application' });
}

test('two members see each other read, and of two answers at once neither is lost', async ({ personWith, desk }) => {
  const { number } = await apply(await personWith(), await inventApplicant());
  const { address, name } = await inviteSomebody(desk);
  const colleague = await personWith();
  await signIn(colleague, address);
  await openApplication(desk, number);
  await untilReadable(desk);
  const isPresent = desk.waitForResponse((answer) => answer.url().endsWith(`/${number}/presence`) && answer.ok());
  await desk.reload();
  await isPresent;

  await openApplication(colleague, number);
  await expect(colleague.getByRole('status').filter({ hasText: 'is reading this too' })).toBeVisible();
  await desk.reload();
  await expect(desk.getByRole('status').filter({ hasText: `${name} is reading this too` })).toBeVisible();

  for (const page of [desk, colleague]) await facts(page).getByRole('link', { name: 'Invite' }).click();
  await desk.getByLabel('Text of the answer').fill('Words of the administrator.');
  await colleague.getByLabel('Text of the answer').fill('Words of the colleague.');
  await desk.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(facts(desk)).toContainText('waits in the outbox');
  await colleague.getByRole('button', { name: 'Keep in outbox' }).click();
  const theirs = colleague.getByRole('region', { name: 'Two answers at once' });
  await expect(theirs).toContainText('Words of the administrator.');
  await expect(colleague.getByLabel('Text of the answer')).toHaveValue('Words of the colleague.');
});

test('of two members who move an application at once, the second is told what the first did', async ({
  personWith,
  desk,
}) => {
  const { number } = await apply(await personWith(), await inventApplicant());
  const { address } = await inviteSomebody(desk);
  const colleague = await personWith();
  await signIn(colleague, address);
  for (const page of [desk, colleague]) {
    await openApplication(page, number);
    await untilReadable(page);
  }
  await facts(desk).getByRole('button', { name: 'Shortlist' }).click();
  await expect(facts(desk)).toContainText('Moved to Shortlist');
  await facts(colleague).getByRole('button', { name: 'Talked over' }).click();
  const said = colleague.getByRole('alert').filter({ hasText: 'Meanwhile this application was changed' });
  await expect(said).toContainText('Shortlist');
  await expect(facts(colleague)).toContainText('Moved to Shortlist');
});
