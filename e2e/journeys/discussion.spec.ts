import { inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { mailTo, waitForMail } from '../support/mailbox';
import { openApplication, signIn, untilTakenOver } from '../support/member';
import { sendApplication, sendFrom } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test('members talk about an application, call each other by name, tag it and plan', async ({
  page,
  personWith,
  desk,
}) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const address = `colleague.${mark}@example.org`;
  const name = `Tamar Colleague${mark}`;
  await desk.goto('/desk/settings');
  await desk.getByText('Invite a member').click();
  const form = desk.locator('form').filter({ has: desk.getByRole('button', { name: 'Invite', exact: true }) });
  await form.getByLabel('Address').fill(address);
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Role').first().selectOption('editor');
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(desk.getByText(name)).toBeVisible();

  const { number } = await sendApplication(page, await inventApplicant());
  await openApplication(desk, number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  const said = facts.getByLabel(/Say something/);
  await untilTakenOver(desk);
  await said.pressSequentially(`Look here, @Tamar Colleague${mark.slice(0, 3)}`);
  await expect(facts.getByRole('listbox').getByRole('option', { name })).toBeVisible();
  await said.press('Enter');
  await said.pressSequentially('what do you think?');
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.locator('#discussion')).toContainText(`Look here, @${name} what do you think?`);

  const mail = await waitForMail(mailTo(address), 'to whom was mentioned');
  expect(mail.subject).toBe(`You were mentioned: ${number}`);
  expect(mail.text).not.toContain('Look here');

  await facts.getByLabel('Tag', { exact: true }).fill(`Water ${mark}`);
  await facts.getByLabel('Tag', { exact: true }).press('Enter');
  await expect(facts.getByRole('button', { name: `Remove the tag “Water ${mark}”` })).toBeVisible();
  await facts.getByLabel('Tag', { exact: true }).fill(`Land ${mark}`);
  await facts.getByLabel('Tag', { exact: true }).press('Enter');
  for (const tag of ['Water', 'Land'])
    await expect(facts.getByRole('button', { name: `Remove the tag “${tag} ${mark}”` })).toBeVisible();
  await facts.getByText('Note something to do').click();
  await axeClean(desk);
  await facts.getByLabel('What is to be done').fill('Ask for the second part');
  await facts.getByLabel('What is to be done').press('Enter');
  await facts.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(facts.getByRole('button', { name: 'Open again' })).toBeVisible();

  const colleague = await personWith();
  await signIn(colleague, address);
  await colleague.getByRole('link', { name: /^Mentioned/ }).click();
  const theirs = colleague.getByRole('complementary', { name: 'Application' });
  await expect(theirs).toContainText('calls you');
  await axeClean(colleague);
  await theirs.getByRole('button', { name: 'Seen' }).click();
  await expect(theirs).not.toContainText('calls you');
  await expect(colleague.getByRole('link', { name: /^Mentioned/ })).toHaveCount(0);
  await expect(theirs.locator('#discussion').getByText('Change')).toHaveCount(0);
});

test('a comment is written, changed and taken back without scripts', async ({ page, personWith, watch }) => {
  watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
  const { number } = await sendApplication(page, await inventApplicant());
  const desk = await personWith({ javaScriptEnabled: false, storageState: administratorSession });
  await openApplication(desk, number);
  const talk = desk.locator('#discussion');
  await talk.getByLabel(/Say something/).fill('First thought');
  await talk.getByRole('button', { name: 'Say it' }).click();
  await expect(talk).toContainText('First thought');
  await talk.getByText('Change', { exact: true }).click();
  await talk.getByLabel('Change').fill('Second thought');
  await talk.getByRole('button', { name: 'Save' }).click();
  await expect(talk).toContainText('Second thought');
  await expect(talk).not.toContainText('First thought');
  await talk.getByText('Change', { exact: true }).click();
  await talk.getByRole('button', { name: 'Take back' }).click();
  await expect(talk).not.toContainText('Second thought');
});

test('a tag is deleted everywhere in two steps, and a list that is still narrowed to it says so', async ({
  personWith,
  desk,
}) => {
  const { number } = await sendFrom(await personWith(), 'armenia');
  const tag = `Passing ${Math.random().toString(36).slice(2, 8)}`;
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await openApplication(desk, number);
  await facts.getByLabel('Tag', { exact: true }).fill(tag);
  await facts.getByLabel('Tag', { exact: true }).press('Enter');
  const off = facts.getByRole('button', { name: `Remove the tag “${tag}”` });
  const id = await off.getAttribute('value');

  await facts.getByText('Rename or delete a tag').click();
  const remove = facts.getByRole('button', { name: `Delete “${tag}”` });
  await expect(remove).toBeHidden();
  await facts.getByText('Delete everywhere').click();
  await axeClean(desk);
  await remove.click();
  await expect(off).toHaveCount(0);

  await desk.goto(`/desk?view=all&tag=${id}`);
  const chips = desk.getByRole('list', { name: 'Narrowed by' });
  await chips.getByRole('link', { name: 'Take away: A tag that no longer exists' }).click();
  await expect(desk.locator('.queue .entry').first()).toBeVisible();
});
