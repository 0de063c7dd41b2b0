import type { Page } from '@playwright/test';
import { apply, CHECKED, inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { openApplication } from '../support/member';
import { lockedPdf } from '../support/odd-documents';
import { expect, test } from '../support/test';

async function openPages(desk: Page, piece: string) {
  await desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: piece, exact: true }).click();
  await expect(desk.getByRole('navigation', { name: 'Documents' }).locator('[aria-current]')).toHaveText(piece);
  const leaf = desk.getByRole('region', { name: 'Document', exact: true }).getByRole('img', { name: /^Page 1 of/ });
  await expect(leaf).toBeVisible(CHECKED);
  return leaf;
}

test('no page of one document stands under the name of another', async ({ page, desk }) => {
  const { number } = await apply(page, await inventApplicant());
  await openApplication(desk, number);
  await openPages(desk, 'Writing sample');
  const life = await openPages(desk, 'CV');
  await life.evaluate((leaf) => leaf.setAttribute('data-of', 'CV'));
  const sample = await openPages(desk, 'Writing sample');
  await expect(sample).not.toHaveAttribute('data-of');
});

test('an earlier version is read on while a newer one was not taken, and the desk says so', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  const { number } = await apply(page, applicant);
  await openApplication(desk, number);
  await openPages(desk, 'CV');

  await page.goto('/en/my/application');
  const row = page.getByRole('listitem').filter({ hasText: applicant.cv.name });
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row.locator('input[type="file"]').setInputFiles(await lockedPdf('CV, locked.pdf'));
  await row.getByRole('button', { name: 'Send this file' }).click();
  await expect(page.getByRole('main')).toContainText('CV, locked.pdf');

  const note = desk.getByRole('region', { name: 'Document', exact: true }).getByText('A newer version was not taken:');
  await expect(async () => {
    await desk.reload();
    await expect(note).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  await openPages(desk, 'CV');
  await expect(desk.getByRole('complementary', { name: 'Application' })).toContainText('newer version not taken');
  await axeClean(desk);
});
