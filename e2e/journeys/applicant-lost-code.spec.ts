import type { Page } from '@playwright/test';
import { APPLY, fillForm, inventApplicant, openWithCode, readReceipt, sendForm } from '../support/applicant';
import { axeClean } from '../support/axe';
import { linksIn, mails, mailTo, recipients, waitForMail } from '../support/mailbox';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    // The checker is a script itself.
    const look = javaScriptEnabled ? axeClean : async () => {};

    test('an applicant who lost the code makes a new one by a link in a mail; the old one ends', {
      tag: '@phone',
    }, async ({ page, personWith, watch }) => {
      const applicant = await inventApplicant();
      const receipt = await sendApplication(page, applicant);

      const elsewhere = await personWith({ javaScriptEnabled });
      await askForLink(elsewhere, applicant.email, look);
      const mail = await waitForMail(isRenewal(applicant.email), `with a way to a new code to ${applicant.email}`);
      expect(mail.text).toContain(receipt.number);
      expect(mail.text).not.toContain(applicant.nameLatin);
      const [link = ''] = linksIn(mail);
      expect(new URL(link).pathname).toMatch(/^\/en\/my\/new-code\/[0-9A-Z]{16}$/);

      // A scanner that opens every link uses nothing up.
      expect((await elsewhere.request.get(link)).status()).toBe(200);
      await elsewhere.goto(link);
      await look(elsewhere);
      await elsewhere.getByRole('button', { name: 'Make a new code' }).click();
      await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('This is your new code.');
      const code = await shownCode(elsewhere);
      expect(code).not.toBe(receipt.code);
      expect(elsewhere.url()).not.toContain(code.replaceAll(' ', ''));
      await look(elsewhere);
      await elsewhere.getByRole('link', { name: 'Open my application' }).click();
      await expect(elsewhere.getByRole('main')).toContainText(receipt.number);

      // The browser that had sent it is asked for the code, and the old one opens nothing.
      await page.goto('/en/my/application');
      await expect(page).toHaveURL('/en/my');
      watch.expect(/status of 404/);
      await openWithCode(page, receipt.code);
      await expect(page.getByRole('main')).toContainText('We do not know this code.');
      await openWithCode(page, code);
      await expect(page).toHaveURL('/en/my/application');

      watch.expect(/status of 410/);
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This no longer works.');
      await look(page);
    });
  });
}

test('a draft comes back by the address typed into it', async ({ page, personWith }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  await expect(page.locator('[data-code]').or(page.locator('.code')).first()).toBeVisible();

  const elsewhere = await personWith();
  await askForLink(elsewhere, applicant.email);
  const mail = await waitForMail(isRenewal(applicant.email), `with a way to a new code to ${applicant.email}`);
  expect(mail.text).toContain('the draft you began on');
  await elsewhere.goto(linksIn(mail)[0] ?? '');
  await elsewhere.getByRole('button', { name: 'Make a new code' }).click();
  await elsewhere.getByRole('link', { name: 'Open my draft' }).click();
  await elsewhere.getByRole('button', { name: 'Continue writing' }).click();
  await expect(elsewhere.getByLabel('The place you know best')).toHaveValue(applicant.place);
  await sendForm(elsewhere);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'It has arrived.' })).toBeVisible();
});

test('in quiet mode the mail says nothing but what has to be typed where it was asked for', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByRole('checkbox', { name: /Quiet mode/ }).check();
  await page.getByLabel('Working name').fill('Nino');
  await sendForm(page);
  const receipt = await readReceipt(page);

  await askForLink(page, applicant.email);
  const mail = await waitForMail(
    (one) => mailTo(applicant.email)(one) && /^\s*[0-9A-Z]{4}( [0-9A-Z]{4}){3}\s*$/m.test(one.text ?? ''),
    `with a code to type to ${applicant.email}`,
  );
  expect(linksIn(mail)).toEqual([]);
  expect(mail.subject).toBe('Something new');
  expect(mail.html).toBe(false);
  for (const telling of ['Caucasus', 'Watch', receipt.number, applicant.nameLatin, 'applica'])
    expect(`${mail.text} ${mail.subject} ${mail.from?.text}`).not.toContain(telling);
  const typed = /[0-9A-Z]{4}( [0-9A-Z]{4}){3}/.exec(mail.text ?? '')?.[0] ?? '';
  await page.getByLabel('What the mail says').fill(typed.toLowerCase());
  await page.getByRole('button', { name: 'Make a new code' }).click();
  expect(await shownCode(page)).not.toBe(receipt.code);
});

test('the answer is the same for an address nobody gave, and for what is none a sentence says so', async ({
  page,
  watch,
}) => {
  const applicant = await inventApplicant();
  await askForLink(page, applicant.email);
  const words = await page.getByRole('main').innerText();
  await sendApplication(page, applicant);
  await askForLink(page, applicant.email);
  expect(await page.getByRole('main').innerText()).toBe(words);
  await waitForMail(isRenewal(applicant.email), `to ${applicant.email}`);
  expect(
    (await mails()).filter((mail) => recipients(mail).includes(applicant.email) && isRenewal(applicant.email)(mail)),
  ).toHaveLength(1);

  watch.expect(/status of 422/);
  await page.goto('/en/my/lost');
  const field = page.getByLabel('E-mail address in your form');
  await field.evaluate((input: HTMLInputElement) => input.form?.setAttribute('novalidate', ''));
  await field.fill('not an address');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('This does not look like an e-mail address.')).toBeVisible();
  await axeClean(page);
});

async function askForLink(page: Page, address: string, look: (page: Page) => Promise<void> = axeClean): Promise<void> {
  await page.goto('/en/my');
  if (page.url().endsWith('/application')) await page.goto('/en/my/lost');
  await look(page);
  await page.getByLabel('E-mail address in your form').fill(address);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your mail.');
  await look(page);
}

async function shownCode(page: Page): Promise<string> {
  return (await page.locator('[data-code]').innerText()).replace(/\s+/g, ' ').trim();
}

function isRenewal(address: string) {
  return (mail: Parameters<ReturnType<typeof mailTo>>[0]) =>
    mailTo(address)(mail) && linksIn(mail).some((link) => link.includes('/my/new-code/'));
}
