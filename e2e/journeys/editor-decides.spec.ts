import { apply, inventApplicant, openWithCode } from '../support/applicant';
import { mails, mailTo, waitForMail } from '../support/mailbox';
import { askForSignIn, codeIn, inviteSomebody, openApplication, signInLinkIn, untilReadable } from '../support/member';
import { sendApplication } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test('an editor finds an application, reads it, decides, and the applicant gets the answer', async ({
  page,
  personWith,
  desk,
}) => {
  const applicant = await inventApplicant();
  const receipt = await apply(page, applicant);
  await desk.goto('/desk?order=newest');
  const entry = desk.getByRole('link').filter({ hasText: applicant.name });
  await entry.click();
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText(receipt.number);
  await expect(facts).toContainText(applicant.name);
  await expect(facts).toContainText(applicant.email);

  for (const [slot, file] of [
    ['CV', applicant.cv],
    ['Cover letter', applicant.coverLetter],
    ['Writing sample', applicant.writingSample],
  ] as const) {
    const download = desk.waitForEvent('download');
    await facts.getByRole('link', { name: slot }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toContain(file.name);
    const bytes = Buffer.concat(await (await saved.createReadStream()).toArray());
    expect(bytes.equals(file.buffer), `${slot}, byte for byte`).toBe(true);
  }
  await desk.reload();
  await expect(facts.getByRole('list').filter({ hasText: 'CV fetched' })).toBeVisible();

  await facts.getByRole('button', { name: 'Being read' }).click();
  await expect(facts).toContainText('Moved to Being read');

  await facts.getByRole('link', { name: 'Invite' }).click();
  const answer = desk.getByRole('region', { name: 'Answer' });
  await answer.getByLabel('Subject').fill(`Let us talk, ${receipt.number}`);
  const letter = `Dear ${applicant.nameLatin},\n\nyour text about water stayed with us.`;
  await answer.getByLabel('Text of the answer').fill(letter);
  await answer.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(facts).toContainText('The answer waits in the outbox');
  expect((await mails()).filter((one) => one.subject === `Let us talk, ${receipt.number}`)).toEqual([]);

  const mine = await personWith();
  await openWithCode(mine, receipt.code);
  await expect(mine.getByRole('main')).not.toContainText('your text about water stayed with us');

  await facts.getByRole('button', { name: 'Send now' }).click();
  await expect(facts).toContainText('the answer went out');
  const mail = await waitForMail((one) => one.subject === `Let us talk, ${receipt.number}`, 'with the answer');
  expect(mailTo(applicant.email)(mail)).toBe(true);
  expect(mail.text).toContain('your text about water stayed with us.');
  expect(mail.html).toContain('your text about water stayed with us.');

  await mine.reload();
  await expect(mine.getByRole('heading', { level: 1 })).toHaveText('Answered');
  await expect(mine.getByRole('main')).toContainText('your text about water stayed with us.');
  await expect(mine.getByRole('main')).toContainText(/opened .+ by an administrator/);
});

test('a decision that waits in the outbox can be taken back, and nothing has left', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  const receipt = await sendApplication(page, applicant);
  await openApplication(desk, receipt.number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await facts.getByRole('link', { name: 'Decline' }).click();
  await desk.getByRole('region', { name: 'Answer' }).getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(facts).toContainText('The answer waits in the outbox');
  await facts.getByRole('button', { name: 'Take back' }).click();
  await expect(facts).toContainText('Taken back: Decline');
  const toApplicant = (await mails()).filter(mailTo(applicant.email));
  expect(toApplicant.filter((mail) => !(mail.subject ?? '').startsWith('It has arrived'))).toEqual([]);
});

test('of two editors who decide at once, the second is told what happened meanwhile', async ({ page, desk }) => {
  const receipt = await apply(page, await inventApplicant());
  const first = desk;
  await openApplication(first, receipt.number);
  const second = await desk.context().newPage();
  await openApplication(second, receipt.number);
  await untilReadable(second);

  await first.getByRole('button', { name: 'Shortlist' }).click();
  await expect(first.getByRole('complementary', { name: 'Application' })).toContainText('Moved to Shortlist');
  await second.getByRole('button', { name: 'Talked over' }).click();
  await expect(second.getByRole('alert').filter({ hasText: 'Meanwhile this application was changed' })).toContainText(
    'Shortlist',
  );
});

test('of two who write an answer at once, the second sees both and loses neither', async ({ page, desk }) => {
  const receipt = await apply(page, await inventApplicant());
  const [first, second] = [desk, await desk.context().newPage()];
  for (const one of [first, second]) {
    await openApplication(one, receipt.number);
    await untilReadable(one);
    await one.getByRole('complementary', { name: 'Application' }).getByRole('link', { name: 'Invite' }).click();
  }
  const mine = second.getByRole('region', { name: 'Answer' });
  await first.getByLabel('Text of the answer').fill('Words of the first.');
  await mine.getByLabel('Text of the answer').fill('Words of the second.');
  await first.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(first.getByRole('complementary', { name: 'Application' })).toContainText('waits in the outbox');
  await mine.getByRole('button', { name: 'Keep in outbox' }).click();
  const theirs = second.getByRole('region', { name: 'Two answers at once' });
  await expect(theirs).toContainText('Words of the first.');
  await expect(mine.getByLabel('Text of the answer')).toHaveValue('Words of the second.');
  await mine.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(second.getByRole('complementary', { name: 'Application' })).toContainText('waits in the outbox');
  await expect(second.getByRole('region', { name: 'Answer' })).toHaveCount(0);
  await second.goto(`/desk/outbox?answer=${receipt.number}&as=text`);
  await expect(second.getByRole('region', { name: 'Text of the mail' })).toContainText('Words of the second.');
});

test('the queue is filtered by stage and region', async ({ page, desk }) => {
  const applicant = await inventApplicant();
  await sendApplication(page, applicant);
  const entry = desk.getByRole('link').filter({ hasText: applicant.name });
  await desk.goto('/desk?view=new&region=georgia&order=newest');
  await expect(entry).toBeVisible();
  await desk.goto('/desk?view=new&region=armenia&order=newest');
  await expect(entry).toHaveCount(0);
  await desk.goto('/desk?view=declined&order=newest');
  await expect(entry).toHaveCount(0);
});

test('a member signs in with the code from the mail', async ({ page, desk }) => {
  const mail = await askForSignIn(page, (await inviteSomebody(desk)).address);
  await page.getByLabel('The code from the mail').fill(codeIn(mail));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/desk/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/desk');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a sign-in link is not used up by a program that looks at it, and works in no other browser', async ({
  page,
  personWith,
  desk,
}) => {
  const link = signInLinkIn(await askForSignIn(page, (await inviteSomebody(desk)).address));
  await page.request.get(link);
  await page.request.head(link);

  const thief = await personWith();
  await thief.goto(link);
  await thief.getByRole('button', { name: 'Sign in' }).click();
  await expect(thief.getByRole('alert').filter({ hasText: 'another browser' })).toBeVisible();
  await thief.goto('/desk');
  await expect(thief).toHaveURL(/\/sign-in/);

  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/desk/);

  await page.context().clearCookies({ name: /session/ });
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'expired or was used before' })).toBeVisible();
});

test('the desk works before any script has run', async ({ page, personWith, watch }) => {
  // Next names a script for old browsers without a nonce; only a browser with scripts off tries to fetch it.
  watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
  const applicant = await inventApplicant();
  const receipt = await sendApplication(page, applicant);
  const desk = await personWith({ javaScriptEnabled: false, storageState: administratorSession });
  await openApplication(desk, receipt.number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await facts.getByRole('button', { name: 'Being read' }).click();
  await expect(facts).toContainText('Moved to Being read');
});
