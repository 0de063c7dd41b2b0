import { randomBytes } from 'node:crypto';
import type { APIResponse, Page } from '@playwright/test';
import {
  APPLY,
  apply,
  CHECKED,
  chooseFile,
  fillAnswers,
  fillForm,
  inventApplicant,
  readReceipt,
  sendForm,
  slotOf,
} from '../support/applicant';
import { axeClean } from '../support/axe';
import { makePdf } from '../support/documents';
import { mailTo, waitForMail } from '../support/mailbox';
import { openApplication } from '../support/member';
import {
  damagedPdf,
  docxChangedBy,
  docxWithMacros,
  lockedOdt,
  lockedPdf,
  pdfBy,
  scriptedPdf,
} from '../support/odd-documents';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

const PASSWORD = 'This file asks for a password.';
const DAMAGED = 'This file is damaged: we could not open it.';
const MACROS = 'This file contains macros';

test.setTimeout(90_000);

test('whoever chooses a locked, damaged or dangerous file is told before sending, and replaces it', async ({
  page,
}) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await chooseFile(page, 'cv', await lockedPdf('CV locked.pdf'));
  await chooseFile(page, 'coverLetter', docxWithMacros('Letter.docx'));
  await chooseFile(page, 'writingSample', await damagedPdf('Sample.pdf'));
  for (const [field, why] of [
    ['cv', PASSWORD],
    ['coverLetter', MACROS],
    ['writingSample', DAMAGED],
  ] as const) {
    await expect(slotOf(page, field).locator('.slot__state')).toHaveText('Not taken', CHECKED);
    await expect(slotOf(page, field)).toContainText(why);
  }
  await expect(slotOf(page, 'cv').getByRole('status')).toContainText(`CV: not taken. ${PASSWORD}`);
  await axeClean(page);

  await sendForm(page);
  await expect(page).toHaveURL(APPLY);
  await expect(slotOf(page, 'cv').getByRole('button', { name: 'Replace' })).toBeFocused();

  await page.reload();
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Not taken');
  await expect(slotOf(page, 'cv')).toContainText(PASSWORD);

  await chooseFile(page, 'cv', applicant.cv);
  await chooseFile(page, 'coverLetter', applicant.coverLetter);
  await chooseFile(page, 'writingSample', applicant.writingSample);
  for (const field of ['cv', 'coverLetter', 'writingSample'] as const)
    await expect(slotOf(page, field).locator('.slot__state')).toHaveText('Ready', CHECKED);
  await sendForm(page);
  await readReceipt(page);
  await expect(page.getByRole('main')).toContainText(applicant.cv.name);
  await expect(page.getByRole('main')).not.toContainText('CV locked.pdf');
});

test('a file with an oddity is taken, and its applicant is told what editors will not see', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, { ...applicant, writingSample: scriptedPdf('Water Day.pdf') });
  await expect(slotOf(page, 'writingSample').locator('.slot__state')).toHaveText('Ready, with a remark', CHECKED);
  await expect(slotOf(page, 'writingSample')).toContainText('It contains a script. We do not run it');
  await sendForm(page);
  const { number } = await readReceipt(page);
  await openApplication(desk, number);
  await openPiece(desk, 'Writing sample');
  await expect(reader(desk)).toContainText('The original contains a script.', CHECKED);
  await expectPainted(desk);
});

test('what a file says about its applicant is for the applicant alone', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  const mark = randomBytes(4).toString('hex');
  const author = `Author ${mark}`;
  const colleague = `Colleague ${mark}`;
  await page.goto(APPLY);
  await fillForm(page, {
    ...applicant,
    cv: await pdfBy(author, 'CV.pdf'),
    coverLetter: await docxChangedBy(colleague, 'Dear editors,', 'Letter.docx'),
  });
  await expect(saysOf(page, '#cv')).toContainText(author, CHECKED);
  await expect(saysOf(page, '#coverLetter')).toContainText(`Changes by${colleague}`, CHECKED);
  await expect(saysOf(page, '#cv')).toContainText('Editors do not see it when they read your document');
  await axeClean(page);
  await sendForm(page);
  const { number } = await readReceipt(page);
  await page.goto('/en/my/application');
  await expect(saysOf(page, 'li', 'CV.pdf')).toContainText(author);
  await expect(saysOf(page, 'li', 'Letter.docx')).toContainText(colleague);

  await openApplication(desk, number);
  for (const [slot, ways] of [
    ['CV', ['Pages', 'Text']],
    ['Cover letter', ['Text']],
  ] as const) {
    await openPiece(desk, slot);
    for (const way of ways) {
      if (ways.length > 1) await reader(desk).getByRole('link', { name: way, exact: true }).click();
      const { source, text } = await allOnTheDesk(desk, way);
      for (const found of [source, text]) {
        expect(found).not.toContain(author);
        expect(found).not.toContain(colleague);
        expect(found).not.toContain('What this file says about you');
      }
    }
  }
  await expect(textOf(desk).locator('body')).toContainText('Dear editors, Added later.');
});

