import type { Page } from '@playwright/test';
import { APPLY, type Applicant, fillForm, inventApplicant, readReceipt, sendForm } from './applicant';

export type Sent = { applicant: Applicant; number: string; code: string };

/** Applies for one region only, so that a journey can narrow the list down to its own people. */
export async function applyFrom(page: Page, region: string): Promise<Sent> {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByRole('checkbox', { name: 'Georgia', exact: true }).uncheck();
  await page.getByRole('checkbox', { name: region, exact: true }).check();
  await sendForm(page);
  return { applicant, ...(await readReceipt(page)) };
}
