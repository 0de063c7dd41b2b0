import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

/** Presses Tab until the control has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, control: Locator, most = 60): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    if (await control.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${control}.`);
}

/** The keyboard stands somewhere: the next key does not begin at the top of the page. */
export async function focusIsKept(page: Page, after: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName), { message: `focus after ${after}` })
    .not.toMatch(/^(BODY|HTML)$/);
}

/** The keys listen once the page is alive: before, a key press would be lost, as it would for a member. */
export async function keysListen(desk: Page): Promise<void> {
  const help = desk.getByRole('dialog', { name: 'Keys' });
  await expect(async () => {
    await desk.keyboard.press('?');
    await expect(help).toBeVisible({ timeout: 500 });
  }).toPass();
  await desk.keyboard.press('Escape');
  await expect(help).toBeHidden();
}
