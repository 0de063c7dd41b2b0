import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  APPLY,
  type Applicant,
  CALL,
  chooseFile,
  fillAnswers,
  fillForm,
  inventApplicant,
  openWithCode,
  readReceipt,
  sendForm,
  slotOf,
} from '../support/applicant';
import { disguisedProgram, emptyFile, MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { mails, mailTo, waitForMail } from '../support/mailbox';
import { expect, test } from '../support/test';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an applicant reads the notice, sends three documents and comes back with the code', {
      tag: '@phone',
    }, async ({ page, personWith }) => {
      const applicant = await inventApplicant();
      await page.goto('/');
      await expect(page).toHaveURL(/\/en$/);
      await page.goto(`/en/calls/${CALL}`);
      await page.getByRole('main').getByRole('link', { name: 'Apply' }).first().click();
      await expect(page).toHaveURL(APPLY);
      expect(await page.context().cookies()).toEqual([]);

      await fillForm(page, applicant);
      await sendForm(page);
      const receipt = await readReceipt(page);
      await expect(page.getByRole('main')).toContainText(applicant.name);

      const elsewhere = await personWith({ javaScriptEnabled });
      await openWithCode(elsewhere, receipt.code.toLowerCase().replaceAll(' ', '-'));
      await expect(elsewhere).toHaveURL('/en/my/application');
      await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Waiting to be read');
      for (const file of [applicant.cv, applicant.coverLetter, applicant.writingSample])
        await expect(elsewhere.getByRole('main')).toContainText(file.name);

      const mail = await waitForMail(mailTo(applicant.email), `to ${applicant.email}`);
      expect(mail.subject).toContain(receipt.number);
      expect(`${mail.text} ${mail.html}`.replaceAll(/[\s-]/g, '')).not.toContain(receipt.code.replaceAll(' ', ''));
    });

    test('what is missing is named at its place, and what was typed and sent is kept', { tag: '@phone' }, async ({
      page,
      watch,
    }) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      await chooseFile(page, 'cv', applicant.cv);
      watch.expect(/status of 422/);
      await sendForm(page);
      await expect(page.getByRole('alert')).toContainText('The cover letter is still missing.');
      await expect(page.getByRole('alert')).toContainText('The writing sample is still missing.');
      await expect(page.getByRole('alert')).not.toContainText('Your CV is still missing.');
      await expectAnswersKept(page, applicant);
      await expect(slotOf(page, 'cv')).toContainText(applicant.cv.name);

      await chooseFile(page, 'coverLetter', applicant.coverLetter);
      await chooseFile(page, 'writingSample', applicant.writingSample);
      await sendForm(page);
      await readReceipt(page);
    });

    test('a file that cannot be taken gets a sentence at its place, and the rest is kept', async ({ page, watch }) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      watch.expect(/status of 4(13|15|22)/);
      await chooseFile(page, 'cv', emptyFile());
      await chooseFile(page, 'coverLetter', disguisedProgram('letter.pdf'));
      await chooseFile(page, 'writingSample', applicant.writingSample);
      await sendForm(page);
      await expect(slotOf(page, 'cv')).toContainText('This file is empty.');
      await expect(slotOf(page, 'coverLetter')).toContainText('What is inside this file is not what its name says.');
      await expect(slotOf(page, 'writingSample')).toContainText(applicant.writingSample.name);
      await expectAnswersKept(page, applicant);
    });

    test('a good file that is here stays when the one to replace it is not taken', async ({ page, watch }) => {
      const applicant = await inventApplicant();
      watch.expect(/status of 4(15|22)/);
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      await chooseFile(page, 'cv', applicant.cv);
      await sendForm(page);
      await expect(page.getByRole('alert')).toContainText('The cover letter is still missing.');
      const cv = slotOf(page, 'cv');
      await expect(cv).toContainText(applicant.cv.name);
      await chooseFile(page, 'cv', disguisedProgram());
      await sendForm(page);
      await expect(cv).toContainText('It was not taken. Your earlier file is still here.');
      await expect(cv).toContainText(applicant.cv.name);
      await expect(cv).toHaveAttribute('data-state', /^(checking|ready)$/);
    });

    test('a file over 25 MB is refused with the limit named, and the answers are kept', async ({
      page,
      watch,
    }, testInfo) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      watch.expect(/status of 4(13|22)/);
      await chooseFile(page, 'coverLetter', applicant.coverLetter);
      await chooseFile(page, 'writingSample', applicant.writingSample);
      const large = testInfo.outputPath('large.pdf');
      await writeFile(large, (await pdfOf(25 * MEGABYTE + 1)).buffer);
      await chooseFile(page, 'cv', large);
      if (!javaScriptEnabled) await sendForm(page);
      await expect(slotOf(page, 'cv')).toContainText(/the 25\sMB we can take/);
      if (javaScriptEnabled) await sendForm(page);
      await expect(slotOf(page, 'writingSample')).toContainText(applicant.writingSample.name);
      await expectAnswersKept(page, applicant);
    });

    test('a draft is saved and continued on another device with its code', async ({ page, personWith }) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      await chooseFile(page, 'cv', applicant.cv);
      await page.getByRole('button', { name: 'Save and continue later' }).first().click();
      const saved = page.getByRole('status').filter({ hasText: 'Saved at' });
      await expect(saved).toBeVisible();
      const code = (await saved.locator('.code').innerText()).replace(/\s+/g, ' ').trim();

      const elsewhere = await personWith({ javaScriptEnabled });
      await openWithCode(elsewhere, code);
      await elsewhere.getByRole('button', { name: 'Continue writing' }).click();
      await expectAnswersKept(elsewhere, applicant);
      await expect(slotOf(elsewhere, 'cv')).toContainText(applicant.cv.name);
    });

    test('sending twice shows one receipt twice', async ({ page }) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillForm(page, applicant);
      const draft = await page.locator('input[name="draft"]').inputValue();
      await sendForm(page);
      const receipt = await readReceipt(page);

      const again = await page.request.post(APPLY, {
        headers: { origin: new URL(page.url()).origin },
        multipart: { draft, name: applicant.name, consent: 'on', action: 'send' },
      });
      expect(again.status()).toBe(200);
      const html = await again.text();
      expect(html).toContain(receipt.number);
      expect(html).toContain('What you have changed in the form since then is not part of it');
      expect(html.replaceAll(/<[^>]+>|\s/g, '')).toContain(receipt.code.replaceAll(' ', ''));
      await waitForMail(mailTo(applicant.email), `to ${applicant.email}`);
      expect((await mails()).filter(mailTo(applicant.email))).toHaveLength(1);
    });

    test('an applicant types the letter, gives a link, wants no mail and gets none', async ({ page }) => {
      const applicant = await inventApplicant();
      await page.goto(APPLY);
      await fillAnswers(page, applicant);
      await chooseFile(page, 'cv', applicant.cv);
      await page.getByText('Type it here instead').click();
      await page.getByLabel('Cover letter, typed').fill('I have lived in Mestia for thirty years.');
      await page.getByText('It is on the web: give its address instead').click();
      await page.getByLabel('Address of the writing sample').fill('https://example.org/water-day');
      await page.getByRole('checkbox', { name: /Send me no e-mail at all/ }).check();
      await sendForm(page);
      const receipt = await readReceipt(page);
      await waitForMail((mail) => (mail.subject ?? '').includes(receipt.number), `about ${receipt.number}`);
      expect((await mails()).filter(mailTo(applicant.email))).toEqual([]);
    });
  });
}

