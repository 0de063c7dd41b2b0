import type { Page } from '@playwright/test';
import { apply, CALL, CHECKED, chooseFile, inventApplicant, slotOf } from '../support/applicant';
import { axeClean } from '../support/axe';
import { endSessionsOf } from '../support/database';
import { disguisedProgram, type FileToSend, MEGABYTE, makePdf, pdfOf } from '../support/documents';
import { NO_LINE, offsetsSent, SLOW, slowDown, takeLineAway, untilPartlyHere } from '../support/line';
import { expect, test } from '../support/test';
import { LANGUAGES, type Language, textsOf } from '../support/texts';

/** As narrow as a telephone: the longest word of a state must fit, whatever its language. */
test.use({ viewport: { width: 360, height: 740 } });
test.setTimeout(120_000);
test.describe.configure({ mode: 'parallel' });

const DOCUMENTS = 'section[aria-labelledby="documents"]';
const SENT = 'section[aria-labelledby="sent"]';

/** @param within the part that the state changes; the page around it is looked at in other journeys */
async function look(page: Page, language: Language, within: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth, `what sticks out of ${page.url()}`).toBe(clientWidth);
  // What lies under the bar at the foot of the window only has to be scrolled to.
  await page.evaluate(() => scrollTo(0, 0));
  await axeClean(page, within);
}

test('a newer version chosen, on its way, refused, half here, cut off and arrived is accessible in each', async ({
  page,
  watch,
}) => {
  watch.expect(NO_LINE);
  watch.expect(/status of 415/);
  await apply(page, await inventApplicant());
  const offsets = offsetsSent(page);
  for (const language of LANGUAGES) {
    const t = textsOf(language);
    const form = (slot: string) => page.locator(`form[data-replace]:has([data-slot=${slot}])`);
    const choose = (slot: string, file: FileToSend) => form(slot).locator('input[type="file"]').setInputFiles(file);
    const send = (slot: string) =>
      form(slot)
        .getByRole('button', { name: t('status.replaceSend') })
        .click();
    const open = () =>
      page.locator('details:has(form[data-replace])').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '');
      });
    await page.goto(`/${language}/my/application`);
    await open();
    await choose('cover_letter', disguisedProgram());
    await send('cover_letter');
    await expect(form('cover_letter').getByRole('alert')).toBeVisible();
    await choose('writing_sample', await makePdf('A sample'));
    await expect(form('writing_sample').locator('.slot__state')).toHaveText(t('apply.stateChosen'));
    await slowDown(page, SLOW);
    offsets.length = 0;
    await choose('cv', await pdfOf(MEGABYTE, `CV ${language}.pdf`));
    await send('cv');
    await expect.poll(() => Math.max(0, ...offsets)).toBeGreaterThan(0);
    await look(page, language, SENT);

    await page.reload();
    await slowDown(page, null);
    await expect(form('cv')).toContainText(t('uploads.same'));
    await open();
    await choose('cover_letter', await makePdf('A letter', `Letter ${language}.pdf`));
    await send('cover_letter');
    await expect(page.locator(`${SENT} li > .file`, { hasText: `Letter ${language}.pdf` })).toBeVisible();
    await open();
    await slowDown(page, SLOW);
    await choose('writing_sample', await pdfOf(MEGABYTE));
    await send('writing_sample');
    await expect(form('writing_sample').locator('[data-slot]')).toHaveAttribute('data-state', 'going');
    await takeLineAway(page);
    await expect(form('writing_sample')).toContainText(t('uploads.lost'));
    await expect(form('cv')).toContainText(t('uploads.same'));
    await look(page, language, SENT);
    await slowDown(page, null);
  }
});

for (const language of LANGUAGES) {
  const t = textsOf(language);

  test(`a file on its way, paused, refused, half here, cut off and arrived is accessible in ${language}`, async ({
    page,
    watch,
  }) => {
    watch.expect(NO_LINE);
    watch.expect(/status of 415/);
    const file = await pdfOf(MEGABYTE, 'CV.pdf');
    await page.goto(`/${language}/calls/${CALL}/apply`);
    const [cv, letter, sample] = [slotOf(page, 'cv'), slotOf(page, 'coverLetter'), slotOf(page, 'writingSample')];
    const offsets = offsetsSent(page);
    await chooseFile(page, 'writingSample', disguisedProgram());
    await expect(sample).toHaveAttribute('data-state', 'refused');
    await slowDown(page, SLOW);
    await chooseFile(page, 'cv', file);
    await untilPartlyHere(page, offsets);
    await cv.getByRole('button', { name: t('uploads.pause') }).click();
    await expect(cv).toContainText(t('uploads.byYou'));
    await chooseFile(page, 'coverLetter', await pdfOf(MEGABYTE));
    await expect(letter).toHaveAttribute('data-state', 'going');
    await look(page, language, DOCUMENTS);

    await page.reload();
    await slowDown(page, null);
    await chooseFile(page, 'writingSample', await makePdf('A sample'));
    await expect(sample.locator('.slot__state')).toHaveText(t('checks.own.ready'), CHECKED);
    await expect(cv).toContainText(t('uploads.same'));
    await slowDown(page, SLOW);
    await chooseFile(page, 'coverLetter', await pdfOf(MEGABYTE, 'letter.pdf'));
    await expect(letter).toHaveAttribute('data-state', 'going');
    await takeLineAway(page);
    await expect(letter).toContainText(t('uploads.lost'));
    await expect(cv).toContainText(t('uploads.same'));
    await look(page, language, DOCUMENTS);
  });

  test(`a question, its code, its ended session and its thread are accessible in ${language}`, async ({
    page,
    watch,
  }) => {
    watch.expect(/status of 4(01|22)/);
    const heading = page.getByRole('heading', { level: 1 });
    await page.goto(`/${language}/questions`);
    await page.getByRole('button', { name: t('questions.send') }).click();
    await expect(page.locator('#outcome')).toBeVisible();
    await look(page, language, 'main');
    await page.getByLabel(t('questions.text'), { exact: true }).fill('ერთი კითხვა?');
    await page.getByRole('button', { name: t('questions.send') }).click();
    await expect(heading).toHaveText(t('questions.receiptTitle'));
    await look(page, language, 'main');

    const code = await page.locator('[data-code]').innerText();
    const number = /\bQ-[0-9A-Z]{4,6}\b/.exec(await page.getByRole('main').innerText())?.[0] ?? '';
    await page.getByRole('link', { name: t('questions.open') }).click();
    await page.getByText(t('questions.again'), { exact: true }).click();
    await page.getByLabel(t('questions.againLabel')).fill('კიდევ ერთი.');
    await endSessionsOf(number);
    await page.getByRole('button', { name: t('questions.againSend') }).click();
    await expect(heading).toHaveText(t('my.ended'));
    await look(page, language, 'main');
    await page.getByLabel(t('my.code')).fill(code);
    await page.getByRole('button', { name: t('my.open'), exact: true }).click();
    await expect(page.getByRole('status')).toContainText(t('my.keptAgain'));
    await look(page, language, 'main');
  });
}
