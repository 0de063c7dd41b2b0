import type { Page } from '@playwright/test';
import { apply, inventApplicant, openWithCode } from '../support/applicant';
import { mails, mailTo, waitForMail } from '../support/mailbox';
import { untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

async function decideOn(desk: Page, number: string, subject: string): Promise<void> {
  await desk.goto(`/desk/applications/${number}?decide=invite`);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  const answer = desk.getByRole('region', { name: 'Answer' });
  await answer.getByLabel('Subject').fill(subject);
  await expect(answer.getByLabel('Subject')).toHaveValue(subject);
  await answer.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(answer).toHaveCount(0);
  await expect(facts).toContainText('waits in the outbox');
}

test('several answers are let go together, one that changed meanwhile stays and says why', async ({
  personWith,
  desk,
}) => {
  const people = [await inventApplicant(), await inventApplicant(), await inventApplicant()] as const;
  const numbers: string[] = [];
  for (const person of people) numbers.push((await apply(await personWith(), person)).number);
  const [one = '', two = '', three = ''] = numbers;
  for (const number of numbers) await decideOn(desk, number, `Together, ${number}`);
  await desk.goto('/desk/outbox');
  for (const number of numbers) await desk.getByRole('checkbox', { name: `Select ${number}` }).check();

  const colleague = await personWith({ storageState: administratorSession });
  await decideOn(colleague, two, `Changed, ${two}`);

  await desk.getByRole('button', { name: 'Send selected' }).click();
  const said = desk.getByRole('alert').filter({ hasText: '2 answers were let go' });
  await expect(said).toContainText(two);
  for (const number of [one, three]) await waitForMail((mail) => mail.subject === `Together, ${number}`, 'let go');
  const ofTwo = [`Together, ${two}`, `Changed, ${two}`];
  expect((await mails()).map((mail) => mail.subject).filter((subject) => ofTwo.includes(subject ?? ''))).toEqual([]);

  await desk.getByRole('checkbox', { name: `Select ${two}` }).check();
  await desk.getByRole('button', { name: 'Take selected back' }).click();
  await expect(desk.getByRole('status').filter({ hasText: 'One decision was taken back' })).toBeVisible();
  await expect(desk.getByRole('checkbox', { name: `Select ${two}` })).toHaveCount(0);
  for (const [person, count] of [
    [people[0], 1],
    [people[1], 0],
    [people[2], 1],
  ] as const) {
    const got = (await mails())
      .filter(mailTo(person.email))
      .filter((mail) => /Together|Changed/.test(mail.subject ?? ''));
    expect(got).toHaveLength(count);
  }
});

test('what is ticked in the list stays ticked while one looks at it, and on another page of the list', async ({
  personWith,
  desk,
}) => {
  const { number: older } = await sendApplication(await personWith(), await inventApplicant());
  const { number: newer } = await sendApplication(await personWith(), await inventApplicant());
  const boxOf = (number: string) => desk.getByRole('checkbox', { name: `Select ${number}` });
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await desk.goto('/desk?view=all&order=newest');
  await untilTakenOver(desk);
  for (const number of [older, newer]) await boxOf(number).check();

  await desk.locator(`.queue .entry[href*="${newer}"]`).click();
  await expect(facts).toContainText(newer);
  for (const number of [older, newer]) await expect(boxOf(number)).toBeChecked();
  await facts.getByRole('button', { name: 'Being read', exact: true }).click();
  await expect(facts).toContainText('Moved to Being read');
  await boxOf(newer).uncheck();
  await desk.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Outbox' }).click();
  await expect(boxOf(older)).toHaveCount(0);
  await desk.goBack();
  await expect(boxOf(older)).toBeChecked();
  await expect(boxOf(newer)).not.toBeChecked();

  await boxOf(newer).check();
  await desk.getByRole('button', { name: 'Decide together' }).click();
  await expect(desk).toHaveURL(/\/desk\/decide/);
  for (const number of [older, newer]) expect(new URL(desk.url()).searchParams.getAll('pick')).toContain(number);
});

test('a preview that is asked for in the moment in which it is unfolded shows what was written', async ({
  personWith,
  desk,
}) => {
  const { number } = await apply(await personWith(), await inventApplicant());
  await desk.goto(`/desk/applications/${number}?decide=invite`);
  await untilTakenOver(desk);
  await desk.getByLabel('Text of the answer').fill('Words of my own.');
  await desk.locator('details.preview').evaluate((details: HTMLDetailsElement) => {
    details.open = true;
    details.querySelector<HTMLButtonElement>('button[name="preview"]')?.click();
  });
  await expect(desk.frameLocator('iframe[name="preview"]').locator('body')).toContainText('Words of my own.');
});

test('one decision on several is written for each, previewed, and works without scripts', async ({
  personWith,
  watch,
}) => {
  watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
  const [first, second] = [await inventApplicant(), await inventApplicant()];
  const receipts = [await apply(await personWith(), first), await apply(await personWith(), second)];
  const desk = await personWith({ javaScriptEnabled: false, storageState: administratorSession });
  await desk.goto('/desk?order=newest');
  for (const { number } of receipts) await desk.getByRole('checkbox', { name: `Select ${number}` }).check();
  await desk.getByRole('button', { name: 'Decide together' }).click();
  // The page takes no side: there is nothing to send until one is chosen.
  await expect(desk.getByText('Choose what they are to be told')).toBeVisible();
  await expect(desk.getByLabel('Text of the answer')).toHaveCount(0);
  await desk.getByRole('link', { name: 'Hold', exact: true }).click();
  // Both pages have this field, and the one being left has it still.
  await expect(desk).toHaveURL(/kind=hold/);
  await desk.getByLabel('Text of the answer').fill('Dear {name},\n\nwe hold {number}.');
  await desk.getByRole('button', { name: `Preview, ${receipts[1]?.number}` }).click();
  const frame = desk.frameLocator('iframe[name="preview"]');
  await expect(frame.locator('body')).toContainText(`Dear ${second.name}`);
  await expect(frame.locator('body')).toContainText(`we hold ${receipts[1]?.number}.`);
  await desk.getByLabel('Text of the answer').fill('Dear {nobody}');
  await desk.getByRole('button', { name: 'Put into outbox' }).click();
  await expect(desk.getByRole('alert')).toContainText('“nobody”');
  await desk.getByLabel('Text of the answer').fill('Dear {name},\n\nwe hold {number}.');
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await expect(desk.getByRole('status').filter({ hasText: '2 answers were let go' })).toBeVisible();
  const mail = await waitForMail(
    (one) => mailTo(first.email)(one) && (one.text ?? '').includes('we hold'),
    'with the answer',
  );
  expect(mail.text).toContain(`we hold ${receipts[0]?.number}.`);
  const mine = await personWith();
  await openWithCode(mine, receipts[1]?.code ?? '');
  await expect(mine.getByRole('main')).toContainText(`we hold ${receipts[1]?.number}.`);
});
