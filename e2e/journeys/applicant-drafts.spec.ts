import { setTimeout as pause } from 'node:timers/promises';
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
import { makePdf } from '../support/documents';
import { codeIn, marks, place, untilSaved, write } from '../support/drafts';
import { NO_LINE } from '../support/line';
import { expect, test } from '../support/test';

/** Longer than a page waits between two questions about a file's check. */
const SLOW_ANSWER_MS = 5_000;

test('what is typed is kept from the first letters on, and stands there again after a reload', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await expect(marks(page).first()).toHaveText('Not saved yet');
  await fillAnswers(page, applicant);
  await untilSaved(page);
  await write(page, 'Upper Svaneti');
  await axeClean(page);
  await page.reload();
  await expect(place(page)).toHaveValue('Upper Svaneti');
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue(applicant.name);
  await expect(page.getByRole('checkbox', { name: 'Georgia', exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'I write in Georgian' })).toBeChecked();
  await expect(page.getByText('Here is what you wrote in this window')).toBeVisible();
  await axeClean(page);
});

test('a closed tab leads back in the same browser, and shows nothing before one wants it', async ({
  page,
  context,
}) => {
  await page.goto(APPLY);
  await write(page, 'Closed-tab village');
  await page.close();
  const again = await context.newPage();
  await again.goto(APPLY);
  expect(await again.content()).not.toContain('Closed-tab village');
  await expect(again.getByText('In this browser an application was begun')).toBeVisible();
  await axeClean(again);
  await again.getByRole('link', { name: 'Go on with it' }).click();
  await expect(place(again)).toHaveValue('Closed-tab village');
});

test('the last letters before a tab is left travel on their own', async ({ page }) => {
  await page.goto(APPLY);
  await write(page, 'First');
  await place(page).fill('First and last');
  await page.goto('/en/privacy');
  const comeBack = async () => {
    await page.goto(`${APPLY}?begun`);
    return place(page).inputValue();
  };
  await expect.poll(comeBack).toBe('First and last');
});

test('they do so in a browser that ends every request with its page', async ({ page }) => {
  await page.goto(APPLY);
  await write(page, 'First');
  await page.evaluate(() => {
    window.fetch = () => new Promise(() => undefined);
  });
  await place(page).fill('First and last');
  await page.goto('/en/privacy');
  const comeBack = async () => {
    await page.goto(`${APPLY}?begun`);
    return place(page).inputValue();
  };
  await expect.poll(comeBack).toBe('First and last');
});

test('a tab that dies loses nothing that was saved, and another device goes on with the code', async ({
  page,
  personWith,
}) => {
  await page.goto(APPLY);
  await write(page, 'Before the crash');
  const code = await codeIn(page);
  expect(code).toMatch(/^\w{16}$/);
  const session = await page.context().newCDPSession(page);
  await Promise.race([session.send('Page.crash').catch(() => undefined), page.waitForEvent('crash')]);

  const elsewhere = await personWith();
  await openWithCode(elsewhere, code);
  await elsewhere.getByRole('button', { name: 'Continue writing' }).click();
  await expect(place(elsewhere)).toHaveValue('Before the crash');
});

test('without a line the page says so, keeps the text and saves it when the line is back', async ({
  page,
  context,
  watch,
}) => {
  watch.expect(NO_LINE);
  await page.goto(APPLY);
  await write(page, 'On the line');
  await context.setOffline(true);
  await place(page).fill('Off the line');
  await expect(page.locator('.saving')).toContainText('Not saved: there is no connection.');
  await expect(marks(page).first()).toHaveText('Not saved: no connection, we try again');
  await axeClean(page);
  await context.setOffline(false);
  await untilSaved(page);
  await expect(page.locator('.saving')).toHaveText('');
});

