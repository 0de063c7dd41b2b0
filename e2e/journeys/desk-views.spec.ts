import type { Locator, Page } from '@playwright/test';
import { inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { keysListen } from '../support/keyboard';
import { inviteMember, openApplication, signIn } from '../support/member';
import { entryOf, placeAt } from '../support/queue';
import { sendApplication, sendFrom } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test.describe.configure({ timeout: 120_000 });

const SHORTLIST = /^Shortlist\b/;

function rail(desk: Page): Locator {
  return desk.getByRole('navigation', { name: 'Views' });
}

async function countOf(desk: Page, view: RegExp): Promise<number> {
  return Number((await rail(desk).getByRole('link', { name: view }).locator('span').innerText()).replace(/\D/g, ''));
}

async function openFilter(desk: Page): Promise<Locator> {
  const filter = desk.locator('details.menu--wide');
  await expect(async () => {
    if ((await filter.getAttribute('open')) === null) await filter.locator('summary').click();
    await expect(filter.getByRole('button', { name: 'Show', exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();
  return filter;
}

test('a view is counted, and an application that moves changes view and count', async ({ personWith, desk }) => {
  const { applicant, number } = await sendFrom(await personWith(), 'azerbaijan');
  await desk.goto('/desk?region=azerbaijan&order=newest');
  await expect(entryOf(desk, applicant.name)).toBeVisible();
  expect(await countOf(desk, /^New\b/)).toBeGreaterThan(0);
  expect(await countOf(desk, /^All\b/)).toBeGreaterThanOrEqual(await countOf(desk, /^New\b/));
  await openApplication(desk, number);
  await desk.getByRole('button', { name: 'Shortlist', exact: true }).click();
  await expect(desk.getByRole('complementary', { name: 'Application' })).toContainText('Moved to Shortlist');
  await desk.goto('/desk?view=shortlist&region=azerbaijan&order=newest');
  await expect(entryOf(desk, applicant.name)).toBeVisible();
  const shortlisted = await countOf(desk, SHORTLIST);
  expect(shortlisted).toBeGreaterThan(0);
  await expect(rail(desk).getByRole('link', { name: SHORTLIST })).toHaveAttribute('aria-current', 'page');
  await desk.goto('/desk?region=azerbaijan&order=newest');
  await expect(entryOf(desk, applicant.name)).toHaveCount(0);
});

test('filters and order stand in the address, each is taken away by itself, and back undoes it', async ({
  personWith,
  desk,
}) => {
  const { applicant } = await sendFrom(await personWith(), 'azerbaijan');
  await desk.goto('/desk?view=all');
  const filter = await openFilter(desk);
  await filter.getByRole('checkbox', { name: 'Azerbaijan', exact: true }).check();
  await filter.getByRole('checkbox', { name: 'New', exact: true }).check();
  await filter.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(desk).toHaveURL(/region=azerbaijan/);
  await expect(desk).toHaveURL(/stage=new/);
  const chips = desk.getByRole('list', { name: 'Narrowed by' });
  await expect(chips.getByRole('link')).toHaveCount(2);

  await desk.locator('.topline .menu summary').click();
  await desk.getByRole('link', { name: 'Newest first', exact: true }).click();
  await expect(desk).toHaveURL(/order=newest/);
  await expect(entryOf(desk, applicant.name)).toBeVisible();
  await expect(desk.locator('.queue .entry').first().locator('.entry__age')).toHaveText(/now|1 h/);

  await chips.getByRole('link', { name: 'Take away: Azerbaijan' }).click();
  await expect(desk).not.toHaveURL(/region=/);
  await expect(desk).toHaveURL(/stage=new/);
  await desk.goBack();
  await expect(desk).toHaveURL(/region=azerbaijan/);
  await expect(chips.getByRole('link')).toHaveCount(2);
  await desk.reload();
  await expect(entryOf(desk, applicant.name)).toBeVisible();
  await desk.goto('/desk?view=all&region=azerbaijan&stage=declined&age=60');
  await expect(desk.getByText('Nothing matches.')).toBeVisible();
  await expect(desk.getByText('Choose one on the left.')).toHaveCount(0);
  await desk.getByRole('link', { name: 'Show everything' }).first().click();
  await expect(desk).toHaveURL('/desk?view=all');
});

test('a view is kept for oneself or for all, found in the rail and forgotten again', async ({ personWith, desk }) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const colleague = await personWith();
  const address = `views.${mark}@example.org`;
  await inviteMember(desk, { address, name: `Views ${mark}`, role: 'editor' });
  await signIn(colleague, address);

  for (const [name, topic, shared] of [
    [`Mine ${mark}`, 'water-and-land', false],
    [`Ours ${mark}`, 'work-and-prices', true],
  ] as const) {
    await desk.goto(`/desk?view=all&region=azerbaijan&topic=${topic}&age=${shared ? 3 : 7}`);
    const filter = await openFilter(desk);
    await filter.getByLabel('Save this view as').fill(name);
    if (shared) await filter.getByRole('checkbox', { name: 'for all members' }).check();
    await filter.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(rail(desk).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }
  await colleague.goto('/desk');
  await expect(rail(colleague).getByRole('link', { name: `Mine ${mark}` })).toHaveCount(0);
  await rail(colleague)
    .getByRole('link', { name: `Ours ${mark}` })
    .click();
  await expect(colleague).toHaveURL(/topic=work-and-prices/);
  await expect(colleague.getByRole('heading', { level: 1 })).toContainText(`Ours ${mark}`);
  await openFilter(colleague);
  await expect(colleague.getByRole('button', { name: /^Forget/ })).toHaveCount(0);

  for (const name of [`Mine ${mark}`, `Ours ${mark}`]) {
    await rail(desk).getByRole('link', { name }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toContainText(name);
    await openFilter(desk);
    await desk.getByRole('button', { name: `Forget “${name}”` }).click();
    await expect(rail(desk).getByRole('link', { name })).toHaveCount(0);
  }
});

test('a withdrawn application stands under Withdrawn by number and reason, and nothing else of it', async ({
  page,
  desk,
}) => {
  const applicant = await inventApplicant();
  const { number } = await sendApplication(page, applicant);
  await page.goto('/en/my/application');
  await page.getByRole('link', { name: 'Withdraw the application' }).click();
  await page.getByLabel('Why').fill('I have found other work.');
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Withdrawn');
  await desk.goto('/desk');
  await rail(desk)
    .getByRole('link', { name: /^Withdrawn/ })
    .click();
  await expect(desk).toHaveURL('/desk?view=withdrawn');
  const line = desk.locator('.queue li').filter({ hasText: number });
  await expect(line).toContainText('I have found other work.');
  await expect(line.getByRole('link')).toHaveCount(0);
  await expect(desk.getByRole('region', { name: 'Nothing can be opened here' })).toBeVisible();
  await expect(desk.getByText('Choose one on the left.')).toHaveCount(0);
  expect(await desk.content()).not.toContain(applicant.name);
  await axeClean(desk);
});

test('J and K go over the edge of a page of the list, and the filter goes with them', async ({ personWith, desk }) => {
  const older = await sendFrom(await personWith(), 'azerbaijan');
  const between = new Date();
  const newer = await sendFrom(await personWith(), 'azerbaijan');
  await desk.goto(`/desk?region=azerbaijan&order=newest&before=${placeAt(between)}`);
  await expect(entryOf(desk, newer.applicant.name)).toBeVisible();
  await expect(entryOf(desk, older.applicant.name)).toHaveCount(0);
  await expect(desk.getByRole('link', { name: 'Further' })).toBeVisible();
  await expect(async () => {
    await desk.keyboard.press('k');
    await expect(entryOf(desk, newer.applicant.name)).toBeFocused({ timeout: 500 });
  }).toPass();
  await desk.keyboard.press('j');
  await expect(entryOf(desk, older.applicant.name)).toBeFocused();
  await expect(desk).toHaveURL(/region=azerbaijan.*after=/);
  await expect(entryOf(desk, newer.applicant.name)).toHaveCount(0);
  await desk.keyboard.press('k');
  await expect(entryOf(desk, newer.applicant.name)).toBeFocused();
  await expect(desk).toHaveURL(/region=azerbaijan.*before=/);
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('complementary', { name: 'Application' })).toContainText(newer.number);
  await desk.keyboard.press('j');
  await expect(desk.getByRole('complementary', { name: 'Application' })).toContainText(older.number);
  await expect(desk).toHaveURL(/region=azerbaijan/);
});

test('on a phone the list and an application are read without scrolling sideways', async ({ personWith }) => {
  const { applicant, number } = await sendFrom(await personWith(), 'azerbaijan');
  const phone = await personWith({
    storageState: administratorSession,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const overhang = () => phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await phone.goto('/desk?region=azerbaijan&order=newest');
  expect(await overhang()).toBeLessThanOrEqual(0);
  await openFilter(phone);
  expect(await overhang()).toBeLessThanOrEqual(0);
  await axeClean(phone);
  await phone.locator('details.menu--wide summary').click();
  await entryOf(phone, applicant.name).click();
  await expect(phone.getByRole('complementary', { name: 'Application' })).toContainText(number);
  expect(await overhang()).toBeLessThanOrEqual(0);
  await axeClean(phone);
  await phone.getByRole('link', { name: 'To the queue' }).click();
  await expect(entryOf(phone, applicant.name)).toBeVisible();
});

test('list with filters open, help and commands are accessible, in the light and in the dark', async ({ desk }) => {
  await desk.goto('/desk?view=all');
  await keysListen(desk);
  for (const colorScheme of ['light', 'dark'] as const) {
    await desk.emulateMedia({ colorScheme });
    await openFilter(desk);
    await axeClean(desk);
    await desk.locator('details.menu--wide summary').click();
    for (const [key, name] of [
      ['?', 'Keys'],
      ['Control+k', 'Commands'],
    ] as const) {
      const dialog = desk.getByRole('dialog', { name });
      await desk.keyboard.press(key);
      await expect(dialog).toBeVisible();
      await axeClean(desk);
      await desk.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  }
});
