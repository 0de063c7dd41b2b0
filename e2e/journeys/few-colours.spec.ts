import type { Locator, Page } from '@playwright/test';
import { APPLY, apply, inventApplicant, slotOf } from '../support/applicant';
import { axeClean } from '../support/axe';
import { MEGABYTE, pdfOf } from '../support/documents';
import { sendPartly } from '../support/line';
import { expect, test } from '../support/test';

async function pausedUpload(page: Page): Promise<Locator> {
  await page.goto(APPLY);
  await sendPartly(page, await pdfOf(2 * MEGABYTE));
  await slotOf(page, 'cv').getByRole('button', { name: 'Pause' }).click();
  return slotOf(page, 'cv').getByRole('progressbar');
}

/** What it looks like with so much of it done. */
async function looksAt(bar: Locator, percent: number): Promise<Buffer> {
  await bar.evaluate((one, value) => Object.assign(one, { value }), percent);
  return bar.screenshot();
}

for (const media of [{ forcedColors: 'active' }, { contrast: 'more' }] as const) {
  test(`with ${Object.entries(media).join(' ')} an upload shows how far it is, and where it ends`, async ({ page }) => {
    await page.emulateMedia(media);
    const bar = await pausedUpload(page);
    const { borderTopWidth, borderTopStyle } = await bar.evaluate((one) => {
      const style = getComputedStyle(one);
      return { borderTopWidth: style.borderTopWidth, borderTopStyle: style.borderTopStyle };
    });
    expect([borderTopWidth, borderTopStyle]).toEqual(['1px', 'solid']);
    expect((await looksAt(bar, 80)).equals(await looksAt(bar, 20))).toBe(false);
    await axeClean(page);
  });
}

test('in two colours the steps behind one differ from those ahead', async ({ page }) => {
  await apply(page, await inventApplicant());
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/en/my/application');
  const grounds = await page
    .locator('.steps > li')
    .evaluateAll((steps) =>
      steps.map((step) => [step.dataset.s ?? 'ahead', getComputedStyle(step, '::before').backgroundColor]),
    );
  const done = grounds.filter(([state]) => state === 'done').map(([, ground]) => ground);
  const ahead = grounds.filter(([state]) => state !== 'done').map(([, ground]) => ground);
  expect(done.length).toBeGreaterThan(0);
  expect(ahead.length).toBeGreaterThan(0);
  expect(done.filter((ground) => ahead.includes(ground))).toEqual([]);
});
