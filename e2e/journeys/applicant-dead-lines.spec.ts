import type { Page } from '@playwright/test';
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
import { MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { NO_LINE, sendPartly, slowDown } from '../support/line';
import { expect, test } from '../support/test';

/** Longer than the page waits for an answer. */
const TOO_LONG_MS = 50_000;

/** A line that has died without a word: what is asked is never answered, and nothing breaks off. */
async function silence(page: Page, address: string, method: string): Promise<() => Promise<void>> {
  await page.route(address, (route) => (route.request().method() === method ? undefined : route.fallback()));
  return () => page.unroute(address);
}

test('an upload that was ended without a line stays ended, and the portal hears of it when the line is back', async ({
  page,
  watch,
}) => {
  watch.expect(NO_LINE);
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  await sendPartly(page, await pdfOf(2 * MEGABYTE));
  await page.route('**/api/uploads/*', (route) =>
    route.request().method() === 'DELETE' ? route.abort('connectionfailed') : route.fallback(),
  );
  await cv.getByRole('button', { name: 'Stop and remove' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('Missing');
  await slowDown(page, null);
  const listed = page.waitForResponse((answer) => answer.url().endsWith('/api/uploads'));
  await page.reload();
  expect(await (await listed).json()).toMatchObject({ uploads: [{ slot: 'cv' }] });
  await expect(cv.locator('.slot__state')).toHaveText('Missing');
  await expect(cv).not.toContainText('are here');
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toContain('redaktion-ended');

  const ended = page.waitForResponse((answer) => answer.request().method() === 'DELETE', { timeout: 20_000 });
  await page.unroute('**/api/uploads/*');
  expect((await ended).status()).toBe(204);
  await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage))).not.toContain('redaktion-ended');
  const again = page.waitForResponse((answer) => answer.url().endsWith('/api/uploads'));
  await page.reload();
  expect(await (await again).json()).toMatchObject({ uploads: [] });
  await page.goto('/en/cookies');
  await expect(page.locator('tr[data-where=sessionStorage]')).toContainText(['redaktion-draft', 'redaktion-ended']);
});

test('a file that is being removed on a dead line is shown again after a while', async ({ page }) => {
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  await chooseFile(page, 'cv', await makePdf('Not this one', 'not this one.pdf'));
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  await page.clock.install();
  await silence(page, '**/api/uploads/*', 'DELETE');
  await cv.getByRole('button', { name: 'Remove' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('Missing');
  await page.clock.fastForward(TOO_LONG_MS);
  await expect(cv.locator('[data-why]')).toContainText('this file could not be removed: it is still here');
});

test('what is typed on a dead line is said to be unsaved, and saved once the line lives', async ({ page }) => {
  await page.goto(APPLY);
  await page.clock.install();
  const lives = await silence(page, '**/apply/draft', 'POST');
  const saving = page.waitForRequest((request) => request.url().endsWith('/apply/draft'));
  await page.getByLabel('Your name', { exact: true }).fill('ქეთევან');
  await page.clock.fastForward(2_000);
  await saving;
  await page.clock.fastForward(TOO_LONG_MS);
  await expect(page.locator('[data-typing]')).toContainText('Not saved: there is no connection.');
  await lives();
  await page.clock.fastForward(40_000);
  await expect(page.locator('[data-saved]').first()).toContainText('Saved');
});

test('a page that is loaded anew on a dead line takes files and words all the same', async ({ page }) => {
  const { cv: file, ...applicant } = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, { ...applicant, cv: file });
  await expect(page.locator('[data-saved]').first()).toContainText('Saved');
  await silence(page, '**/api/uploads', 'GET');
  await page.clock.install();
  await page.reload();
  await chooseFile(page, 'cv', file);
  await page.clock.fastForward(TOO_LONG_MS);
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-here', '');
});

test('a file on its way into a draft that is erased on another device says so, and can be chosen again', async ({
  page,
  personWith,
  watch,
}) => {
  watch.expect(/status of 404/);
  await page.goto(APPLY);
  await page.getByLabel('Your name', { exact: true }).fill('ქეთევან');
  const code = page.locator('[data-later-code] .code').first();
  await expect(code).toBeVisible();
  const cv = slotOf(page, 'cv');
  const file = await pdfOf(2 * MEGABYTE);
  await sendPartly(page, file);
  await cv.getByRole('button', { name: 'Pause' }).click();

  const elsewhere = await personWith();
  await openWithCode(elsewhere, await code.innerText());
  await elsewhere.goto('/en/my/erase');
  await elsewhere.getByRole('button', { name: 'Erase everything now' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Erased.');
  await cv.getByRole('button', { name: 'Continue' }).click();
  await expect(cv.getByRole('alert')).toContainText('or the whole draft erased, in another window');
  await slowDown(page, null);
  await chooseFile(page, 'cv', file);
  await expect(cv).toHaveAttribute('data-here', '');
});

test('a form that is sent without a line stays where it is, with every word', async ({ page, context, watch }) => {
  watch.expect(NO_LINE);
  watch.expect(/status of 422/);
  await page.goto(APPLY);
  await context.setOffline(true);
  await page.getByLabel('Your name', { exact: true }).fill('ქეთევან');
  await sendForm(page);
  await expect(page.getByText('There is no connection just now. What you wrote still stands here')).toBeVisible();
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue('ქეთევან');
  await context.setOffline(false);
  await sendForm(page);
  await expect(page.locator('#outcome')).toContainText('Your CV is still missing.');
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue('ქეთევან');
});