test('names of 200 letters, from right to left and with control characters, come through', async ({ page }) => {
  const applicant = await inventApplicant();
  const name = `${'ა'.repeat(180)} عَبْد \u202Egnp`;
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByLabel('Your name', { exact: true }).fill(name);
  await sendForm(page);
  await readReceipt(page);
  await expect(page.getByRole('main')).toContainText('ა'.repeat(180));
  await page.setViewportSize({ width: 320, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('a name of 201 letters is refused with the limit, and kept whole', async ({ page, watch }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByLabel('Your name', { exact: true }).fill('ბ'.repeat(201));
  watch.expect(/status of 422/);
  await sendForm(page);
  await expect(page.getByRole('alert')).toContainText('200 characters');
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue('ბ'.repeat(201));
});

test('a forged draft token is not known, and the answers come back in a fresh form', async ({ page, watch }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await page.locator('input[name="draft"]').evaluate((input) => input.setAttribute('value', 'A'.repeat(54)));
  watch.expect(/status of 4(00|03|22)/);
  await sendForm(page);
  await expect(page.getByRole('main')).toContainText('We do not know this form.');
  await expectAnswersKept(page, applicant);
});

test('a call that does not exist is not found', async ({ page, watch }) => {
  watch.expect(/status of 404/);
  const answer = await page.goto('/en/calls/no-such-call/apply');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here.');
});

test('the form fits on a phone and on a narrow one, with nothing to scroll sideways', { tag: '@phone' }, async ({
  page,
}) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of ['/en', `/en/calls/${CALL}`, APPLY, '/en/my', '/ka', `/ka/calls/${CALL}/apply`]) {
      await page.goto(path);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, `${path} at ${width}`).toBe(0);
    }
  }
});

for (const locale of ['en', 'de', 'ru', 'ka', 'hy', 'az']) {
  test(`the form in ${locale} is usable after 16 KB on the wire and complete under 45`, async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const kinds = new Map<string, string>();
    const bytes = { usable: 0, complete: 0 };
    session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes.complete += encodedDataLength;
      if (['Document', 'Stylesheet'].includes(kinds.get(requestId) ?? '')) bytes.usable += encodedDataLength;
    });
    await page.goto(`/${locale}/calls/${CALL}/apply`, { waitUntil: 'networkidle' });
    expect([...kinds.values()]).toEqual(expect.arrayContaining(['Document', 'Stylesheet', 'Script']));
    expect(bytes.usable).toBeLessThan(16 * 1024);
    expect(bytes.complete).toBeLessThan(45 * 1024);
  });
}

test('the receipt can be saved as a file with the code in it', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await chooseFile(page, 'cv', await makePdf('Another one', 'cv.pdf'));
  await sendForm(page);
  const receipt = await readReceipt(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as a file' }).click();
  const stream = await (await download).createReadStream();
  const text = Buffer.concat(await stream.toArray()).toString('utf8');
  expect(text).toContain(receipt.code);
  expect(text).not.toContain(applicant.name);
});

async function expectAnswersKept(page: Page, applicant: Applicant): Promise<void> {
  await expect(page.getByLabel('Your name', { exact: true })).toHaveValue(applicant.name);
  await expect(page.getByLabel('In Latin letters')).toHaveValue(applicant.nameLatin);
  await expect(page.getByLabel('The place you know best')).toHaveValue(applicant.place);
  await expect(page.getByRole('checkbox', { name: 'Georgia', exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'I write in Georgian' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'I follow sources in Russian' })).toBeChecked();
}