test('an editor reads pages and text, fetches the original, and the applicant sees who did', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  const { number } = await apply(page, applicant);
  // At once at the CV: what stands first, the writing sample, would count as opened.
  await desk.goto(`/desk/applications/${number}?show=cv`);
  await expectPainted(desk);
  await reader(desk).getByRole('link', { name: 'Text', exact: true }).click();
  await expect(textOf(desk).locator('body')).toContainText('Curriculum vitae');

  const fetch = reader(desk).getByRole('link', { name: /^Original/ });
  const address = (await fetch.getAttribute('href')) ?? '';
  const text = await desk.request.get(`${address}/text`);
  expect(text.headers()['content-type']).toBe('text/html; charset=utf-8');
  expectLocked(text, /^sandbox allow-same-origin; default-src 'none'; style-src 'sha256-[^ ]+'; img-src data:;/);
  const first = await desk.request.get(`${address}/pages/1`);
  expect(first.headers()['content-type']).toMatch(/^image\/(png|webp)$/);
  expectLocked(first, /^default-src 'none'; sandbox$/);
  expect((await desk.request.get(`${address}/pages/2`)).status()).toBe(404);
  expect((await desk.request.get(`${address}/pages/0`)).status()).toBe(404);

  const download = desk.waitForEvent('download');
  await fetch.click();
  const bytes = Buffer.concat(await (await (await download).createReadStream()).toArray());
  expect(bytes.equals(applicant.cv.buffer)).toBe(true);
  const original = await desk.request.get(address);
  expectLocked(original, /^default-src 'none'; sandbox$/);
  expect(original.headers()['content-disposition']).toMatch(/^attachment; filename="/);
  expect(original.headers()['content-type']).toBe('application/pdf');

  await openPiece(desk, 'Cover letter');
  await expect(textOf(desk).locator('body')).toContainText('სამოტივაციო წერილი', CHECKED);
  const letter =
    (await reader(desk)
      .getByRole('link', { name: /^Original/ })
      .getAttribute('href')) ?? '';
  expect((await desk.request.get(`${letter}/pages/1`)).status()).toBe(404);

  for (const path of ['', '/pages/1', '/text']) {
    const stranger = await page.request.get(`${address}${path}`);
    expect(stranger.status(), `${path} for a stranger`).toBe(401);
    expect(await stranger.text()).toBe('');
  }

  await page.goto('/en/my/application');
  const opened = page.getByRole('listitem').filter({ hasText: applicant.cv.name });
  await expect(opened).toContainText(/opened .+ by an administrator/);
  await expect(page.getByRole('listitem').filter({ hasText: applicant.writingSample.name })).toContainText(
    'not opened yet',
  );
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says after saving which file is not taken, and will not send it', async ({ page, watch }) => {
    watch.expect(/status of 422/);
    const applicant = await inventApplicant();
    await page.goto(APPLY);
    await fillForm(page, { ...applicant, cv: lockedOdt('CV.odt') });
    await page.getByRole('button', { name: 'Save and continue later' }).first().click();
    await expect(async () => {
      await page.getByRole('button', { name: 'Save and continue later' }).first().click();
      await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Not taken', { timeout: 2_000 });
      await expect(slotOf(page, 'coverLetter').locator('.slot__state')).toHaveText('Ready', { timeout: 2_000 });
    }).toPass(CHECKED);
    await expect(slotOf(page, 'cv')).toContainText(PASSWORD);

    await sendForm(page);
    await expect(page.getByRole('alert')).toContainText(PASSWORD);

    await chooseFile(page, 'cv', applicant.cv);
    await sendForm(page);
    await readReceipt(page);
    await expect(page.getByRole('main')).toContainText(applicant.cv.name);
  });

  test('a file sent before its check and not taken stays out, and its applicant is asked for another', async ({
    page,
    personWith,
  }) => {
    const desk = await personWith({ storageState: administratorSession, javaScriptEnabled: true });
    const applicant = await inventApplicant();
    const { number } = await apply(page, { ...applicant, writingSample: await damagedPdf('Sample.pdf') });
    const mail = await waitForMail(
      (one) => mailTo(applicant.email)(one) && one.subject === `${number}: please send one document again`,
      'that asks for another copy',
    );
    expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(DAMAGED);
    expect(mail.text).not.toContain('Sample.pdf');

    await openApplication(desk, number);
    await openPiece(desk, 'Writing sample');
    await expect(reader(desk)).toContainText(
      'Not taken: it is damaged. The applicant has been asked for another copy.',
    );
    await expect(reader(desk).getByRole('link', { name: /^Original/ })).toHaveCount(0);
    const facts = desk.getByRole('complementary', { name: 'Application' });
    await expect(facts.getByRole('link', { name: /^Writing sample/ })).toHaveCount(0);
    await expect(facts.getByRole('listitem').filter({ hasText: 'Writing sample' }).first()).toContainText('Not taken');
    expect(await answersForAll(desk)).toContain(409);

    await page.goto('/en/my/application');
    const row = page.getByRole('listitem').filter({ hasText: 'Sample.pdf' });
    await expect(row).toContainText('Not taken');
    await expect(row).toContainText(DAMAGED);
    const better = await makePdf('The water came at night.', 'Sample, saved again.pdf');
    await row.locator('input[type="file"]').setInputFiles(better);
    await row.getByRole('button', { name: 'Send this file' }).click();
    await expect(page.getByRole('main')).toContainText(better.name);

    await desk.reload();
    await expectPainted(desk);
    await expect(reader(desk)).not.toContainText('Not taken');
    await expect(reader(desk).getByRole('link', { name: /^Original/ })).toHaveCount(1);
  });
});

