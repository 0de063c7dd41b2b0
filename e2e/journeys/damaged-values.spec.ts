import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { apply, inventApplicant, openWithCode } from '../support/applicant';
import { inDatabase } from '../support/database';
import { mails, mailTo } from '../support/mailbox';
import { openApplication, untilReadable } from '../support/member';
import { surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(180_000);

const OURS = { desk: 'The form of this application is damaged', mine: 'What you typed into the form is damaged' };

test('an application whose answers are damaged is read and answered with what is left of it', async ({
  page,
  personWith,
  desk,
}) => {
  const applicant = await inventApplicant();
  const { number, code } = await apply(page, applicant);
  await inDatabase(
    (sql) => sql`update applications set sealed_answers = set_byte(sealed_answers, 40, get_byte(sealed_answers, 40) # 1)
      where number = ${number}`,
  );
  await desk.goto('/desk?order=newest');
  await desk.getByRole('link').filter({ hasText: number }).first().click();
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText(OURS.desk);
  await expect(facts.getByRole('heading', { level: 1 })).toHaveText(number);
  await expect(facts).toContainText('address cannot be read');
  await openApplication(desk, number);
  await untilReadable(desk);
  await facts.getByRole('button', { name: 'Being read' }).click();
  await expect(facts).toContainText('Moved to Being read');

  await facts.getByRole('link', { name: /^Ask/ }).click();
  const answer = desk.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('no mail; behind the code only');
  await answer.getByLabel('Text of the answer').fill('Please fill in the form once more.');
  await answer.getByRole('button', { name: 'Send now' }).click();
  await expect(facts).toContainText('the answer went out');

  const mine = await personWith();
  await openWithCode(mine, code);
  await expect(mine.getByRole('main')).toContainText(OURS.mine);
  await expect(mine.getByRole('main')).toContainText('Please fill in the form once more.');
  const told = (await mails()).filter(mailTo(applicant.email)).map(({ text }) => text);
  expect(told.filter((text) => text?.includes('Please fill in the form once more.'))).toEqual([]);
});

test('a file that the store has lost keeps no other from its applicant', async ({ page, personWith }) => {
  const { number, code } = await apply(page, await inventApplicant());
  const [row] = await inDatabase(
    (sql) => sql<{ id: string }[]>`select v.id from document_versions v join documents d on d.id = v.document_id
      join applications a on a.id = d.application_id where a.number = ${number} and d.slot = 'cv'`,
  );
  const { id } = row ?? { id: '' };
  await rm(join(surroundings.dataDir, 'files', id.slice(-2), id));
  const mine = await personWith();
  await openWithCode(mine, code);
  const download = mine.waitForEvent('download');
  await mine.getByRole('link', { name: 'Download what you sent and our messages' }).click();
  const zip = Buffer.concat(await (await (await download).createReadStream()).toArray()).toString('latin1');
  expect(zip).toContain('documents/writing_sample/1/Water Day');
  expect(zip).toContain('left-out.txt');
  expect(zip).toContain('These files are damaged or missing on our side');
  expect(zip).toMatch(/\ndocuments\/cv\/1\/CV Mtisdzireli \w+\.pdf\n/);
});

test('an application whose key is damaged says so, is moved, and is withdrawn by its applicant', async ({
  page,
  personWith,
  desk,
  watch,
}) => {
  const applicant = await inventApplicant();
  const { number, code } = await apply(page, applicant);
  const [row] = await inDatabase((sql) => sql<{ id: string }[]>`select id from applications where number = ${number}`);
  const { id } = row ?? { id: '' };
  const writing = await personWith({ javaScriptEnabled: false });
  const replacing = await personWith({ javaScriptEnabled: false });
  for (const earlier of [writing, replacing]) await openWithCode(earlier, code);
  await truncate(join(surroundings.dataDir, 'keys', id.slice(-2), `${id}.key`), 20);
  await openApplication(desk, number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText('The key of this application is damaged');
  await expect(desk.locator('.reader__body')).toHaveText('This entry is damaged and can no longer be read.');
  await expect(facts.getByRole('link', { name: 'Invite' })).toHaveCount(0);
  await facts.getByRole('textbox', { name: /Say something/ }).fill('Who was this?');
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.getByText('This entry is damaged and can no longer be read.')).toBeVisible();
  await expect(facts.getByRole('textbox', { name: /Say something/ })).toHaveValue('Who was this?');
  await facts.getByRole('button', { name: 'Being read' }).click();
  await expect(facts).toContainText('Moved to Being read');

  const mine = await personWith();
  await openWithCode(mine, code);
  await expect(mine.getByRole('main')).toContainText('Your application is damaged on our side');
  await expect(mine.getByText('Write to the editors')).toHaveCount(0);
  await expect(mine.locator('input[type=file]')).toHaveCount(0);

  // Whoever had the page open before hears what works, and keeps their words.
  watch.expect(/(?:status of|answer:) 500/);
  await writing.getByText('Write to the editors').click();
  await writing.getByLabel('Your message').fill('It took me an hour to write this.');
  await writing.getByRole('button', { name: 'Send message' }).click();
  await expect(writing.locator('#letter-error')).toContainText('Your application is damaged on our side');
  await expect(writing.getByLabel('Your message')).toHaveValue('It took me an hour to write this.');
  await replacing.locator('summary').filter({ hasText: 'Replace' }).first().click();
  await replacing.locator('input[name=cv]').setInputFiles(applicant.cv);
  await replacing.getByRole('button', { name: 'Send this file' }).first().click();
  await expect(replacing.getByRole('alert')).toContainText('Your application is damaged on our side');

  await mine.getByRole('link', { name: 'Withdraw the application' }).click();
  await mine.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(mine.getByRole('heading', { level: 1 })).toHaveText('Withdrawn');
});