test('leaving quickly takes the way back with it', async ({ page, context, watch }) => {
  watch.expect(/third party|ERR_|leave/);
  await page.route(/wikipedia/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(APPLY);
  await write(page, 'A secret place');
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['redaktion-writing']);
  await page.getByRole('button', { name: 'Leave quickly' }).click();
  await page.waitForURL(/wikipedia/);
  await expect.poll(async () => (await context.cookies()).length).toBe(0);
  await page.goto(APPLY);
  await expect(page.getByText('In this browser an application was begun')).toHaveCount(0);
  await expect(place(page)).toHaveValue('');
});

test('a file that is still being checked does not bring the way back again', async ({ page, watch }) => {
  watch.expect(/third party|ERR_|leave/);
  await page.route(/wikipedia/, async (route) => {
    await pause(SLOW_ANSWER_MS);
    await route.fulfill({ body: 'elsewhere' });
  });
  let asked = 0;
  await page.route(/\/api\/uploads$/, (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    asked += 1;
    return route.fulfill({ json: { documents: [], uploads: [] } });
  });
  await page.goto(APPLY);
  await chooseFile(page, 'cv', await makePdf('A secret life', 'secret.pdf'));
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Being checked', CHECKED);
  await expect.poll(() => asked, CHECKED).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Leave quickly' }).click();
  await page.waitForURL(/wikipedia/);
  await page.goto('/robots.txt');
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await page.goto(APPLY);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Missing');
  await expect(page.getByRole('main')).not.toContainText('secret.pdf');
});

test('the code can be copied, printed and kept as a file', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(APPLY);
  await page.getByLabel('Your name', { exact: true }).fill('Saba');
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  const saved = page.getByRole('status').filter({ hasText: /Saved at \d\d:\d\d Tbilisi time\./ });
  const code = ((await saved.locator('.code').textContent()) ?? '').trim();
  await expect(saved).toContainText('30 days');
  await saved.getByRole('button', { name: 'Copy the code' }).click();
  await expect(saved.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect((await page.evaluate(() => navigator.clipboard.readText())).replaceAll(' ', '')).toBe(code);
  await expect(saved.getByRole('button', { name: 'Print' })).toBeVisible();
  const download = page.waitForEvent('download');
  await saved.getByRole('link', { name: 'Save as a file' }).click();
  const text = Buffer.concat(await (await (await download).createReadStream()).toArray()).toString('utf8');
  expect(text.replaceAll(' ', '')).toContain(code);
  await axeClean(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the button keeps everything, the file carries the code, and the browser leads back', async ({
    page,
    context,
  }) => {
    await page.goto(APPLY);
    await place(page).fill('By the button');
    await page.getByRole('button', { name: 'Save and continue later' }).first().click();
    const saved = page.getByRole('status').filter({ hasText: 'Saved at' });
    const code = ((await saved.locator('.code').textContent()) ?? '').trim();
    const file = await page.request.get(`${APPLY}/code.txt`);
    expect((await file.text()).replaceAll(' ', '')).toContain(code);
    await page.close();
    const again = await context.newPage();
    await again.goto(APPLY);
    await again.getByRole('link', { name: 'Go on with it' }).click();
    await expect(place(again)).toHaveValue('By the button');
  });

  test('a form that a program seems to have filled in waits, is told, and loses nothing', async ({ page, watch }) => {
    watch.expect(/status of 429/);
    const applicant = await inventApplicant();
    await page.goto(APPLY);
    await fillAnswers(page, applicant);
    for (const field of ['cv', 'coverLetter', 'writingSample'] as const)
      await chooseFile(page, field, applicant[field]);
    await page.locator('[name=website]').evaluate((trap: HTMLInputElement) => {
      trap.value = 'https://spam.example';
    });
    await sendForm(page);
    await expect(page.getByRole('alert')).toContainText('Nothing is lost');
    await expect(page.getByRole('alert')).toContainText('30 seconds');
    await expect(page.getByLabel('Your name', { exact: true })).toHaveValue(applicant.name);
    await expect(slotOf(page, 'cv')).toContainText(applicant.cv.name);
  });
});
