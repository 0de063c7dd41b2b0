import type { Locator, Page } from '@playwright/test';
import { APPLY, apply, CHECKED, chooseFile, inventApplicant, openWithCode, slotOf } from '../support/applicant';
import { axeClean } from '../support/axe';
import { endSessionsOf, letDraftRest } from '../support/database';
import { type FileToSend, MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { NO_LINE, offsetsSent, SLOW, slowDown } from '../support/line';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

test.setTimeout(120_000);

const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function replaceIn(row: Locator, file: FileToSend): Promise<void> {
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row.locator('input[type="file"]').setInputFiles(file);
  await row.getByRole('button', { name: 'Send this file' }).click();
}

test('a newer version goes on where the line broke, after a reload too, and only the rest is sent', async ({
  page,
  address,
  desk,
  watch,
}) => {
  watch.expect(NO_LINE);
  const applicant = await inventApplicant();
  const { number } = await apply(page, applicant);
  await page.goto('/en/my/application');
  const newer = await pdfOf(3 * MEGABYTE, 'CV, corrected.pdf');
  const row = rowOf(page, applicant.cv.name);
  const offsets = offsetsSent(page);
  await slowDown(page, SLOW);
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row.locator('input[type="file"]').setInputFiles(newer);
  await expect(row.locator('[data-slot] .slot__state')).toHaveText('Chosen, not sent');
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(row.getByRole('button', { name: 'Send this file' })).toBeHidden();
  await expect.poll(() => Math.max(0, ...offsets), { timeout: 30_000 }).toBeGreaterThan(0);
  address.cut();
  await expect(row).toContainText('Connection lost.');
  await axeClean(page);

  await page.reload();
  await expect(row).toContainText('CV, corrected.pdf');
  await expect(row).toContainText('Choose the same file again: only what is missing is sent.');
  await axeClean(page);
  offsets.length = 0;
  await slowDown(page, null);
  await row.locator('input[type="file"]').setInputFiles(newer);
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(rowOf(page, newer.name).locator('summary').filter({ hasText: 'Replace' })).toBeVisible(CHECKED);
  await expect(row).toHaveCount(0);
  expect(offsets).not.toHaveLength(0);
  expect(Math.min(...offsets)).toBeGreaterThan(0);

  // The newer one is given out once it has been checked; until then the earlier one is.
  const facts = desk.getByRole('complementary', { name: 'Application' });
  const original = facts.getByRole('listitem').filter({ hasText: 'version 2' }).getByRole('link', { name: 'CV' });
  await expect(async () => {
    await desk.goto(`/desk/applications/${number}`);
    await expect(original).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  const answer = await desk.request.get((await original.getAttribute('href')) ?? '');
  expect(newer.buffer.equals(await answer.body())).toBe(true);
});

test('a newer version that arrives while somebody writes to the editors leaves their words alone', async ({ page }) => {
  const applicant = await inventApplicant();
  await sendApplication(page, applicant);
  await page.goto('/en/my/application');
  const newer = await pdfOf(3 * MEGABYTE, 'CV, corrected.pdf');
  const row = rowOf(page, applicant.cv.name);
  await slowDown(page, SLOW);
  await replaceIn(row, newer);
  await page.getByText('Write to the editors').click();
  await page.getByLabel('Your message').fill('The dates are right now.\nმადლობა.');
  await slowDown(page, null);
  await expect(row.locator('[data-slot] .slot__state')).toHaveText('CV is here.', CHECKED);
  await expect(row.locator('[data-act]:visible, button:visible')).toHaveCount(0);
  await axeClean(page);
  await expect(page.getByLabel('Your message')).toHaveValue('The dates are right now.\nმადლობა.');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'The dates are right now.' })).toBeVisible();
  await expect(rowOf(page, newer.name)).toHaveCount(1);
});

test('two newer versions on their way at once both arrive, and only then are shown', async ({ page }) => {
  const applicant = await inventApplicant();
  await apply(page, applicant);
  await page.goto('/en/my/application');
  const [cv, sample] = [await pdfOf(20_000, 'CV, corrected.pdf'), await pdfOf(3 * MEGABYTE, 'Sample, corrected.pdf')];
  await slowDown(page, SLOW);
  await replaceIn(rowOf(page, applicant.writingSample.name), sample);
  await replaceIn(rowOf(page, applicant.cv.name), cv);
  await expect(rowOf(page, applicant.cv.name).locator('[data-slot] .slot__state')).toHaveText('CV is here.', CHECKED);
  await slowDown(page, null);
  for (const { name } of [cv, sample])
    await expect(rowOf(page, name).locator('summary').filter({ hasText: 'Replace' })).toBeVisible(CHECKED);
});

