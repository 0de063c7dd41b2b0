import type { Locator, Page } from '@playwright/test';
import { APPLY, CHECKED, inventApplicant, readReceipt, slotOf } from '../support/applicant';
import { axeClean } from '../support/axe';
import { MEGABYTE, pdfOf } from '../support/documents';
import { heardIn, listen } from '../support/heard';
import { NO_LINE, offsetsSent, SLOW, slowDown, takeLineAway, untilPartlyHere } from '../support/line';
import { expect, test } from '../support/test';

/** Presses Tab until the control has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeAttached();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await control.evaluate((one) => one === document.activeElement)) {
      expect(await focusIsSeen(page), 'the focus can be seen').toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${control}.`);
}

/** An outline around it, or around what stands for it, and inside the window. */
async function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one) return false;
    const shown = [one, one.closest('.pick')?.querySelector('.btn') ?? one];
    return shown.some((it) => getComputedStyle(it).outlineStyle !== 'none');
  });
}

test('somebody without a mouse fills the form, hears what is missing, sends it and comes back', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.expect(/status of 422/);
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'To the form' })).toBeFocused();
  await page.keyboard.press('Enter');

  const send = page.getByRole('button', { name: 'Send application' });
  await tabTo(page, send);
  await page.keyboard.press('Enter');
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await tabTo(page, summary.getByRole('link', { name: 'Your name' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your name', { exact: true })).toBeFocused();
  await page.keyboard.type(applicant.nameLatin);
  for (const name of ['Georgia', 'I write in Georgian']) {
    await tabTo(page, page.getByRole('checkbox', { name, exact: true }));
    await page.keyboard.press('Space');
  }
  for (const field of ['cv', 'coverLetter', 'writingSample'] as const) {
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, slotOf(page, field).locator(`input[type="file"][name="${field}"]`));
    await page.keyboard.press('Space');
    await (await chooser).setFiles(applicant[field]);
    await expect(slotOf(page, field)).toContainText('Ready', CHECKED);
  }
  // Without an address there is nothing to mail to: that is agreed to with the keyboard as well.
  await tabTo(page, page.getByRole('checkbox', { name: /The editors and reviewers of this call may read/ }));
  await page.keyboard.press('Space');
  await tabTo(page, send);
  await page.keyboard.press('Enter');
  const { code } = await readReceipt(page);

  await tabTo(page, page.getByRole('button', { name: 'Close on this device' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('Closed on this device.');
  await tabTo(page, page.getByRole('textbox', { name: 'Receipt code' }));
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waiting to be read');
});

test('an upload tells a screen reader of each quarter, politely, and of its end', async ({ page }) => {
  await page.goto(APPLY);
  const slot = slotOf(page, 'cv');
  await listen(page);
  await slowDown(page, MEGABYTE);
  await slot.locator('input[type="file"]').setInputFiles(await pdfOf(4 * MEGABYTE, 'cv.pdf'));
  await expect(slot).toContainText('Ready', CHECKED);
  const heard = await heardIn(page);
  expect(heard).toContain('CV is here.');
  expect(heard.at(-1)).toBe('CV: checked and ready.');
  expect(heard.filter((line) => /CV: \d+% sent/.test(line)).length).toBeGreaterThan(0);
  expect(heard.length).toBeLessThanOrEqual(6);
});

test('who asks for less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(APPLY);
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((one) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
        return (
          Number.parseFloat(transitionDuration) > 0 ||
          (animationName !== 'none' && Number.parseFloat(animationDuration) > 0)
        );
      }).length,
  );
  expect(moving).toBe(0);
});

test('in an upload the keyboard stays where it was, and what stops and goes on is said aloud', async ({
  page,
  watch,
}) => {
  watch.expect(NO_LINE);
  await page.goto(APPLY);
  const cv = slotOf(page, 'cv');
  const button = (name: string) => cv.getByRole('button', { name });
  const input = cv.locator('input[type="file"]');
  await listen(page);
  const offsets = offsetsSent(page);
  await slowDown(page, SLOW);
  // The browser is told to hand the chooser over by another way than its keys: what is asked for last may come first.
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, input);
  await page.keyboard.press('Space');
  await (await chooser).setFiles(await pdfOf(3 * MEGABYTE));
  await expect(button('Pause')).toBeFocused();
  await axeClean(page);
  await untilPartlyHere(page, offsets);

  await page.keyboard.press('Enter');
  await expect(button('Continue')).toBeFocused();
  await axeClean(page);
  await page.keyboard.press('Enter');
  await expect(button('Pause')).toBeFocused();

  await takeLineAway(page);
  await expect(button('Try now')).toBeFocused();
  await axeClean(page);
  await slowDown(page, SLOW);
  await expect(button('Pause')).toBeFocused();
  await tabTo(page, button('Stop and remove'));
  await page.keyboard.press('Enter');
  await expect(input).toBeFocused();

  await slowDown(page, null);
  await input.setInputFiles(await pdfOf(5000));
  await expect(cv.locator('.slot__state')).toHaveText('Ready', CHECKED);
  await expect(button('Replace')).toBeFocused();
  await tabTo(page, button('Remove'));
  await page.keyboard.press('Enter');
  await expect(input).toBeFocused();

  const heard = (await heardIn(page)).filter((line) => line.startsWith('CV') && !line.includes('%'));
  expect(heard).toEqual([
    'CV: Paused by you. What has arrived stays here for seven days.',
    'CV: On its way',
    'CV: Connection lost. It will continue by itself where it stopped; you can go on writing.',
    'CV: On its way',
    'CV is here.',
    'CV: checked and ready.',
  ]);
});
