import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { type FileToSend, makeDocx, makePdf } from './documents';
import { expect } from './test';

export const CALL = 'regional-specialists';
export const APPLY = `/en/calls/${CALL}/apply`;
export const EDITORIAL_INBOX = 'redaktion@caucasuswatch.de';
export const QUESTIONS_INBOX = 'i.dostalik@caucasuswatch.de';

export type Applicant = {
  name: string;
  nameLatin: string;
  email: string;
  place: string;
  cv: FileToSend;
  coverLetter: FileToSend;
  writingSample: FileToSend;
};
export type Receipt = { code: string; number: string };
/** Each file is examined by a process of its own, which a small machine starts slowly. */
export const CHECKED = { timeout: 40_000 };
type FileField = 'cv' | 'coverLetter' | 'writingSample';

/** Somebody new each time: her name and address are found nowhere else. */
export async function inventApplicant(): Promise<Applicant> {
  const mark = randomBytes(5).toString('hex');
  return {
    name: `ქეთევან მთისძირელი-${mark}`,
    nameLatin: `Ketevan Mtisdzireli-${mark}`,
    email: `ketevan.${mark}@example.org`,
    place: `Svaneti-${mark}`,
    cv: await makePdf(`Curriculum vitae\n${mark}`, `CV Mtisdzireli ${mark}.pdf`),
    coverLetter: await makeDocx(
      `სამოტივაციო წერილი\nმე ვცხოვრობ სვანეთში.\n${mark}`,
      `სამოტივაციო წერილი ${mark}.docx`,
    ),
    writingSample: await makePdf(`წყლის დღე\nტექსტი წყლის შესახებ.\n${mark}`, `Water Day ${mark}.pdf`),
  };
}

export async function fillAnswers(page: Page, applicant: Applicant): Promise<void> {
  await page.getByLabel('Your name', { exact: true }).fill(applicant.name);
  await page.getByLabel('In Latin letters').fill(applicant.nameLatin);
  await page.getByLabel('E-mail', { exact: false }).first().fill(applicant.email);
  await page.getByRole('checkbox', { name: 'Georgia', exact: true }).check();
  await page.getByLabel('The place you know best').fill(applicant.place);
  await page.getByRole('checkbox', { name: 'I write in Georgian' }).check();
  await page.getByRole('checkbox', { name: 'I follow sources in Russian' }).check();
  await page.getByRole('checkbox', { name: 'Water and land' }).check();
  await page.getByRole('checkbox', { name: /The editors and reviewers of this call may read/ }).check();
}

/** Chooses a file for a slot; a large one is given by its path, because bytes travel slowly to the browser. */
export async function chooseFile(page: Page, field: FileField, file: FileToSend | string): Promise<void> {
  const slot = slotOf(page, field);
  await slot.locator(`input[type="file"][name="${field}"]`).setInputFiles(file);
}

export function slotOf(page: Page, field: FileField): Locator {
  return page.locator(`.slot#${field}`);
}

export async function fillForm(page: Page, applicant: Applicant): Promise<void> {
  await fillAnswers(page, applicant);
  await chooseFile(page, 'cv', applicant.cv);
  await chooseFile(page, 'coverLetter', applicant.coverLetter);
  await chooseFile(page, 'writingSample', applicant.writingSample);
}

export async function sendForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send application' }).click();
}

/** What the receipt page says, once it is there. */
export async function readReceipt(page: Page): Promise<Receipt> {
  await expect(page.getByRole('heading', { level: 1, name: 'It has arrived.' })).toBeVisible();
  const code = (await page.locator('[data-code]').innerText()).replace(/\s+/g, ' ').trim();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}( [0-9A-HJKMNP-TV-Z]{4}){3}$/);
  const text = await page.getByRole('main').innerText();
  const number = /\bAPP-[0-9A-HJKMNP-TV-Z]{4,6}\b/.exec(text)?.[0] ?? '';
  expect(number, 'the public number on the receipt').not.toBe('');
  return { code, number };
}

/** The whole way of an applicant, for journeys that begin after it. */
export async function apply(page: Page, applicant: Applicant, form = APPLY): Promise<Receipt> {
  await page.goto(form);
  await fillForm(page, applicant);
  await sendForm(page);
  return readReceipt(page);
}

export async function openWithCode(page: Page, code: string): Promise<void> {
  await page.goto('/en/my');
  await page.getByRole('textbox', { name: 'Receipt code' }).fill(code);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}
