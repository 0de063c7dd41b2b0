import type { Locator, Page } from '@playwright/test';
import { APPLY, CHECKED, inventApplicant, readReceipt, slotOf } from '../support/applicant';
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
    await tabTo(page, slotOf(page, field).locator(`input[type="file"][name="${field}"]`));
    const chooser = page.waitForEvent('filechooser');
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
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = target.parentElement?.closest('[role=status]') ?? (target as Element).closest?.('[role=status]');
        const text = region?.textContent ?? '';
        if (text !== '' && heard.at(-1) !== text) heard.push(text);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: 1024 * 1024,
  });
  const { pdfOf } = await import('../support/documents');
  await slot.locator('input[type="file"]').setInputFiles(await pdfOf(4 * 1024 * 1024, 'cv.pdf'));
  await expect(slot).toContainText('Ready', CHECKED);
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
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
