import type { Page } from '@playwright/test';
import { APPLY } from './applicant';
import { expect } from './test';

export const place = (page: Page) => page.getByLabel('The place you know best');
export const marks = (page: Page) => page.locator('[data-saved]');

/** The page has heard that what stands in it is kept. */
export async function untilSaved(page: Page): Promise<void> {
  await expect(marks(page).first()).toHaveText(/^Saved \d/);
}

/** Types as somebody does, and waits until the portal has it. */
export async function write(page: Page, text: string): Promise<void> {
  await place(page).fill(text);
  const kept = async () => {
    const token = await page.locator('input[name="draft"]').inputValue();
    const answer = await page.request.get(`${APPLY}/draft`, { headers: { 'draft-token': token } });
    return answer.ok() ? ((await answer.json()) as { values: { place: string } }).values.place : null;
  };
  await expect.poll(kept).toBe(text);
  await untilSaved(page);
}

export async function codeIn(page: Page): Promise<string> {
  const code = await page.locator('[data-later-code] .code').first().textContent();
  return (code ?? '').trim();
}
