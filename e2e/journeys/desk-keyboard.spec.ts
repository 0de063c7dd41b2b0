import type { Locator, Page } from '@playwright/test';
import { focusIsKept, keysListen, tabTo } from '../support/keyboard';
import { openApplication } from '../support/member';
import { entryOf } from '../support/queue';
import { applyFrom } from '../support/regional';
import { sendFrom } from '../support/sent';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 120_000 });

const LIST = '/desk?region=armenia&order=newest';

function facts(desk: Page): Locator {
  return desk.getByRole('complementary', { name: 'Application' });
}

async function openList(desk: Page, address = LIST): Promise<void> {
  await desk.goto(address);
  await keysListen(desk);
}

test('an editor reads, scores, tags and decides without a mouse', async ({ personWith, desk }) => {
  test.setTimeout(240_000);
  const first = await applyFrom(await personWith(), 'Armenia');
  const second = await applyFrom(await personWith(), 'Armenia');
  await openList(desk);

  await desk.keyboard.press('j');
  await expect(entryOf(desk, second.applicant.name)).toBeFocused();
  await desk.keyboard.press('j');
  await expect(entryOf(desk, first.applicant.name)).toBeFocused();
  await desk.keyboard.press('Enter');
  await expect(facts(desk)).toContainText(first.number);
  await focusIsKept(desk, 'opening');
  await desk.keyboard.press('k');
  await expect(facts(desk)).toContainText(second.number);
  await expect(entryOf(desk, second.applicant.name)).toBeFocused();
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await expect(entryOf(desk, first.applicant.name)).toBeFocused();
  await expect(desk).toHaveURL(/region=armenia/);

  const documents = desk.getByRole('navigation', { name: 'Documents' });
  for (const [key, name] of [
    ['2', 'Cover letter'],
    ['3', 'CV'],
    ['1', 'Writing sample'],
  ] as const) {
    await desk.keyboard.press(key);
    await expect(documents.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    await focusIsKept(desk, `document ${key}`);
  }
  const ways = desk.getByRole('group', { name: 'Show as' });
  await expect(async () => {
    if (!(await ways.isVisible())) await desk.reload();
    await expect(ways).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 90_000 });
  await keysListen(desk);
  for (const way of ['Text', 'Pages']) {
    await desk.keyboard.press('p');
    await expect(ways.getByRole('link', { name: way })).toHaveAttribute('aria-current', 'true');
    await focusIsKept(desk, `showing as ${way}`);
  }

  await desk.keyboard.press('g');
  await expect(desk.getByRole('radiogroup', { name: 'Local knowledge' }).locator(':focus')).toHaveCount(1);
  for (const digit of ['5', '4', '3', '4', '2']) await desk.keyboard.press(digit);
  await expect(desk.locator('[data-saved="saved"]')).toBeVisible();
  await expect(facts(desk)).toContainText('Yours is in.');
  await focusIsKept(desk, 'scoring');
  await expect(desk.locator('input[name="score.local_knowledge"][value="5"]')).toBeChecked();
  await expect(desk.locator('input[name="score.reliability"][value="2"]')).toBeChecked();

  await desk.keyboard.press('t');
  const tag = facts(desk).getByLabel('Tag', { exact: true });
  await expect(tag).toBeFocused();
  await desk.keyboard.type('jkdi?1');
  await expect(tag).toHaveValue('jkdi?1');
  await expect(desk.getByRole('dialog')).toHaveCount(0);
  await expect(facts(desk)).toContainText(first.number);
  await desk.keyboard.press('Enter');
  const off = facts(desk).getByRole('button', { name: 'Remove the tag “jkdi?1”' });
  await expect(off).toBeVisible();
  await focusIsKept(desk, 'tagging');
  await expect(tag).toBeFocused();
  await desk.keyboard.press('Shift+Tab');
  await expect(off).toBeFocused();
  await desk.keyboard.press('Enter');
  await expect(off).toHaveCount(0);
  await focusIsKept(desk, 'taking the tag away');
  await desk.keyboard.press('t');
  await desk.keyboard.press('Escape');
  await expect(entryOf(desk, first.applicant.name)).toBeFocused();

  await desk.keyboard.press('i');
  const answer = desk.getByRole('region', { name: 'Answer' });
  await expect(answer.getByLabel('Text of the answer')).toBeFocused();
  await desk.keyboard.type('Let us talk. ');
  await tabTo(desk, answer.getByRole('button', { name: 'Keep in outbox' }), 12);
  await desk.keyboard.press('Enter');
  await expect(facts(desk)).toContainText('The answer waits in the outbox');
  await expect(answer).toHaveCount(0);
  await focusIsKept(desk, 'deciding');
  await desk.keyboard.press('u');
  await expect(facts(desk)).toContainText('Taken back: Invite');
  await focusIsKept(desk, 'undoing');
});

test('back and forward lead through what was opened, and the list is as it was', async ({ personWith, desk }) => {
  const first = await sendFrom(await personWith(), 'armenia');
  const second = await sendFrom(await personWith(), 'armenia');
  await openList(desk);
  await desk.keyboard.press('j');
  await desk.keyboard.press('Enter');
  await expect(facts(desk)).toContainText(second.number);
  await desk.keyboard.press('j');
  await expect(facts(desk)).toContainText(first.number);
  await desk.keyboard.press('2');
  await expect(desk).toHaveURL(/show=cover_letter/);
  await desk.goBack();
  await expect(desk).not.toHaveURL(/show=/);
  await expect(facts(desk)).toContainText(first.number);
  await desk.goBack();
  await expect(facts(desk)).toContainText(second.number);
  await desk.goBack();
  await expect(desk).toHaveURL(new RegExp(`${LIST.replace('?', '\\?')}$`));
  await expect(entryOf(desk, first.applicant.name)).toBeVisible();
  await desk.goForward();
  await expect(facts(desk)).toContainText(second.number);
  await focusIsKept(desk, 'going forward');
});

test('the search field finds by number and by a name written otherwise, and no name enters an address', async ({
  personWith,
  desk,
}) => {
  const { applicant, number } = await sendFrom(await personWith(), 'armenia');
  await openList(desk);
  const field = desk.getByRole('searchbox');
  await desk.keyboard.press('/');
  await expect(field).toBeFocused();
  await desk.keyboard.type(number.toLowerCase());
  await desk.keyboard.press('Enter');
  await expect(desk).toHaveURL(new RegExp(`/desk/applications/${number}`));
  await focusIsKept(desk, 'finding by number');

  await openList(desk);
  await desk.keyboard.press('/');
  await desk.keyboard.type(applicant.nameLatin.toUpperCase());
  await desk.keyboard.press('Enter');
  await expect(facts(desk)).toContainText(number);
  expect(decodeURIComponent(desk.url()).toLowerCase()).not.toContain('mtisdzireli');

  await openList(desk);
  await desk.keyboard.press('/');
  await desk.keyboard.type('Nobody of this name');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('alert').filter({ hasText: 'No application you may see matches.' })).toBeFocused();
  await expect(field).toHaveValue('Nobody of this name');
});

