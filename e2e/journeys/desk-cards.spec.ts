import type { Locator, Page } from '@playwright/test';
import { focusIsKept, keysListen } from '../support/keyboard';
import { openApplication, untilReadable } from '../support/member';
import { entryOf } from '../support/queue';
import { applyFrom } from '../support/regional';
import { sendFrom } from '../support/sent';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 120_000 });

const LIST = '/desk?region=north-caucasus&order=newest';

function facts(desk: Page): Locator {
  return desk.getByRole('complementary', { name: 'Application' });
}

function score(desk: Page, criterion: string, value: number): Locator {
  return desk.locator(`input[name="score.${criterion}"][value="${value}"]`);
}

async function saved(desk: Page): Promise<void> {
  await expect(desk.locator('[data-saved="saved"]')).toBeVisible();
}

/** A key as a keyboard sends it on which another script is set. */
async function pressForeign(desk: Page, key: string, code: string): Promise<void> {
  await desk.evaluate(
    (init) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', init)),
    { key, code, bubbles: true, cancelable: true },
  );
}

test('scores and a note that were saved stand on every way back to them, and no later score takes them away', async ({
  personWith,
  desk,
}) => {
  const first = await applyFrom(await personWith(), 'North Caucasus');
  const second = await applyFrom(await personWith(), 'North Caucasus');
  await desk.goto(LIST);
  await entryOf(desk, second.applicant.name).click();
  await expect(facts(desk)).toContainText(second.number);
  await untilReadable(desk);
  await keysListen(desk);
  // Both neighbours have been fetched ahead once one has been there and come back.
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await desk.keyboard.press('k');
  await expect(facts(desk)).toContainText(second.number);

  await desk.keyboard.press('g');
  await expect(score(desk, 'local_knowledge', 1)).toBeFocused();
  for (const digit of ['5', '4']) await desk.keyboard.press(digit);
  await saved(desk);
  // The card says "saved" before and after; what lies between may be over before anybody looks.
  const isSaved = desk.waitForResponse((answer) => 'next-action' in answer.request().headers());
  await desk.getByPlaceholder('A note to the other editors').fill('Look at the second page.');
  await isSaved;
  await saved(desk);
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await desk.keyboard.press('k');
  await expect(facts(desk)).toContainText(second.number);
  await expect(score(desk, 'local_knowledge', 5)).toBeChecked();
  await expect(desk.getByPlaceholder('A note to the other editors')).toHaveValue('Look at the second page.');
  await desk.goBack();
  await expect(facts(desk)).toContainText(first.number);
  await desk.goBack();
  await expect(facts(desk)).toContainText(second.number);
  await expect(score(desk, 'writing', 4)).toBeChecked();
  await score(desk, 'sourcing', 3).focus();
  await desk.keyboard.press('3');
  await saved(desk);

  await desk.reload();
  await expect(score(desk, 'local_knowledge', 5)).toBeChecked();
  await expect(score(desk, 'writing', 4)).toBeChecked();
  await expect(score(desk, 'sourcing', 3)).toBeChecked();
  await expect(desk.getByPlaceholder('A note to the other editors')).toHaveValue('Look at the second page.');
});

test('a neighbour that was fetched ahead shows what has been done since', async ({ personWith, desk }) => {
  const first = await applyFrom(await personWith(), 'North Caucasus');
  const second = await applyFrom(await personWith(), 'North Caucasus');
  await openApplication(desk, second.number);
  await desk.goto(`/desk/applications/${second.number}${LIST.slice('/desk'.length)}&view=all`);
  await untilReadable(desk);
  await keysListen(desk);
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await facts(desk).getByRole('button', { name: 'Being read' }).click();
  await expect(facts(desk)).toContainText('Moved to Being read');
  await desk.keyboard.press('k');
  await expect(facts(desk)).toContainText(second.number);
  await facts(desk).getByRole('button', { name: 'Being read' }).click();
  await expect(facts(desk)).toContainText('Moved to Being read');
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await expect(facts(desk)).toContainText('Moved to Being read');
  await facts(desk).getByRole('button', { name: 'Shortlist' }).click();
  await expect(facts(desk)).toContainText('Moved to Shortlist');
  await expect(desk.getByRole('alert').filter({ hasText: 'Meanwhile' })).toHaveCount(0);
});

