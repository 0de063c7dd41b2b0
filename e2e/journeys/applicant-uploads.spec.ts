import {
  APPLY,
  CHECKED,
  chooseFile,
  fillAnswers,
  fillForm,
  inventApplicant,
  openWithCode,
  readReceipt,
  sendForm,
  slotOf,
} from '../support/applicant';
import { disguisedProgram, MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { NO_LINE, offsetsSent, SLOW, sendPartly, slowDown } from '../support/line';
import { expect, test } from '../support/test';

test('files travel the moment they are chosen, and not again with the form', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  for (const field of ['cv', 'coverLetter', 'writingSample'] as const)
    await expect(slotOf(page, field).locator('.slot__state')).toHaveText('Ready', CHECKED);
  const posting = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/apply'));
  await sendForm(page);
  expect((await (await posting).sizes()).requestBodySize).toBeLessThan(20_000);
  await readReceipt(page);
  for (const file of [applicant.cv, applicant.coverLetter, applicant.writingSample])
    await expect(page.getByRole('main')).toContainText(file.name);
});

test('of two files chosen at once for one place the later one counts', async ({ page }) => {
  const applicant = await inventApplicant();
  const second = await makePdf('The second thought', 'second thought.pdf');
  const third = await makePdf('The third thought', 'third thought.pdf');
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await chooseFile(page, 'cv', second);
  await chooseFile(page, 'cv', third);
  await sendForm(page);
  await readReceipt(page);
  await expect(page.getByRole('main')).toContainText(third.name);
  await expect(page.getByRole('main')).not.toContainText(second.name);
  await expect(page.getByRole('main')).not.toContainText(applicant.cv.name);
});

test('an upload goes on by itself where it stopped when the line is back', async ({ page, watch }) => {
  watch.expect(NO_LINE);
  await page.goto(APPLY);
  const offsets = await sendPartly(page, await pdfOf(2 * MEGABYTE));
  await expect(slotOf(page, 'cv').getByRole('progressbar')).toBeVisible();
  const before = Math.max(...offsets);
  await page.context().setOffline(true);
  await expect(slotOf(page, 'cv')).toContainText('Connection lost. It will continue by itself where it stopped');
  await page.context().setOffline(false);
  await slowDown(page, null);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(offsets.slice(offsets.lastIndexOf(before) + 1).every((offset) => offset >= before)).toBe(true);
});

test('after a reload the same file goes on where it stopped, and another one begins anew', async ({ page, watch }) => {
  watch.expect(NO_LINE);
  const file = await pdfOf(2 * MEGABYTE);
  await page.goto(APPLY);
  const offsets = await sendPartly(page, file);
  await page.reload();
  await expect(slotOf(page, 'cv')).toContainText('Choose the same file again: only what is missing is sent.');
  offsets.length = 0;
  await slowDown(page, null);
  await chooseFile(page, 'cv', file);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(offsets).not.toHaveLength(0);
  expect(Math.min(...offsets)).toBeGreaterThan(0);

  await page.reload();
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
});

test('what is here of a file stays here where the portal is out of reach as it is chosen again', async ({
  page,
  watch,
}) => {
  watch.expect(NO_LINE);
  watch.expect(/503/);
  const file = await pdfOf(2 * MEGABYTE);
  await page.goto(APPLY);
  const offsets = await sendPartly(page, file);
  await page.reload();
  await expect(slotOf(page, 'cv')).toContainText('Choose the same file again: only what is missing is sent.');
  offsets.length = 0;
  await slowDown(page, null);
  // What a proxy answers while the portal behind it is started anew.
  await page.route('**/api/uploads/*', (route) => route.fulfill({ status: 503 }), { times: 1 });
  await chooseFile(page, 'cv', file);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(offsets).not.toHaveLength(0);
  expect(Math.min(...offsets)).toBeGreaterThan(0);
});

test('a saved draft goes on on another device with the same file', async ({ page, personWith, watch }) => {
  watch.expect(NO_LINE);
  const applicant = await inventApplicant();
  const file = await pdfOf(2 * MEGABYTE, 'CV.pdf');
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await sendPartly(page, file);
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  const saved = page.getByRole('status').filter({ hasText: 'Saved at' });
  await expect(saved).toBeVisible({ timeout: 30_000 });
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'going');
  const code = (await saved.locator('.code').innerText()).replace(/\s+/g, ' ').trim();
  await page.close();

  const elsewhere = await personWith();
  await openWithCode(elsewhere, code);
  await elsewhere.getByRole('button', { name: 'Continue writing' }).click();
  await expect(slotOf(elsewhere, 'cv')).toContainText('are here');
  const sentElsewhere = offsetsSent(elsewhere);
  await chooseFile(elsewhere, 'cv', file);
  await expect(slotOf(elsewhere, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  expect(Math.min(...sentElsewhere)).toBeGreaterThan(0);
});

test('sending waits for what is still on its way, and happens by itself', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await slowDown(page, SLOW);
  await fillForm(page, { ...applicant, cv: await pdfOf(MEGABYTE) });
  await sendForm(page);
  await expect(page.getByText('Your documents are still on their way.')).toBeVisible();
  await slowDown(page, null);
  await readReceipt(page);
});

