import {
  APPLY,
  CHECKED,
  chooseFile,
  fillAnswers,
  inventApplicant,
  openWithCode,
  sendForm,
  slotOf,
} from '../support/applicant';
import { axeClean } from '../support/axe';
import { codeIn, marks, place, write } from '../support/drafts';
import { expect, test } from '../support/test';

test('two windows of one draft go on side by side, and are told where they disagree', async ({
  page,
  personWith,
  watch,
}) => {
  test.setTimeout(150_000);
  watch.expect(/status of 409/);
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await write(page, 'The first word');
  const code = await codeIn(page);
  const [one, two] = [await personWith(), await personWith()];
  for (const other of [one, two]) {
    await openWithCode(other, code);
    await other.getByRole('button', { name: 'Continue writing' }).click();
    await expect(place(other)).toHaveValue('The first word');
  }
  await write(one, 'From the first');
  await one.getByLabel('How you would like to work').fill('One text a month');
  await expect(marks(one).first()).toHaveText(/^Saved/);
  await write(two, 'From the second');
  await expect(two.getByRole('alert')).toContainText('something else here: “From the first”');
  await axeClean(two);
  for (const field of ['cv', 'coverLetter', 'writingSample'] as const) {
    await chooseFile(two, field, applicant[field]);
    await expect(slotOf(two, field).locator('.slot__state')).toHaveText('Ready', CHECKED);
  }
  await sendForm(two);
  // Who came back with a code holds it: the receipt does not show it again.
  await expect(two.getByRole('heading', { level: 1, name: 'It has arrived.' })).toBeVisible();

  const late = one.waitForResponse((answer) => answer.url().endsWith('/draft'));
  await place(one).fill('Too late');
  expect((await late).status()).toBe(409);
  await expect(one.getByText('This application has already been sent.')).toBeVisible();
});

test('saving while a file is on its way hides nothing that another window has written', async ({
  page,
  personWith,
}) => {
  const { cv } = await inventApplicant();
  await page.goto(APPLY);
  await write(page, 'The first word');
  const elsewhere = await personWith();
  await openWithCode(elsewhere, await codeIn(page));
  await elsewhere.getByRole('button', { name: 'Continue writing' }).click();
  await write(elsewhere, 'From the other');

  const piece = Promise.withResolvers<void>();
  await page.route('**/api/uploads/*', async (route) => {
    await piece.promise;
    await route.continue();
  });
  await chooseFile(page, 'cv', cv);
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'going');
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  await expect(page.locator('#outcome')).toBeFocused();
  await place(page).fill('The first word, mended');
  await expect(page.getByRole('alert')).toContainText('something else here: “From the other”');
  piece.resolve();
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
});

test('what is typed before a reloaded tab has its text again does not replace it without a word', async ({ page }) => {
  await page.goto(APPLY);
  await page.getByLabel('Your name', { exact: true }).fill('Saba');
  await write(page, 'Upper Svaneti');
  await page.route(`**${APPLY}/draft`, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch();
    await place(page).fill('Lower');
    await route.fulfill({ response: answer });
  });
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('something else here: “Upper Svaneti”');
  await expect(place(page)).toHaveValue('Lower');
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue('Saba');
});
