import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { apply, chooseFile, fillAnswers, inventApplicant, readReceipt, sendForm } from '../support/applicant';
import { axeClean } from '../support/axe';
import { copyCall, openCall } from '../support/calls';
import { makeDocx, makePdf } from '../support/documents';
import { inviteMember, openApplication, signIn } from '../support/member';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test.describe.configure({ mode: 'serial' });

const SPELLINGS = [
  'ნათელა გზისპირელი',
  'ნათელასთვის',
  'გზისპირელმა',
  'Natela Gzispireli',
  'Натела Гзиспирели',
  'Нателе Гзиспирели',
  'Նաթելա Գզիսփիրելի',
];
/** Nobody else in these journeys is called so. */
const HER = /ნათელ|გზისპირ|Natel|Gzispir|Нател|Гзиспир|Նաթել|Գզիսփիր|nati\.g|\+995|natiwrites/i;

/** A call of its own: what is read blind here is read with names in all other journeys. */
const SLUG = `blind-${randomBytes(4).toString('hex')}`;
const APPLY_BLIND = `/en/calls/${SLUG}/apply`;

test.beforeAll(async ({ browser, baseURL }) => {
  await copyCall(SLUG);
  const context = await browser.newContext({ baseURL, storageState: administratorSession });
  await openCall(await context.newPage(), SLUG);
  await context.close();
});

async function setBlind(desk: Page, mode: 'reviewers' | 'everyone'): Promise<void> {
  await desk.goto('/desk/settings');
  const choice = desk.locator(`#review-${SLUG} select[name="blind"]`);
  await choice.selectOption(mode);
  await desk.locator(`#review-${SLUG}`).getByRole('button', { name: 'Save' }).first().click();
  await expect(desk).toHaveURL(/#review$/);
  await desk.reload();
  await expect(choice).toHaveValue(mode);
}

/** She names herself in every spelling, in the letter and in the names of her files. */
async function planted(page: Page): Promise<string> {
  const applicant = await inventApplicant();
  await page.goto(APPLY_BLIND);
  await fillAnswers(page, {
    ...applicant,
    name: SPELLINGS[0] ?? '',
    nameLatin: 'Natela Gzispireli',
    email: 'nati.g@example.org',
  });
  await chooseFile(page, 'cv', await makeDocx('A life by Natela Gzispireli', 'CV Natela Gzispireli.docx'));
  await chooseFile(page, 'writingSample', await makePdf('Water day', 'Water Day ნათელა.pdf'));
  const letter = `${SPELLINGS.join('; ')}. Write to nati.g@example.org or +995 599 12 34 56, @natiwrites. The notebook carries the piece.`;
  const field = page.locator('textarea[name="coverLetterText"]');
  await field.evaluate((area) => area.closest('details')?.setAttribute('open', ''));
  await field.fill(letter);
  await sendForm(page);
  return (await readReceipt(page)).number;
}

test('a blind reviewer finds her name, address and files on no page of the desk', async ({
  page,
  personWith,
  desk,
}) => {
  const number = await planted(page);
  await setBlind(desk, 'reviewers');
  const mark = randomBytes(4).toString('hex');
  const call = await desk.locator(`#review-${SLUG} input[name="call"]`).first().inputValue();
  await inviteMember(desk, { address: `blind-${mark}@example.org`, name: `Blind ${mark}`, role: 'reviewer', call });
  const reviewer = await personWith();
  await signIn(reviewer, `blind-${mark}@example.org`);

  const seen: string[] = [];
  reviewer.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (/text|json|x-component/.test(type)) seen.push(await response.text().catch(() => ''));
  });
  await openApplication(reviewer, number);
  await expect(reviewer.getByText('Read blind. Names stay withheld.')).toBeVisible();
  for (const tab of ['Cover letter', 'CV', 'Writing sample']) {
    await reviewer.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: tab }).click();
    await expect(
      reviewer.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: tab }),
    ).toHaveAttribute('aria-current', 'page');
  }
  await axeClean(reviewer);
  await reviewer.goto(`/desk/applications/${number}?show=cover_letter`);
  await expect(reviewer.getByText('The notebook carries the piece.')).toBeVisible();
  expect(await reviewer.locator('.reader .mask').count()).toBeGreaterThan(0);
  for (const address of ['/desk?view=all&order=newest', '/desk/outbox', '/desk/reviewing'])
    await reviewer.goto(address);
  for (const address of [
    '/desk?view=all&order=newest',
    `/desk/applications/${number}`,
    '/desk/outbox',
    '/desk/reviewing',
  ]) {
    const flight = await reviewer.context().request.get(address, { headers: { rsc: '1' } });
    seen.push(await flight.text());
  }
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.filter((text) => HER.test(text)).map((text) => HER.exec(text)?.[0])).toEqual([]);
});

test('an editor reading blind looks behind the mask with a reason, on record', async ({ page, desk }) => {
  await setBlind(desk, 'everyone');
  const number = await planted(page);
  await openApplication(desk, number);
  expect(await desk.content()).not.toMatch(HER);
  await desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: 'CV' }).click();
  const life = desk.frameLocator('iframe.text-frame').locator('body');
  await expect(life).toContainText('A life by', { timeout: 60_000 });
  await expect(life).not.toContainText('Natela');
  await expect(desk.getByText('Names open with the decision.')).toBeVisible();
  await desk.locator('summary').filter({ hasText: 'Look behind the mask' }).click();
  await desk.getByLabel('Why you need the name').fill('A colleague may know her.');
  await desk.getByRole('button', { name: 'Look behind the mask' }).click();
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText(SPELLINGS[0] ?? '');
  await expect(facts).toContainText('Looked behind the mask');
  await expect(life).toContainText('A life by Natela Gzispireli');
  const another = await apply(page, await inventApplicant(), APPLY_BLIND);
  await openApplication(desk, another.number);
  await expect(facts.getByRole('heading', { level: 1 })).toHaveText(another.number);
});
