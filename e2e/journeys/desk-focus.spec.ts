import type { Locator, Page } from '@playwright/test';
import { apply, inventApplicant } from '../support/applicant';
import { focusIsKept, keysListen, tabTo } from '../support/keyboard';
import { inviteSomebody, openApplication, signIn, untilReadable, untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 180_000 });

/** Presses a control the way the keyboard does: by Tab from where one is, or from the control before it. */
async function enter(desk: Page, control: Locator): Promise<void> {
  await control.focus();
  await desk.keyboard.press('Enter');
}

test('the keyboard stands somewhere after everything that is done to an application', async ({ personWith, desk }) => {
  const applicant = await inventApplicant();
  const first = await apply(await personWith(), applicant);
  const second = await apply(await personWith(), applicant);
  await openApplication(desk, first.number);
  await untilReadable(desk);
  await keysListen(desk);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await desk.keyboard.press('Tab');
  await focusIsKept(desk, 'Tab');

  await desk.keyboard.press('r');
  const assign = facts.locator('details').filter({ has: desk.locator('[data-key="r"]') });
  await expect(assign.locator('summary')).toBeFocused();
  await assign.getByLabel('Member').selectOption({ index: 1 });
  await tabTo(desk, assign.getByRole('button', { name: 'Assign' }), 10);
  await desk.keyboard.press('Enter');
  await expect(facts).toContainText('Given to a reader');
  await focusIsKept(desk, 'assigning');

  const said = facts.getByLabel(/Say something/);
  await said.focus();
  await desk.keyboard.type('To be talked over.');
  await tabTo(desk, facts.getByRole('button', { name: 'Say it' }), 3);
  await desk.keyboard.press('Enter');
  await expect(facts.locator('#discussion')).toContainText('To be talked over.');
  await expect(said).toHaveValue('');
  await focusIsKept(desk, 'commenting');

  await enter(desk, facts.getByText('Note something to do'));
  await facts.getByLabel('What is to be done').focus();
  await desk.keyboard.type('Ask for the second part');
  await desk.keyboard.press('Enter');
  await expect(facts.getByRole('button', { name: 'Done', exact: true })).toBeVisible();
  await focusIsKept(desk, 'noting something to do');
  await enter(desk, facts.getByRole('button', { name: 'Done', exact: true }));
  await expect(facts.getByRole('button', { name: 'Open again' })).toBeVisible();
  await focusIsKept(desk, 'doing it');

  await enter(desk, facts.getByRole('button', { name: 'Being read' }));
  await expect(facts).toContainText('Moved to Being read');
  await focusIsKept(desk, 'moving it on');

  await enter(desk, facts.getByRole('button', { name: `Fold ${second.number} into this one` }));
  await expect(facts.getByRole('heading', { name: 'Read here too' })).toBeVisible();
  await focusIsKept(desk, 'folding');
  await enter(desk, facts.getByRole('button', { name: `Take ${second.number} apart` }));
  await expect(facts.getByRole('heading', { name: 'Read here too' })).toHaveCount(0);
  await focusIsKept(desk, 'taking apart');
});

test('the keyboard stands somewhere after a conflict is told, and after deciding on several', async ({
  personWith,
  desk,
  watch,
}) => {
  // A word of presence may be on its way while the conflict is told; the application is no longer theirs when it arrives.
  watch.expect(/^console error: .*404.*\/presence\)$/);
  const first = await apply(await personWith(), await inventApplicant());
  const second = await apply(await personWith(), await inventApplicant());
  const colleague = await inviteAndSignIn(desk, await personWith());
  await openApplication(colleague, first.number);
  await untilReadable(colleague);
  await keysListen(colleague);
  await enter(colleague, colleague.getByText('I should not score this'));
  await enter(colleague, colleague.getByRole('button', { name: 'Say so and pass it on' }));
  await expect(colleague).toHaveURL(/\/desk\/reviewing/);
  await focusIsKept(colleague, 'telling a conflict');

  await desk.goto(`/desk/decide?kind=decline&pick=${first.number}&pick=${second.number}`);
  await keysListen(desk);
  await enter(desk, desk.getByRole('button', { name: 'Put into outbox' }));
  await expect(desk.getByRole('status').filter({ hasText: '2 answers wait' })).toBeVisible();
  await focusIsKept(desk, 'deciding on several');
});

async function inviteAndSignIn(desk: Page, person: Page): Promise<Page> {
  const { address } = await inviteSomebody(desk);
  await signIn(person, address);
  return person;
}

test('on a phone, a refusal is read above the bar of decisions', async ({ page, personWith }) => {
  const { number } = await sendApplication(page, await inventApplicant());
  const desk = await personWith({ storageState: administratorSession, viewport: { width: 360, height: 740 } });
  await openApplication(desk, number);
  await untilTakenOver(desk);
  const tag = desk.getByLabel('Tag', { exact: true });
  // The browser would cut it short.
  await tag.evaluate((field) => field.removeAttribute('maxlength'));
  await tag.fill('x'.repeat(60));
  await tag.press('Enter');
  const refusal = desk.getByRole('alert').filter({ hasText: 'Something in this form' });
  await expect(refusal).toBeFocused();
  const isBelow = await desk.locator('.decide').evaluate((bar) => {
    const { bottom } = document.activeElement?.getBoundingClientRect() ?? { bottom: Number.POSITIVE_INFINITY };
    return bar.getBoundingClientRect().top >= bottom;
  });
  expect(isBelow, 'the bar below the refusal').toBe(true);
});