function reader(desk: Page) {
  return desk.getByRole('region', { name: 'Document', exact: true });
}

function textOf(desk: Page) {
  return desk.frameLocator('iframe.text-frame');
}

function saysOf(page: Page, place: string, hasText?: string) {
  return page.locator(place, hasText ? { hasText } : {}).locator('.says');
}

async function openPiece(desk: Page, name: string): Promise<void> {
  await desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name, exact: true }).click();
  await expect(desk.getByRole('navigation', { name: 'Documents' }).locator('[aria-current]')).toHaveText(name);
}

/** The first page stands there as a picture that has really been painted. */
async function expectPainted(desk: Page): Promise<void> {
  const image = reader(desk).getByRole('img', { name: /^Page 1 of/ });
  await expect(image).toBeVisible(CHECKED);
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth), CHECKED).toBeGreaterThan(600);
}

/** The desk's page as it is sent, and as it is seen, the text in its frame with it. */
async function allOnTheDesk(desk: Page, way: 'Pages' | 'Text'): Promise<{ source: string; text: string }> {
  if (way === 'Pages') await expectPainted(desk);
  else await expect(textOf(desk).locator('body')).not.toBeEmpty(CHECKED);
  const framed = way === 'Text' ? await textOf(desk).locator('html').innerHTML() : '';
  const sent = await (await desk.request.get(desk.url())).text();
  return { source: sent, text: (await desk.content()) + framed };
}

function expectLocked(answer: APIResponse, policy: RegExp): void {
  expect(answer.status()).toBe(200);
  const headers = answer.headers();
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toMatch(policy);
  expect(headers['cache-control']).toBe('private, no-store');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(headers['referrer-policy']).toBe('no-referrer');
}

/** What the portal answers to a request for each id that the desk's page names, as an original. */
async function answersForAll(desk: Page): Promise<number[]> {
  const ids = new Set((await desk.content()).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);
  return Promise.all([...ids].map(async (id) => (await desk.request.get(`/api/documents/${id}`)).status()));
}