test('a newer version that is not taken is refused with its reason, and the sent one stays', async ({
  page,
  watch,
}) => {
  watch.expect(/415/);
  const applicant = await inventApplicant();
  await sendApplication(page, applicant);
  await page.goto('/en/my/application');
  const row = rowOf(page, applicant.cv.name);
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row
    .locator('input[type="file"]')
    .setInputFiles({ name: 'CV.pdf', mimeType: 'application/pdf', buffer: Buffer.from('This is no PDF.') });
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(row.getByRole('alert')).toContainText('CV.pdf');
  await expect(row.getByRole('button', { name: 'Send this file' })).toBeVisible();
  await page.reload();
  await expect(row).toHaveCount(1);
});

test('a newer version is sent without scripts too, and so is nothing at all', async ({ page, personWith }) => {
  const applicant = await inventApplicant();
  const { code } = await sendApplication(page, applicant);
  const plain = await personWith({ javaScriptEnabled: false });
  await openWithCode(plain, code);
  const row = rowOf(plain, applicant.cv.name);
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  const newer = await makePdf('A newer curriculum vitae', 'CV, newer.pdf');
  await row.locator('input[type="file"]').setInputFiles(newer);
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(rowOf(plain, newer.name)).toHaveCount(1);
});

test('what is written behind a code is not lost when twelve hours have passed', async ({ page, watch }) => {
  watch.expect(/401/);
  const { code, number } = await sendApplication(page, await inventApplicant());
  await page.goto('/en/my/application');
  await page.getByText('Write to the editors').click();
  await page.getByLabel('Your message').fill('I shall be in Mestia until June.\nჩემი ნომერი შეიცვალა.');
  await endSessionsOf(number);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please open this page again.');
  await expect(page.getByLabel('What you wrote')).toHaveValue(/Mestia until June\.\nჩემი/);
  await axeClean(page);
  await page.getByLabel('Receipt code').fill('AAAA-AAAA-AAAA-AAAA');
  watch.expect(/404/);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByLabel('What you wrote')).toHaveValue(/Mestia until June/);
  await page.getByLabel('Receipt code').fill(code);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('It has not been sent yet.');
  await expect(page.getByLabel('Your message')).toHaveValue(/Mestia until June\.\nჩემი/);
  await axeClean(page);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'ჩემი ნომერი შეიცვალა.' })).toBeVisible();
});

test('the reason of a withdrawal is not lost either, and nothing is withdrawn before it is sent again', async ({
  page,
  watch,
}) => {
  watch.expect(/401/);
  const { code, number } = await sendApplication(page, await inventApplicant());
  await page.goto('/en/my/withdraw');
  await page.getByLabel(/^Why/).fill('I have found work in Kutaisi.\nმადლობა.');
  await endSessionsOf(number);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please open this page again.');
  await expect(page.getByLabel('What you wrote')).toHaveValue('I have found work in Kutaisi.\nმადლობა.');
  await page.getByLabel('Receipt code').fill(code);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('It has not been sent yet.');
  await expect(page.getByLabel(/^Why/)).toHaveValue('I have found work in Kutaisi.\nმადლობა.');
  await axeClean(page);

  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/en/my/application');
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Waiting to be read');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Withdrawn');
});

test('nor is what somebody writes again to a question of theirs', async ({ page, watch }) => {
  watch.expect(/401/);
  await page.goto('/en/questions');
  await page.getByLabel('Your question').fill('Does a photo essay fit?');
  await page.getByRole('button', { name: 'Send question' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your question has arrived.');
  const code = await page.locator('[data-code]').innerText();
  const number = /\bQ-[0-9A-Z]{4,6}\b/.exec(await page.getByRole('main').innerText())?.[0] ?? '';
  await page.getByRole('link', { name: 'Open my question' }).click();
  await page.getByText('Write again').click();
  await page.getByLabel('Your message').fill('And a film,\nორი წუთი?');
  await endSessionsOf(number);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please open this page again.');
  await expect(page.getByLabel('What you wrote')).toHaveValue('And a film,\nორი წუთი?');
  await page.getByLabel('Receipt code').fill(code);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your question');
  await expect(page.getByRole('status')).toContainText('It has not been sent yet.');
  await expect(page.getByLabel('Your message')).toHaveValue('And a film,\nორი წუთი?');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'ორი წუთი?' })).toBeVisible();
});

test('a tab that is loaded anew after twelve hours says how to go on, and shows nothing', async ({ page, watch }) => {
  watch.expect(/401|404/);
  await page.goto(APPLY);
  const created = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() === 201);
  await chooseFile(page, 'cv', await makePdf('A private life', 'private.pdf'));
  const url = (await created).headers().location ?? '';
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  await letDraftRest(url, 13);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'open it again with your code' })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('private.pdf');
  await chooseFile(page, 'cv', await makePdf('Another life', 'another.pdf'));
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
});