test('help and commands open by their keys, and give the focus back', async ({ personWith, desk }) => {
  const { applicant, number } = await sendFrom(await personWith(), 'armenia');
  await openList(desk);
  await desk.keyboard.press('j');
  const entry = entryOf(desk, applicant.name);
  await expect(entry).toBeFocused();
  const help = desk.getByRole('dialog', { name: 'Keys' });
  await desk.keyboard.press('?');
  await expect(help).toContainText('through the list');
  await expect(help).toContainText('Search by number, exact address or name');
  await desk.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(entry).toBeFocused();

  const commands = desk.getByRole('dialog', { name: 'Commands' });
  await desk.keyboard.press('Control+k');
  await expect(commands.getByRole('combobox')).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect(commands).toBeHidden();
  await expect(entry).toBeFocused();

  await desk.keyboard.press('Control+k');
  await desk.keyboard.type('short');
  await expect(commands.getByRole('option', { selected: true })).toHaveText('Shortlist');
  await desk.keyboard.press('Enter');
  await expect(desk).toHaveURL('/desk?view=shortlist');
  await expect(commands).toBeHidden();
  await focusIsKept(desk, 'a command');

  await openApplication(desk, number);
  await keysListen(desk);
  await desk.keyboard.press('Control+k');
  await desk.keyboard.type('decline');
  await expect(commands.getByRole('option', { selected: true })).toContainText('Decline');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('region', { name: 'Answer' })).toBeVisible();
  await desk.keyboard.press('Control+k');
  await desk.keyboard.type(number);
  await expect(commands.getByRole('option', { selected: true })).toContainText(number);
  await desk.keyboard.press('Enter');
  await expect(desk).toHaveURL(new RegExp(`/desk/applications/${number}\\?view=all$`));
});

test('a menu is left by Escape, and single keys that are switched off do nothing', async ({ personWith, desk }) => {
  const { applicant } = await sendFrom(await personWith(), 'armenia');
  await openList(desk);
  await desk.keyboard.press('f');
  const filter = desk.locator('details.menu--wide');
  await expect(filter).toHaveAttribute('open', '');
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Escape');
  await expect(filter).not.toHaveAttribute('open', '');
  await expect(filter.locator('summary')).toBeFocused();

  await desk.keyboard.press('?');
  const help = desk.getByRole('dialog', { name: 'Keys' });
  await tabTo(desk, help.getByRole('switch', { name: 'Use single keys' }), 5);
  await desk.keyboard.press('Space');
  await desk.keyboard.press('Escape');
  await desk.reload();
  await expect(entryOf(desk, applicant.name)).toBeVisible();
  const commands = desk.getByRole('dialog', { name: 'Commands' });
  await expect(async () => {
    await desk.keyboard.press('Control+k');
    await expect(commands).toBeVisible({ timeout: 500 });
  }).toPass();
  await desk.keyboard.press('Escape');
  await expect(commands).toBeHidden();
  const before = await desk.evaluate(() => document.activeElement?.outerHTML);
  for (const key of ['?', '/', 'f', 'j']) await desk.keyboard.press(key);
  await expect(help).toBeHidden();
  await expect(filter).not.toHaveAttribute('open', '');
  expect(await desk.evaluate(() => document.activeElement?.outerHTML)).toBe(before);
});
