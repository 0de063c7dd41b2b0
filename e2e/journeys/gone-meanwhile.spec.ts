import type { Page } from '@playwright/test';
import { keysListen } from '../support/keyboard';
import { inviteSomebody, openApplication, signIn, untilReadable } from '../support/member';
import { applyFrom } from '../support/regional';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 120_000 });

function facts(page: Page) {
  return page.getByRole('complementary', { name: 'Application' });
}

test('an application that was fetched ahead does not stay open to whoever is kept from it meanwhile', async ({
  personWith,
  desk,
  watch,
}) => {
  const first = await applyFrom(await personWith(), 'North Caucasus');
  const second = await applyFrom(await personWith(), 'North Caucasus');
  const { address, name } = await inviteSomebody(desk);
  const colleague = await personWith();
  await signIn(colleague, address);
  await colleague.goto(`/desk/applications/${second.number}?view=all&region=north-caucasus&order=newest`);
  await untilReadable(colleague);
  await keysListen(colleague);
  // Both neighbours have been fetched ahead once one has been there and come back.
  await colleague.keyboard.press('j');
  await expect(facts(colleague)).toContainText(first.number);
  await colleague.keyboard.press('k');
  await expect(facts(colleague)).toContainText(second.number);

  await openApplication(desk, first.number);
  const keep = facts(desk).locator('details').filter({ hasText: 'Keep a member from this application' });
  await keep.locator('summary').click();
  await keep.getByLabel('Member').selectOption({ label: name });
  await keep.getByRole('button', { name: 'Keep a member' }).click();
  await expect(facts(desk)).toContainText('Kept from this application');

  watch.expect(new RegExp(`404 .*/desk/applications/${first.number}[/?]`));
  await colleague.keyboard.press('j');
  await expect(colleague.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expect(colleague.getByText(first.applicant.name)).toHaveCount(0);
});
