import type { Page } from '@playwright/test';
import { keysListen } from '../support/keyboard';
import { inviteMember, openApplication, signIn, untilReadable } from '../support/member';
import { entryOf, placeAt } from '../support/queue';
import { sendFrom } from '../support/sent';
import { expect, test } from '../support/test';

test.setTimeout(120_000);

async function widths(page: Page, of: string): Promise<number[]> {
  return page.locator(of).evaluateAll((all) => all.map((element) => Math.round(element.getBoundingClientRect().width)));
}

test('X selects where the keyboard is, one button selects all that is shown, and the list says how many', async ({
  personWith,
  desk,
}) => {
  for (let sent = 0; sent < 2; sent += 1) await sendFrom(await personWith(), 'azerbaijan');
  await desk.goto('/desk?view=all&region=azerbaijan&order=newest');
  await keysListen(desk);
  const boxes = desk.locator('.queue [name="pick"]');
  const said = desk.locator('.picks').getByRole('status');
  await expect(said).toHaveCount(0);
  await desk.keyboard.press('j');
  const first = desk.locator('.queue .entry').first();
  await first.focus();
  await desk.keyboard.press('x');
  await expect(boxes.first()).toBeChecked();
  await expect(first).toBeFocused();
  await expect(said).toHaveText('1 selected');

  const count = await boxes.count();
  await desk.getByRole('button', { name: 'Select all shown' }).click();
  await expect(desk.locator('.queue [name="pick"]:checked')).toHaveCount(count);
  await expect(said).toHaveText(`${count} selected`);
  await desk.getByRole('button', { name: 'Select none' }).click();
  await expect(desk.locator('.queue [name="pick"]:checked')).toHaveCount(0);

  await first.click();
  await untilReadable(desk);
  await desk.keyboard.press('x');
  await expect(boxes.first()).toBeChecked();
  await desk.keyboard.press('?');
  await expect(desk.getByRole('dialog', { name: 'Keys' })).toContainText('select it for deciding together');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('b');
  await expect(desk).toHaveURL(/\/desk\/decide\?pick=/);
});

test('the four answers are equally large, and whoever else reads this leaves room for the ways on', async ({
  personWith,
  desk,
}) => {
  const { number } = await sendFrom(await personWith(), 'azerbaijan');
  await sendFrom(await personWith(), 'azerbaijan');
  const mark = Date.now().toString(36);
  const address = `long-${mark}@example.org`;
  await inviteMember(desk, { address, name: `Bartholomea Featherstonehaugh-Cholmondeley ${mark}`, role: 'editor' });
  const colleague = await personWith();
  await signIn(colleague, address);
  await openApplication(colleague, number);
  await colleague.waitForResponse((answer) => answer.url().endsWith(`/${number}/presence`) && answer.ok());

  await desk.goto(`/desk/applications/${number}?view=all&region=azerbaijan&order=newest`);
  await expect(desk.locator('.presence')).toContainText('Bartholomea');
  const [pane, next] = [desk.locator('.reader'), desk.locator('.tabs__pos a').last()];
  const [outer, inner] = [await pane.boundingBox(), await next.boundingBox()];
  expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0));
  const [width = 0, ...others] = await widths(desk, '.decide__row .btn');
  expect(others).toEqual([width, width, width]);
});

test('what is selected on one page of a list is decided on with what is selected on the next, and not in another list', async ({
  personWith,
  desk,
}) => {
  const older = await sendFrom(await personWith(), 'azerbaijan');
  const between = new Date();
  const newer = await sendFrom(await personWith(), 'azerbaijan');
  const picks = desk.locator('.picks');
  const said = picks.getByRole('status');
  const box = (number: string) => desk.locator(`.queue [name="pick"][value="${number}"]`);
  await desk.goto(`/desk?region=azerbaijan&order=newest&before=${placeAt(between)}`);
  await keysListen(desk);
  await box(newer.number).check({ force: true });
  await desk.getByRole('link', { name: 'Further' }).click();
  await expect(entryOf(desk, newer.applicant.name)).toHaveCount(0);
  await expect(said).toHaveText('1 selected, 1 of them on other pages');
  await box(older.number).check({ force: true });
  await expect(said).toHaveText('2 selected, 1 of them on other pages');

  await desk.getByRole('list', { name: 'Narrowed by' }).getByRole('link', { name: 'Take away: Azerbaijan' }).click();
  await expect(desk).not.toHaveURL(/region=/);
  for (const { applicant } of [newer, older]) await expect(entryOf(desk, applicant.name)).toBeVisible();
  await expect(picks).toBeHidden();
  await expect(desk.locator('.queue [name="pick"]:checked')).toHaveCount(0);
  await desk.goBack();
  await expect(said).toHaveText('2 selected, 1 of them on other pages');

  await picks.getByRole('button', { name: 'Decide together' }).click();
  await expect(desk).toHaveURL(/\/desk\/decide\?/);
  expect(new URL(desk.url()).searchParams.getAll('pick').sort()).toEqual([newer.number, older.number].sort());
});

test('selecting none leaves none on other pages either', async ({ personWith, desk }) => {
  const older = await sendFrom(await personWith(), 'azerbaijan');
  const between = new Date();
  const newer = await sendFrom(await personWith(), 'azerbaijan');
  const picks = desk.locator('.picks');
  await desk.goto(`/desk?region=azerbaijan&order=newest&before=${placeAt(between)}`);
  await keysListen(desk);
  await desk.locator(`.queue [name="pick"][value="${newer.number}"]`).check({ force: true });
  await desk.getByRole('link', { name: 'Further' }).click();
  await expect(entryOf(desk, older.applicant.name)).toBeVisible();
  await picks.getByRole('button', { name: 'Select all shown' }).click();
  await picks.getByRole('button', { name: 'Select none' }).click();
  await expect(picks).toBeHidden();
  await expect(desk.locator('[name="pick"]:is(:checked, [type="hidden"])')).toHaveCount(0);
});