test('an upload is paused, goes on, is stopped, and a finished one is removed', async ({ page }) => {
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  await sendPartly(page, await pdfOf(2 * MEGABYTE));
  await cv.getByRole('button', { name: 'Pause' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('Paused');
  await cv.getByRole('button', { name: 'Continue' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('On its way');
  await cv.getByRole('button', { name: 'Stop and remove' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('Missing');

  await slowDown(page, null);
  await chooseFile(page, 'cv', await pdfOf(5000));
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  await cv.getByRole('button', { name: 'Remove' }).click();
  await expect(cv.locator('.slot__state')).toHaveText('Missing');
  await page.reload();
  await expect(cv.locator('.slot__state')).toHaveText('Missing');
});

test('a file that could not be removed for want of a line is shown as here, and goes at the next try', async ({
  page,
  context,
  watch,
}) => {
  watch.expect(NO_LINE);
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  await chooseFile(page, 'cv', await makePdf('Not this one', 'not this one.pdf'));
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  await context.setOffline(true);
  await cv.getByRole('button', { name: 'Remove' }).click();
  await expect(cv.locator('[data-why]')).toContainText('this file could not be removed: it is still here');
  await expect(cv).toContainText('not this one.pdf');
  await context.setOffline(false);
  const removing = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await cv.getByRole('button', { name: 'Remove' }).click();
  expect((await removing).status()).toBe(204);
  await page.reload();
  await expect(cv).not.toContainText('not this one.pdf');
});

test('a file that is not what its name says is refused at once, with a sentence', async ({ page, watch }) => {
  watch.expect(/status of 415/);
  await page.goto(APPLY);
  await chooseFile(page, 'cv', disguisedProgram());
  await expect(slotOf(page, 'cv').getByRole('alert')).toContainText(
    'What is inside this file is not what its name says.',
  );
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Not taken');
});

test('a slot no longer says that its file is missing once one is chosen', async ({ page, watch }) => {
  watch.expect(/status of 422/);
  await page.goto(APPLY);
  await sendForm(page);
  const cv = slotOf(page, 'cv');
  await expect(cv).toContainText('Your CV is still missing.');
  await chooseFile(page, 'cv', await pdfOf(5000));
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  await expect(cv).not.toContainText('still missing');
});

for (const [what, name, shown] of [
  ['holds signs that turn it round is shown without them', 'cv \u202excod.pdf', 'cv xcod.pdf'],
  ['is longer than the portal keeps is shown shortened', `${'a'.repeat(240)}.pdf`, `${'a'.repeat(196)}.pdf`],
] as const)
  test(`a file whose name ${what}, and goes on after a reload`, async ({ page }) => {
    const file = await pdfOf(2 * MEGABYTE, name);
    await page.goto(APPLY);
    const cv = slotOf(page, 'cv');
    const offsets = await sendPartly(page, file);
    await expect(cv.locator('.file').first()).toHaveText(shown);
    await page.reload();
    await expect(cv).toContainText('are here');
    offsets.length = 0;
    await slowDown(page, null);
    await chooseFile(page, 'cv', file);
    await expect(cv).toHaveAttribute('data-here', '');
    expect(offsets).not.toHaveLength(0);
    expect(Math.min(...offsets)).toBeGreaterThan(0);
  });

test('a good file stays as it was beside one that is not taken, and beside one that is given up on its way', async ({
  page,
  watch,
}) => {
  watch.expect(/status of 415/);
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  const cv = slotOf(page, 'cv');
  const isAsItWas = async () => {
    await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
    await expect(cv).toContainText(applicant.cv.name);
  };
  await isAsItWas();
  await sendPartly(page, await pdfOf(2 * MEGABYTE, 'second thought.pdf'));
  await cv.getByRole('button', { name: 'Stop and remove' }).click();
  await isAsItWas();
  await expect(cv).not.toContainText('second thought.pdf');
  await slowDown(page, null);
  await chooseFile(page, 'cv', disguisedProgram());
  await expect(cv.getByRole('alert')).toContainText('What is inside this file is not what its name says.');
  await expect(cv.getByRole('alert')).toContainText('Your earlier file is still here.');
  await isAsItWas();
  await sendForm(page);
  const another = cv.getByRole('button', { name: 'Replace' });
  await expect(another, 'pressed sooner than the reason can be read: that comes first').toBeFocused();
  await sendForm(page);
  await readReceipt(page);
  await expect(page.getByRole('main')).toContainText(applicant.cv.name);
});

test('a letter typed in the place of a file that was not taken is sent', async ({ page, watch }) => {
  watch.expect(/status of 415/);
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await chooseFile(page, 'cv', applicant.cv);
  await chooseFile(page, 'writingSample', applicant.writingSample);
  await chooseFile(page, 'coverLetter', disguisedProgram());
  const letter = slotOf(page, 'coverLetter');
  await expect(letter.getByRole('alert')).toContainText('What is inside this file is not what its name says.');
  await letter.getByText('Type it here instead').click();
  await letter.locator('[name=coverLetterText]').fill('I live close to what I describe.');
  await sendForm(page);
  await readReceipt(page);
});
