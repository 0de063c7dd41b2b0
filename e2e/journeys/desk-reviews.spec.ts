import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { inviteMember, openApplication, signIn, untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

const CRITERIA = ['Local knowledge', 'Writing', 'Sourcing', 'Languages', 'Reliability'];

async function aReviewer(desk: Page, person: Page): Promise<string> {
  const mark = randomBytes(4).toString('hex');
  const address = `reviewer-${mark}@example.org`;
  await inviteMember(desk, { address, name: `Reviewer ${mark}`, role: 'reviewer' });
  await signIn(person, address);
  return `Reviewer ${mark}`;
}

function rate(page: Page, criterion: string) {
  return page.getByRole('radiogroup', { name: criterion });
}

test('a card keeps itself, hides what others gave until it is in, and clears by a key', async ({
  page,
  personWith,
  desk,
}) => {
  const { number } = await sendApplication(page, await inventApplicant());
  const reviewer = await personWith();
  await aReviewer(desk, reviewer);
  await openApplication(desk, number);
  await untilTakenOver(desk);
  for (const criterion of CRITERIA)
    await rate(desk, criterion).getByRole('radio', { name: '5 of 5' }).check({ force: true });
  await desk.getByPlaceholder('A note to the other editors').fill('Look at the second page.');
  await expect(desk.locator('[data-saved="saved"]')).toBeVisible();
  await expect(desk.getByText('Yours is in.')).toBeVisible();

  await openApplication(reviewer, number);
  await expect(reviewer.getByText('One other has finished.')).toBeVisible();
  await untilTakenOver(reviewer);
  await rate(reviewer, 'Writing').getByRole('radio', { name: '2 of 5' }).check({ force: true });
  await expect(reviewer.locator('[data-saved="saved"]')).toBeVisible();
  await reviewer.keyboard.press('0');
  await expect(rate(reviewer, 'Writing').getByRole('radio', { name: '2 of 5' })).not.toBeChecked();
  await expect(reviewer.locator('[data-saved="saved"]')).toBeVisible();
  await reviewer.reload();
  await expect(rate(reviewer, 'Writing').getByRole('radio', { checked: true })).toHaveCount(0);
  expect(await reviewer.content()).not.toContain('Look at the second page.');

  await untilTakenOver(reviewer);
  for (const criterion of CRITERIA)
    await rate(reviewer, criterion).getByRole('radio', { name: '1 of 5' }).check({ force: true });
  await expect(reviewer.getByText('Look at the second page.')).toBeVisible();
  await expect(reviewer.getByText('wide apart').first()).toBeVisible();
  await axeClean(reviewer);
});

test('what was given while the line was down is said, kept and saved when it is back', async ({
  page,
  desk,
  watch,
}) => {
  watch.expect(/failed: POST .+\/desk\/applications\//);
  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  const { number } = await sendApplication(page, await inventApplicant());
  await openApplication(desk, number);
  await untilTakenOver(desk);
  await desk.context().setOffline(true);
  await rate(desk, 'Writing').getByRole('radio', { name: '4 of 5' }).check({ force: true });
  await expect(desk.getByRole('alert').filter({ hasText: 'No connection.' })).toBeVisible();
  await expect(rate(desk, 'Writing').getByRole('radio', { name: '4 of 5' })).toBeChecked();
  await desk.context().setOffline(false);
  await expect(desk.locator('[data-saved="saved"]')).toBeVisible({ timeout: 20_000 });
  await desk.reload();
  await expect(rate(desk, 'Writing').getByRole('radio', { name: '4 of 5' })).toBeChecked();
});

test('the card is saved by its button where no script runs', async ({ page, personWith, desk, watch }) => {
  watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
  const { number } = await sendApplication(page, await inventApplicant());
  const plain = await personWith({
    javaScriptEnabled: false,
    storageState: await desk.context().storageState(),
  });
  await openApplication(plain, number);
  await plain.locator('input[name="score.writing"][value="3"]').check({ force: true });
  await plain.getByRole('button', { name: 'Save my scores' }).click();
  await expect(plain.locator('input[name="score.writing"][value="3"]')).toBeChecked();
  await expect(plain.getByText('1 of 5 given')).toBeVisible();

  await openApplication(desk, number);
  await untilTakenOver(desk);
  await desk.getByPlaceholder('A note to the other editors').fill('Written meanwhile.');
  await expect(desk.locator('[data-saved="saved"]')).toBeVisible();
  await plain.locator('input[name="score.sourcing"][value="2"]').check({ force: true });
  await plain.getByRole('button', { name: 'Save my scores' }).click();
  await expect(plain.getByText('2 of 5 given')).toBeVisible();
  await expect(plain.getByPlaceholder('A note to the other editors')).toHaveValue('Written meanwhile.');
});

test('of two windows with one card, the one opened earlier takes back nothing that was given in the other', async ({
  page,
  desk,
}) => {
  const { number } = await sendApplication(page, await inventApplicant());
  const other = await desk.context().newPage();
  const isSaved = (window: Page) => expect(window.locator('[data-saved="saved"]')).toBeVisible();
  const point = (window: Page, criterion: string, value: number) =>
    rate(window, criterion).getByRole('radio', { name: `${value} of 5` });
  const note = (window: Page) => window.getByPlaceholder('A note to the other editors');
  await openApplication(desk, number);
  await untilTakenOver(desk);
  for (const criterion of ['Writing', 'Sourcing']) await point(desk, criterion, 2).check({ force: true });
  await isSaved(desk);
  await desk.reload();
  await untilTakenOver(desk);
  await point(desk, 'Languages', 3).check({ force: true });
  await isSaved(desk);

  await openApplication(other, number);
  await untilTakenOver(other);
  for (const criterion of ['Writing', 'Languages']) await point(other, criterion, 4).check({ force: true });
  await note(other).fill('A long note.\nIn two lines.');
  await note(other).blur();
  await isSaved(other);

  await expect(note(desk)).toHaveValue('');
  await point(desk, 'Reliability', 5).check({ force: true });
  await isSaved(desk);
  await desk.keyboard.press('n');
  await expect(desk).not.toHaveURL(new RegExp(number));

  await other.reload();
  await expect(note(other)).toHaveValue('A long note.\nIn two lines.');
  for (const [criterion, value] of [
    ['Writing', 4],
    ['Languages', 4],
    ['Sourcing', 2],
    ['Reliability', 5],
  ] as const)
    await expect(point(other, criterion, value)).toBeChecked();
  await expect(other.getByText('Yours is in.')).toBeVisible();
});

test('a reviewer is assigned, finds it under Reviewing, declares a conflict and sees it no more', async ({
  page,
  personWith,
  desk,
  watch,
}) => {
  const { number } = await sendApplication(page, await inventApplicant());
  const reviewer = await personWith();
  const name = await aReviewer(desk, reviewer);
  await openApplication(desk, number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await facts.getByText('Assign', { exact: true }).first().click();
  await facts.getByLabel('Member').first().selectOption({ label: name });
  await facts.getByLabel('Due').fill('2026-01-02');
  await facts.getByRole('button', { name: 'Assign' }).click();
  await expect(facts.getByText(/overdue since 2 January/)).toBeVisible();
  await expect(facts).toContainText('Given to a reader');

  await reviewer.goto('/desk/reviewing');
  await expect(reviewer.getByRole('link', { name: new RegExp(number) })).toBeVisible();
  await axeClean(reviewer);
  await reviewer.getByRole('link', { name: 'Next to score' }).click();
  await expect(reviewer).toHaveURL(new RegExp(number));
  await reviewer.getByText('I should not score this').click();
  watch.expect(new RegExp(`404 .*/desk/applications/${number}(/presence)?\\)`));
  // Her page says that she has it open just as it is hers no more, and the answer to her form is still on its way.
  await reviewer.route(new RegExp(`/applications/${number}(\\?|$)`), async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    // One that was on its way before may still be answered meanwhile.
    const said = reviewer.waitForRequest((request) => request.url().endsWith('/presence'));
    await reviewer.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect((await (await said).response())?.status()).toBe(404);
    await route.fulfill({ response: answer });
  });
  await reviewer.getByRole('button', { name: 'Say so and pass it on' }).click();
  await expect(reviewer).toHaveURL(/\/desk\/reviewing/);
  // Somebody else's story may pass an application on to this reviewer meanwhile.
  const others = reviewer.getByRole('region', { name: 'Yours to read' }).getByRole('link');
  await expect(reviewer.getByText('Nothing is assigned to you.').or(others).first()).toBeVisible();
  await expect(reviewer.getByRole('link', { name: new RegExp(number) })).toHaveCount(0);
  await reviewer.goto(`/desk/applications/${number}`);
  await expect(reviewer.getByText('There is nothing here')).toBeVisible();
  await desk.goto('/desk/reviewing');
  await expect(desk.getByRole('heading', { name: 'How far everybody is' })).toBeVisible();
  await axeClean(desk);
});

test('an administrator gives the rubric a criterion, weighs it, and takes it out again', async ({ desk }) => {
  await desk.goto('/desk/settings');
  const rubric = desk
    .locator('form')
    .filter({ has: desk.locator('input[name="weight.writing"]') })
    .first();
  const rows = await rubric.locator('fieldset').count();
  const last = rubric.locator('fieldset').last();
  await last.getByLabel('Name', { exact: true }).fill('Humour');
  await last.getByLabel('Weight').fill('2');
  await rubric.getByRole('button', { name: 'Save' }).click();
  await expect(rubric.locator('fieldset')).toHaveCount(rows + 1);
  const made = rubric.locator('fieldset').filter({ hasText: 'Humour' });
  await made.getByLabel('Take out').check();
  await rubric.getByRole('button', { name: 'Save' }).click();
  await expect(rubric.locator('fieldset')).toHaveCount(rows);
  await axeClean(desk);
});
