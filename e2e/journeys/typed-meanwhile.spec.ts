import type { Locator, Page } from '@playwright/test';
import { inventApplicant } from '../support/applicant';
import { keysListen } from '../support/keyboard';
import { inviteSomebody, openApplication } from '../support/member';
import { sendApplication } from '../support/sent';
import { expect, test } from '../support/test';

/** Each is a story of a member on a slow line, with a whole application sent in it. */
test.setTimeout(120_000);

/** What is sent from now on stays on its way until it is let go. */
async function holdWhatIsSent(desk: Page): Promise<{ begins(): Promise<unknown>; letGo(): void }> {
  const gate = Promise.withResolvers<void>();
  await desk.route('**/desk/**', async (route) => {
    if (route.request().method() === 'POST') await gate.promise;
    await route.continue();
  });
  return {
    begins: () => desk.waitForRequest((request) => request.method() === 'POST'),
    letGo: gate.resolve,
  };
}

async function openFacts(desk: Page, page: Page): Promise<Locator> {
  const { number } = await sendApplication(page, await inventApplicant());
  await openApplication(desk, number);
  await keysListen(desk);
  return desk.getByRole('complementary', { name: 'Application' });
}

test('what is typed while a comment is on its way outlives its answer', async ({ page, desk }) => {
  const facts = await openFacts(desk, page);
  const talk = facts.locator('#discussion');
  const comment = facts.getByLabel(/Say something/);
  const tag = facts.getByLabel('Tag', { exact: true });
  await tag.fill('valley');
  await comment.fill('She writes from the valley.');
  const line = await holdWhatIsSent(desk);
  const sent = line.begins();
  await facts.getByRole('button', { name: 'Say it' }).click();
  await sent;
  await comment.fill('She should come, and soon.');
  for (let letters = ', and soon.'.length; letters > 0; letters -= 1) await comment.press('ArrowLeft');
  line.letGo();
  await expect(talk.getByText('She writes from the valley.', { exact: true }).first()).toBeVisible();
  await expect(comment).toBeFocused();
  await desk.keyboard.type(' to Tbilisi');
  await expect(comment).toHaveValue('She should come to Tbilisi, and soon.');
  await expect(tag).toHaveValue('valley');
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(talk.getByText('She should come to Tbilisi, and soon.', { exact: true }).first()).toBeVisible();
  await expect(comment).toHaveValue('');
});

test('a name that is begun while a comment is on its way is offered on after its answer', async ({ page, desk }) => {
  const { name } = await inviteSomebody(desk);
  const facts = await openFacts(desk, page);
  const comment = facts.getByLabel(/Say something/);
  const offered = facts.getByRole('listbox').getByRole('option', { name });
  await comment.fill('She writes from the valley.');
  const line = await holdWhatIsSent(desk);
  const sent = line.begins();
  await facts.getByRole('button', { name: 'Say it' }).click();
  await sent;
  await comment.fill('');
  await comment.pressSequentially(`@${name.slice(0, -2)}`);
  await expect(offered).toBeVisible();
  line.letGo();
  await expect(facts.locator('#discussion')).toContainText('She writes from the valley.');
  await expect(offered).toBeVisible();
  await comment.press('Enter');
  await expect(comment).toHaveValue(`@${name} `);
});

test('what is typed while a task is on its way outlives its answer, and what was sent does not stay', async ({
  page,
  desk,
}) => {
  const facts = await openFacts(desk, page);
  const task = facts.getByLabel('What is to be done');
  const due = facts.getByLabel('By', { exact: true });
  const assignee = facts.locator('[name="assignee"]');
  await facts.getByText('Note something to do').click();
  await task.fill('Ask for the second part');
  await due.fill('2031-03-04');
  const line = await holdWhatIsSent(desk);
  const sent = line.begins();
  await task.press('Enter');
  await sent;
  await task.fill('Call her');
  await assignee.selectOption({ index: 1 });
  const chosen = await assignee.inputValue();
  line.letGo();
  await expect(facts.locator('.todo')).toContainText('Ask for the second part');
  await expect(task).toHaveValue('Call her');
  await expect(assignee).toHaveValue(chosen);
  await expect(due).toHaveValue('');
  await expect(task).toBeFocused();
});

test('what is typed while words are refused is not given up for them', async ({ page, desk }) => {
  const facts = await openFacts(desk, page);
  const comment = facts.getByLabel(/Say something/);
  // The browser would cut it short.
  await comment.evaluate((field) => field.removeAttribute('maxlength'));
  await comment.fill('So many words. '.repeat(400));
  const line = await holdWhatIsSent(desk);
  const sent = line.begins();
  await facts.getByRole('button', { name: 'Say it' }).click();
  await sent;
  await comment.fill('Fewer words');
  line.letGo();
  await expect(facts.getByRole('alert').filter({ hasText: 'Something in this form' })).toBeVisible();
  await expect(comment).toBeFocused();
  await desk.keyboard.type(' say it.');
  await expect(comment).toHaveValue('Fewer words say it.');
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.locator('#discussion').getByText('Fewer words say it.', { exact: true }).first()).toBeVisible();
});

test('a refused form keeps what was ticked and chosen in it', async ({ desk }) => {
  await desk.goto('/desk/settings');
  await keysListen(desk);
  const form = desk
    .locator('form')
    .filter({ has: desk.locator('[name="mayUnmask"]') })
    .first();
  const unmask = form.locator('[name="mayUnmask"]');
  const was = await unmask.isChecked();
  const blind = form.locator('[name="blind"]');
  // The browser would not let it go.
  await form.evaluate((one: HTMLFormElement) => {
    one.noValidate = true;
  });
  await form.locator('[name="dueDays"]').fill('400');
  await unmask.setChecked(!was);
  await blind.selectOption({ index: 1 });
  const chosen = await blind.inputValue();
  await form.getByRole('button').first().click();
  await expect(form.getByRole('alert')).toBeFocused();
  await expect(unmask).toBeChecked({ checked: !was });
  await expect(blind).toHaveValue(chosen);
});
