import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { apply, EDITORIAL_INBOX, inventApplicant, openWithCode } from '../support/applicant';
import { axeClean } from '../support/axe';
import { makePdf } from '../support/documents';
import { mailTo, waitForMail } from '../support/mailbox';
import { openApplication } from '../support/member';
import { sendApplication } from '../support/sent';
import { surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

test('an applicant writes to the editors and sends a newer document, and both reach the desk', async ({
  page,
  desk,
}) => {
  const applicant = await inventApplicant();
  const receipt = await apply(page, applicant);
  await page.goto('/en/my/application');
  await page.getByText('Write to the editors').click();
  await page.getByLabel('Your message').fill('I shall be in Tbilisi in May.');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('main')).toContainText('I shall be in Tbilisi in May.');

  const newer = await makePdf('A newer curriculum vitae', 'CV, corrected.pdf');
  const row = page.getByRole('listitem').filter({ hasText: applicant.cv.name });
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row.locator('input[type="file"]').setInputFiles(newer);
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(newer.name);
  await axeClean(page);

  await openApplication(desk, receipt.number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts.getByText('I shall be in Tbilisi in May.').first()).toBeVisible();
  // The original is given out once it has been checked; until then the earlier one is.
  const original = facts.getByRole('listitem').filter({ hasText: 'version 2' }).getByRole('link', { name: 'CV' });
  await expect(async () => {
    await desk.reload();
    await expect(original).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 90_000 });
  const download = desk.waitForEvent('download');
  await original.click();
  const bytes = Buffer.concat(await (await (await download).createReadStream()).toArray());
  expect(bytes.equals(newer.buffer)).toBe(true);
});

test('an applicant takes away everything the portal holds about her', async ({ page }) => {
  const applicant = await inventApplicant();
  await apply(page, applicant);
  await page.goto('/en/my/application');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download what you sent and our messages' }).click();
  const zip = Buffer.concat(await (await (await download).createReadStream()).toArray());
  for (const file of [applicant.cv, applicant.coverLetter, applicant.writingSample])
    expect(zip.includes(file.buffer), file.name).toBe(true);
  expect(zip.includes(applicant.name)).toBe(true);
  expect(zip.includes(applicant.email)).toBe(true);
});

test('an applicant withdraws: the editorial inbox is told by number, and nobody reads on', async ({
  page,
  desk,
  watch,
}) => {
  const applicant = await inventApplicant();
  const receipt = await sendApplication(page, applicant);
  await page.goto('/en/my/application');
  await page.getByRole('link', { name: 'Withdraw the application' }).click();
  await axeClean(page);
  await page.getByLabel('Why').fill('I have found other work.');
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Withdrawn');
  const mail = await waitForMail(
    (one) =>
      mailTo(EDITORIAL_INBOX)(one) &&
      /withdrawn.*APP-|APP-.*withdrawn/i.test(one.subject ?? '') &&
      (one.subject ?? '').includes(receipt.number),
    `that ${receipt.number} is withdrawn`,
  );
  expect(mail.text).not.toContain(applicant.nameLatin);
  watch.expect(/status of 404/);
  await expectNothingOf(desk, receipt.number, applicant.name);
});

test('an applicant has everything erased: the key is destroyed, the code opens nothing, the desk knows nothing', async ({
  page,
  desk,
  personWith,
  watch,
}) => {
  const applicant = await inventApplicant();
  const receipt = await sendApplication(page, applicant);
  const keysBefore = await keyFiles();
  await page.goto('/en/my/erase');
  await axeClean(page);
  await page.getByRole('button', { name: 'Erase everything now' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Erased.');
  await axeClean(page);

  watch.expect(/status of 404/);
  const elsewhere = await personWith();
  await openWithCode(elsewhere, receipt.code);
  await expect(elsewhere.getByRole('main')).toContainText('We do not know this code.');
  await expectNothingOf(desk, receipt.number, applicant.name);
  const keysAfter = new Set(await keyFiles());
  expect(keysBefore.filter((key) => !keysAfter.has(key)).length).toBeGreaterThan(0);
});

test('an applicant without scripts who clicks twice to erase is shown the certificate by the second answer', async ({
  personWith,
  request,
}) => {
  const page = await personWith({ javaScriptEnabled: false });
  await sendApplication(page, await inventApplicant());
  await page.goto('/en/my/erase');
  const cookies = await page.context().cookies();
  // The first click: its answer is the one that the browser never shows.
  const first = await request.post('/en/my/erase', {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    form: { claim: await page.locator('[name=claim]').inputValue() },
  });
  await page.getByRole('button', { name: 'Erase everything now' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Erased.');
  const certificate = await page.locator('.certificate .mono').first().innerText();
  expect(await first.text()).toContain(certificate);
});

test('a letter to an application that was withdrawn in another window stands there still, with the reason', async ({
  page,
  watch,
}) => {
  await sendApplication(page, await inventApplicant());
  await page.goto('/en/my/application');
  await page.getByText('Write to the editors').click();
  await page.getByLabel('Your message').fill('It took me an hour to write this.');
  const other = await page.context().newPage();
  await other.goto('/en/my/withdraw');
  await other.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Withdrawn');

  watch.expect(/status of 410/);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByText('The application has been withdrawn, so nothing more can be added')).toBeVisible();
  await expect(page.getByLabel('Your message')).toHaveValue('It took me an hour to write this.');
  await axeClean(page);
});

test('a browser that refuses cookies is told so when its code is right', async ({ page, personWith, baseURL }) => {
  const { code } = await sendApplication(page, await inventApplicant());
  const entering = await fetch(new URL('/en/my', baseURL), {
    method: 'POST',
    body: new URLSearchParams({ code }),
    redirect: 'manual',
  });
  expect(entering.status).toBe(303);

  const without = await personWith();
  for (const byHand of ['/en/my?entered', '/en/my?entered=1']) {
    await without.goto(byHand);
    await expect(without.getByRole('heading', { level: 1 })).toHaveText('Open your application');
  }
  await without.goto(entering.headers.get('location') ?? '');
  await expect(without.getByRole('heading', { level: 1 })).toHaveText('Your browser did not keep the cookie.');
  await axeClean(without);
  // Who has allowed them by now gets in from here.
  await without.getByRole('textbox', { name: 'Receipt code' }).fill(code);
  await without.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(without).toHaveURL('/en/my/application');
});

async function expectNothingOf(desk: Page, number: string, name: string): Promise<void> {
  await desk.goto(`/desk/applications/${number}`);
  await expect(desk.getByText('There is nothing here').first()).toBeVisible();
  await desk.goto('/desk?view=all&order=newest');
  await expect(desk.getByText(name)).toHaveCount(0);
}

async function keyFiles(): Promise<string[]> {
  const entries = await readdir(join(surroundings.dataDir, 'keys'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
