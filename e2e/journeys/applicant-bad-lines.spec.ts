import { randomBytes } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import {
  APPLY,
  CHECKED,
  chooseFile,
  fillAnswers,
  inventApplicant,
  readReceipt,
  sendForm,
  slotOf,
} from '../support/applicant';
import { type FileToSend, MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { NO_LINE, offsetsSent, sendPartly, slowDown } from '../support/line';
import { openApplication } from '../support/member';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

const CUTS = 4;
/** One that is cut is sent once more; of three megabytes there are four or five. */
const MOST_PIECES = 4 * CUTS;

/** Nothing in it comes twice, so that a piece in the wrong place is found. */
async function unevenPdf(bytes: number): Promise<FileToSend> {
  const pdf = await makePdf('An uneven file.', 'uneven.pdf');
  const lines = Array.from({ length: bytes / 64 }, () => `%${randomBytes(31).toString('hex')}\n`);
  return { ...pdf, buffer: Buffer.concat([pdf.buffer, Buffer.from(lines.join(''))]) };
}

test.setTimeout(90_000);

test('a file whose line breaks again and again arrives whole, byte for byte', async ({
  page,
  address,
  desk,
  watch,
}) => {
  watch.expect(NO_LINE);
  const applicant = await inventApplicant();
  const file = await unevenPdf(3 * MEGABYTE);
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await page.getByText('Type it here instead').click();
  await page.getByLabel('Cover letter, typed').fill('I have lived in Mestia for thirty years.');
  await page.getByText('It is on the web: give its address instead').click();
  await page.getByLabel('Address of the writing sample').fill('https://example.org/water-day');

  const offsets = offsetsSent(page);
  // Slow enough that a busy machine cuts before the file is through.
  await slowDown(page, MEGABYTE / 2);
  await chooseFile(page, 'cv', file);
  for (let cut = 1; cut <= CUTS; cut += 1) {
    const before = Math.max(0, ...offsets);
    await expect.poll(() => Math.max(0, ...offsets), { timeout: 20_000 }).toBeGreaterThan(before);
    address.cut();
    await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'paused');
  }
  await slowDown(page, null);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  // Each cut has had a piece after it, nothing was begun anew, and no cut sent the file round in circles.
  expect(offsets.length).toBeGreaterThan(CUTS);
  expect(offsets.filter((at) => at === 0)).toHaveLength(1);
  expect(offsets.length).toBeLessThanOrEqual(MOST_PIECES);

  await sendForm(page);
  const { number } = await readReceipt(page);
  await openApplication(desk, number);
  await desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: 'CV', exact: true }).click();
  // A document that cannot be shown just now offers its original a second time.
  const original = desk.getByRole('link', { name: /^Original/ }).first();
  const answer = await desk.request.get((await original.getAttribute('href')) ?? '');
  expect(file.buffer.equals(await answer.body())).toBe(true);
});

test('a file that the browser can no longer read is asked for again, and only the rest is sent', async ({
  page,
  watch,
}, testInfo) => {
  watch.expect(/ERR_UPLOAD_FILE_CHANGED|ERR_FILE_NOT_FOUND|ERR_ACCESS_DENIED|ERR_FAILED/);
  const file = await pdfOf(3 * MEGABYTE);
  const path = testInfo.outputPath('changing.pdf');
  await writeFile(path, file.buffer);
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  const offsets = await sendPartly(page, path);
  await appendFile(path, '%');
  await expect(cv).toContainText(
    'This browser can no longer read the file. Choose it again: only what is missing is sent.',
    { timeout: 20_000 },
  );
  await expect(cv.getByRole('status')).toContainText('CV: This browser can no longer read the file.');
  await sendForm(page);
  await expect(cv.locator('input[type="file"]')).toBeFocused();

  await writeFile(path, file.buffer);
  await slowDown(page, null);
  offsets.length = 0;
  await chooseFile(page, 'cv', path);
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(offsets).not.toHaveLength(0);
  expect(Math.min(...offsets)).toBeGreaterThan(0);
});

test('a telephone that slept in the middle of a file goes on with it when somebody wakes it', async ({
  page,
  address,
  watch,
}) => {
  watch.expect(NO_LINE);
  const file = await unevenPdf(3 * MEGABYTE);
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  const offsets = await sendPartly(page, file);
  const telephone = await page.context().newCDPSession(page);
  await telephone.send('Page.setWebLifecycleState', { state: 'frozen' });
  address.cut();
  // Longer than a page that is awake waits before its next try.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await expect(cv.locator('.slot__state')).not.toHaveText('Ready');
  await slowDown(page, null);
  await telephone.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
});

test('a letter and a question that are sent without a line stay in their fields, and go once it is back', async ({
  page,
  context,
}) => {
  await sendApplication(page, await inventApplicant());
  for (const { at, open, field, send } of [
    { at: '/en/my/application', open: 'Write to the editors', field: 'Your message', send: 'Send message' },
    { at: '/en/questions', open: null, field: 'Your question', send: 'Send question' },
  ]) {
    await page.goto(at);
    if (open) await page.getByText(open).click();
    await page.getByLabel(field).fill('Is the pass open in March?');
    await context.setOffline(true);
    await page.getByRole('button', { name: send }).click();
    await expect(page.getByRole('alert')).toContainText('There is no connection just now.');
    await expect(page.getByLabel(field)).toHaveValue('Is the pass open in March?');
    await context.setOffline(false);
    await page.getByRole('button', { name: send }).click();
    await expect(page.getByLabel(field)).not.toBeVisible();
  }
});