test('the keys work where another script is written on the keyboard', async ({ personWith, desk }) => {
  const { applicant } = await sendFrom(await personWith(), 'north-caucasus');
  await desk.goto(LIST);
  await keysListen(desk);
  for (const key of ['о', 'ჯ', 'ճ']) {
    await desk.reload();
    await keysListen(desk);
    await pressForeign(desk, key, 'KeyJ');
    await expect(entryOf(desk, applicant.name), key).toBeFocused();
  }
  await pressForeign(desk, 'ծ', 'Slash');
  await expect(desk.getByRole('searchbox')).toBeFocused();
  await desk.keyboard.press('Escape');
  await desk.evaluate(() =>
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }),
    ),
  );
  await expect(desk.getByRole('dialog', { name: 'Commands' })).toBeVisible();
});

test('after the last criterion, and after Escape, digits mean documents and change no score', async ({
  page,
  desk,
}) => {
  const { number } = await applyFrom(page, 'North Caucasus');
  await openApplication(desk, number);
  await untilReadable(desk);
  await keysListen(desk);
  const letter = desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: 'Cover letter' });
  await desk.keyboard.press('g');
  await desk.keyboard.press('5');
  await desk.keyboard.press('Escape');
  await expect(desk.locator('[role="radiogroup"] :focus')).toHaveCount(0);
  await focusIsKept(desk, 'leaving the card');
  await desk.keyboard.press('2');
  await expect(letter).toHaveAttribute('aria-current', 'page');
  await expect(score(desk, 'writing', 2)).not.toBeChecked();

  await desk.keyboard.press('g');
  for (const digit of ['5', '4', '3', '4', '4']) await desk.keyboard.press(digit);
  await expect(facts(desk)).toContainText('Yours is in.');
  await expect(desk.locator('[role="radiogroup"] :focus')).toHaveCount(0);
  await desk.keyboard.press('1');
  await expect(letter).not.toHaveAttribute('aria-current', 'page');
  await expect(score(desk, 'reliability', 4)).toBeChecked();
});

test('the document that is read stays open whatever is done beside it, and Back skips no way and adds none', async ({
  page,
  desk,
}) => {
  const { number } = await applyFrom(page, 'North Caucasus');
  await desk.goto('/desk/outbox');
  await openApplication(desk, number);
  await untilReadable(desk);
  await keysListen(desk);
  const cv = desk.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: 'CV' });
  const isOpen = async () => {
    await expect(cv).toHaveAttribute('aria-current', 'page');
    await expect(desk).toHaveURL(/show=cv/);
  };
  await cv.click();
  await isOpen();
  await facts(desk).getByLabel('Tag', { exact: true }).fill('read');
  await desk.keyboard.press('Enter');
  await expect(facts(desk).getByRole('button', { name: 'Remove the tag “read”' })).toBeVisible();
  await isOpen();
  await facts(desk).getByRole('button', { name: 'Being read' }).click();
  await expect(facts(desk)).toContainText('Moved to Being read');
  await isOpen();
  await facts(desk).getByText('Assign', { exact: true }).first().click();
  await facts(desk).getByLabel('Member').first().selectOption({ index: 1 });
  await facts(desk).getByRole('button', { name: 'Assign' }).click();
  await expect(facts(desk)).toContainText('Given to a reader');
  await isOpen();
  await desk.keyboard.press('i');
  await expect(desk.getByLabel('Text of the answer')).toBeFocused();
  await desk.keyboard.press('Control+Enter');
  await expect(facts(desk)).toContainText('The answer waits in the outbox');
  await isOpen();
  await desk.goBack();
  await isOpen();
  await expect(desk.getByRole('region', { name: 'Answer' })).toHaveCount(0);
  await desk.goBack();
  await expect(desk).not.toHaveURL(/show=/);
});

test('whoever goes back to the list stands at the entry that was open', async ({ personWith, desk }) => {
  const first = await sendFrom(await personWith(), 'north-caucasus');
  // Something stands above it, so that the first entry is not the right one by chance.
  await sendFrom(await personWith(), 'north-caucasus');
  await desk.goto(LIST);
  await keysListen(desk);
  await entryOf(desk, first.applicant.name).focus();
  await desk.keyboard.press('Enter');
  await expect(facts(desk)).toContainText(first.number);
  await desk.goBack();
  await expect(desk).toHaveURL(LIST);
  await expect(entryOf(desk, first.applicant.name)).toBeFocused();

  // Back in the moment in which the application stands there, before anything else has run.
  await desk.evaluate(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('.desk--open')) return;
      watch.disconnect();
      history.back();
      for (const until = performance.now() + 500; performance.now() < until; );
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  const isBack = desk.waitForEvent('framenavigated', () => desk.url().endsWith(LIST));
  await desk.keyboard.press('Enter');
  await isBack;
  await expect(desk.locator('.desk--open')).toHaveCount(0);
  await expect(entryOf(desk, first.applicant.name)).toBeFocused();
});
