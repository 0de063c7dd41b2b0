import { inventApplicant } from '../support/applicant';
import { keysListen } from '../support/keyboard';
import { inviteSomebody, openApplication, signIn, untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test('an answer that was not sent is there again after Back, until it is kept or one signs out', async ({
  personWith,
  desk,
}) => {
  const { number } = await sendApplication(await personWith(), await inventApplicant());
  const { address } = await inviteSomebody(desk);
  const editor = await personWith();
  await signIn(editor, address);
  await openApplication(editor, number);
  await keysListen(editor);
  const text = editor.getByLabel('Text of the answer');
  const isBack = editor.getByText('What you wrote here and did not send is back.');
  await editor.keyboard.press('i');
  await expect(text).toBeFocused();
  await expect(isBack).toHaveCount(0);
  await text.fill('Words that took an hour.');
  await editor.goBack();
  await expect(text).toHaveCount(0);
  await editor.goForward();
  await expect(text).toHaveValue('Words that took an hour.');
  await expect(isBack).toBeVisible();
  // Now and then the browser takes its question away at once, most likely for what the page still fetches.
  await expect(async () => {
    const asked = editor.waitForEvent('dialog', { timeout: 3_000 });
    await editor.evaluate(() => setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
  }).toPass();
  await expect(text).toHaveValue('Words that took an hour.');
  await editor.getByRole('button', { name: 'Begin anew' }).click();
  await expect(text).not.toHaveValue('Words that took an hour.');

  await text.fill('Words that are kept.');
  await editor.getByRole('button', { name: 'Keep in outbox' }).click();
  await expect(editor.getByRole('complementary', { name: 'Application' })).toContainText('waits in the outbox');

  await editor.goto(`/desk/decide?kind=decline&pick=${number}`);
  await keysListen(editor);
  const letter = editor.locator('textarea').first();
  await letter.fill('Words for several.');
  await editor.getByRole('link', { name: 'Outbox' }).first().click();
  await expect(letter).toHaveCount(0);
  await editor.goBack();
  await expect(letter).toHaveValue('Words for several.');
  await editor.getByRole('button', { name: 'Sign out' }).click();
  await expect(editor).toHaveURL(/\/sign-in/);
  await editor.goBack();
  await expect(editor.getByText('Words for several.')).toHaveCount(0);
});

test('an answer that is begun while the scripts are on their way stays as it was typed', async ({
  personWith,
  desk,
}) => {
  const { number } = await sendApplication(await personWith(), await inventApplicant());
  const scripts = Promise.withResolvers<void>();
  await desk.route('**/_next/static/chunks/**', async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await desk.goto(`/desk/applications/${number}?decide=invite`, { waitUntil: 'commit' });
  const subject = desk.getByLabel('Subject');
  const text = desk.getByLabel('Text of the answer');
  await text.fill('Words on a bad line.');
  await subject.fill('Come');
  scripts.resolve();
  await untilTakenOver(desk);
  const palette = desk.getByRole('dialog', { name: 'Commands' });
  await expect(async () => {
    await desk.keyboard.press('Control+k');
    await expect(palette).toBeVisible({ timeout: 500 });
  }).toPass();
  // Not by Escape, which leads to the list: so the focus goes back to where it was.
  await palette.evaluate((dialog: HTMLDialogElement) => dialog.close());
  await expect(subject).toBeFocused();
  await desk.keyboard.type(' and see us');
  await expect(text).toHaveValue('Words on a bad line.');
  await expect(subject).toHaveValue('Come and see us');
  await desk.getByRole('link', { name: 'Do not decide yet' }).click();
  await expect(text).toHaveCount(0);
  await desk.goBack();
  await expect(text).toHaveValue('Words on a bad line.');
  await expect(subject).toHaveValue('Come and see us');
});

test('a comment and a task that are begun outlive what a colleague says meanwhile, and a look at the list', async ({
  personWith,
  desk,
}) => {
  const { number } = await sendApplication(await personWith(), await inventApplicant());
  const colleague = await personWith();
  await signIn(colleague, (await inviteSomebody(desk)).address);
  for (const one of [desk, colleague]) await openApplication(one, number);
  const comment = desk.locator('#discussion').getByLabel(/Say something/);
  const task = desk.getByLabel('What is to be done');
  await keysListen(desk);
  await comment.fill('Half a thought');
  await desk.getByText('Note something to do').click();
  await task.fill('Half a task');

  await colleague
    .locator('#discussion')
    .getByLabel(/Say something/)
    .fill('What a colleague says');
  await colleague.getByRole('button', { name: 'Say it' }).click();
  await expect(colleague.locator('#discussion li')).toContainText('What a colleague says');
  await colleague.getByText('Note something to do').click();
  await colleague.getByLabel('What is to be done').fill('What a colleague plans');
  await colleague.getByLabel('What is to be done').press('Enter');
  await expect(colleague.locator('.todo')).toContainText('What a colleague plans');

  await desk.getByLabel('Tag', { exact: true }).fill('Brings all that is new');
  await desk.getByLabel('Tag', { exact: true }).press('Enter');
  await expect(desk.locator('#discussion')).toContainText('What a colleague says');
  await expect(desk.locator('.todo')).toContainText('What a colleague plans');
  await expect(comment).toHaveValue('Half a thought');
  await expect(task).toHaveValue('Half a task');

  await desk.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Outbox' }).click();
  await expect(comment).toHaveCount(0);
  await desk.goBack();
  await expect(comment).toHaveValue('Half a thought');
  await expect(task).toHaveValue('Half a task');
  await comment.fill('A whole thought');
  await desk.getByRole('button', { name: 'Say it' }).click();
  await expect(desk.locator('#discussion li').filter({ hasText: 'A whole thought' })).toHaveCount(1);
  await expect(comment).toHaveValue('');
  await expect(task).toHaveValue('Half a task');
  await task.press('Enter');
  await expect(desk.locator('.todo')).toContainText('Half a task');
  await desk.getByText('Note something to do').click();
  await expect(task).toHaveValue('');
});
