import { APPLY, apply, CALL, inventApplicant, openWithCode, sendForm } from '../support/applicant';
import { axeClean } from '../support/axe';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

const PAGES = ['', `/calls/${CALL}`, `/calls/${CALL}/apply`, '/my', '/questions', '/privacy', '/cookies', '/imprint'];

test('the pages for everybody break no rule of WCAG 2.2 AA', { tag: '@phone' }, async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(`/en${path}`);
    await axeClean(page);
  }
});

for (const locale of ['de', 'ru', 'ka', 'hy', 'az']) {
  test(`nor do notice and form in ${locale}`, async ({ page }) => {
    for (const path of [`/calls/${CALL}`, `/calls/${CALL}/apply`]) {
      await page.goto(`/${locale}${path}`);
      await axeClean(page);
      await expect(page.locator('html')).toHaveAttribute('lang', /^[a-z]{2}/);
    }
  });
}

test('nor do they in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const path of PAGES) {
    await page.goto(`/en${path}`);
    await axeClean(page);
  }
});

test('a form full of faults, a receipt and the page behind the code are accessible', { tag: '@phone' }, async ({
  page,
  watch,
}) => {
  watch.expect(/status of 4(04|22)/);
  await page.goto(APPLY);
  await sendForm(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await axeClean(page);
  await openWithCode(page, 'hello');
  await axeClean(page);

  const receipt = await apply(page, await inventApplicant());
  await axeClean(page);
  await page.goto('/en/my/application');
  await axeClean(page);
  expect(receipt.number).toMatch(/^APP-/);
});

test('what is not there is accessible too', async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await page.goto('/en/nothing-here');
  await axeClean(page);
});

test('the desk and its door are accessible, in the light and in the dark', async ({ page, personWith, desk }) => {
  test.setTimeout(240_000);
  const other = await sendApplication(page, await inventApplicant());
  const receipt = await apply(page, await inventApplicant());
  await sendApplication(page, await inventApplicant());
  const stranger = await personWith();
  await stranger.goto('/sign-in');
  await axeClean(stranger);
  for (const colorScheme of ['light', 'dark'] as const) {
    await desk.emulateMedia({ colorScheme });
    for (const path of [
      '/desk',
      `/desk/applications/${receipt.number}`,
      `/desk/applications/${receipt.number}?decide=invite`,
      `/desk/decide?pick=${receipt.number}&pick=${other.number}`,
      `/desk/decide?kind=invite&pick=${receipt.number}&pick=${other.number}`,
      '/desk/outbox',
      '/desk/questions',
      '/desk/insights',
      '/desk/reviewing',
      '/desk/export?view=all',
      '/desk/settings',
    ]) {
      await desk.goto(path);
      await axeClean(desk);
    }
  }
});
