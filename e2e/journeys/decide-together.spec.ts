import type { Page } from '@playwright/test';
import { type Applicant, inventApplicant } from '../support/applicant';
import { mails, mailTo, waitForMail } from '../support/mailbox';
import { openApplication, untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

const OURS = 'Dear {name},\n\nwe keep {number} in mind.';

type Sent = { applicant: Applicant; number: string };

async function twoApplications(personWith: () => Promise<Page>): Promise<[Sent, Sent]> {
  const send = async () => {
    const applicant = await inventApplicant();
    return { applicant, ...(await sendApplication(await personWith(), applicant)) };
  };
  return [await send(), await send()];
}

async function moveMeanwhile(colleague: Page, number: string): Promise<void> {
  await openApplication(colleague, number);
  const facts = colleague.getByRole('complementary', { name: 'Application' });
  await facts.getByRole('button', { name: 'Being read', exact: true }).click();
  await expect(facts).toContainText('Moved to Being read');
}

/** The one that was moved stands alone on the page, with the words that were typed. */
async function onlyOneIsLeft(desk: Page, { done, left }: { done: Sent; left: Sent }): Promise<void> {
  const said = desk.getByRole('alert').filter({ hasText: 'One answer was let go' });
  await expect(said).toContainText(`${left.number}: Somebody changed this in the meantime`);
  await expect(desk.getByLabel('Text of the answer')).toHaveValue(OURS);
  await expect(desk.locator('.together__list li')).toHaveText([new RegExp(left.number)]);
  await expect(desk.getByRole('heading', { name: 'Decide together' })).toHaveText('Decide together 1');
  const decline = desk.getByRole('link', { name: 'Decline', exact: true });
  await expect(decline).toHaveAttribute('href', `/desk/decide?kind=decline&pick=${left.number}`);
  await expect(desk.getByText(done.number)).toHaveCount(0);
}

async function eachIsToldOnce(desk: Page, sent: Sent[]): Promise<void> {
  await expect(desk.getByRole('status').filter({ hasText: 'One answer was let go' })).toBeVisible();
  for (const { applicant, number } of sent) {
    const isTheAnswer = (text: string | undefined) => (text ?? '').includes(`we keep ${number} in mind`);
    await waitForMail((mail) => mailTo(applicant.email)(mail) && isTheAnswer(mail.text), 'with our words');
    expect((await mails()).filter(mailTo(applicant.email)).filter((mail) => isTheAnswer(mail.text))).toHaveLength(1);
  }
}

test('of several decided together, one that a colleague has moved is decided next time, with the same words', async ({
  personWith,
  desk,
}) => {
  const [done, left] = await twoApplications(personWith);
  await desk.goto(`/desk/decide?kind=hold&pick=${done.number}&pick=${left.number}`);
  await untilTakenOver(desk);
  await desk.getByLabel('Text of the answer').fill(OURS);
  await moveMeanwhile(await personWith({ storageState: administratorSession }), left.number);
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await onlyOneIsLeft(desk, { done, left });
  await expect(desk).toHaveURL(`/desk/decide?kind=hold&pick=${left.number}`);
  await onlyOneIsLeft(desk, { done, left });

  await desk.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Outbox' }).click();
  await expect(desk.getByLabel('Text of the answer')).toHaveCount(0);
  await desk.goBack();
  await expect(desk.getByLabel('Text of the answer')).toHaveValue(OURS);
  await expect(desk.locator('.together__list li')).toHaveText([new RegExp(left.number)]);
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await eachIsToldOnce(desk, [done, left]);
});

test('the same holds where no script runs, also when the next time is refused', async ({ personWith, watch }) => {
  watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
  const [done, left] = await twoApplications(personWith);
  const desk = await personWith({ javaScriptEnabled: false, storageState: administratorSession });
  await desk.goto(`/desk/decide?kind=hold&pick=${done.number}&pick=${left.number}`);
  await desk.getByLabel('Text of the answer').fill(OURS);
  await moveMeanwhile(await personWith({ storageState: administratorSession }), left.number);
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await onlyOneIsLeft(desk, { done, left });

  await desk.getByLabel('Text of the answer').fill('Dear {nobody}');
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await expect(desk.getByRole('alert')).toContainText('“nobody”');
  await expect(desk.locator('.together__list li')).toHaveText([new RegExp(left.number)]);
  await desk.getByLabel('Text of the answer').fill(OURS);
  await desk.getByRole('button', { name: 'Send all now' }).click();
  await eachIsToldOnce(desk, [done, left]);
});
