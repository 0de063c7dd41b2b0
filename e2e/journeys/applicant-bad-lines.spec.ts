import { appendFile, writeFile } from 'node:fs/promises';
import { APPLY, CHECKED, chooseFile, sendForm, slotOf } from '../support/applicant';
import { MEGABYTE, pdfOf } from '../support/documents';
import { offsetsSent, SLOW, slowDown, untilPartlyHere } from '../support/line';
import { expect, test } from '../support/test';

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
  const offsets = offsetsSent(page);
  await slowDown(page, SLOW);
  await chooseFile(page, 'cv', path);
  await untilPartlyHere(page, offsets);
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
  expect(Math.min(...offsets)).toBeGreaterThan(0);
});
