import type { Page } from '@playwright/test';
import { apply, inventApplicant } from '../support/applicant';
import { openApplication } from '../support/member';
import { expect, test } from '../support/test';

/** What hides that it is too long for its line must not hide the feet of its letters with it. */
function cutAtTheFoot(page: Page): Promise<string[]> {
  return page
    .locator(':is(h1, h2, .entry__who, .entry__title)')
    .evaluateAll((titles) =>
      titles
        .filter((title) => getComputedStyle(title).overflowY === 'hidden' && title.scrollHeight > title.clientHeight)
        .map((title) => title.textContent ?? ''),
    );
}

test('titles and names on the desk show their letters whole', async ({ page, desk }) => {
  const { number } = await apply(page, await inventApplicant());
  for (const path of [
    '/desk',
    '/desk/outbox',
    '/desk/questions',
    '/desk/insights',
    '/desk/reviewing',
    '/desk/settings',
  ]) {
    await desk.goto(path);
    await expect(desk.getByRole('heading', { level: 1 }).first()).toBeVisible();
    expect(await cutAtTheFoot(desk), path).toEqual([]);
  }
  await openApplication(desk, number);
  expect(await cutAtTheFoot(desk), 'an open application').toEqual([]);
});
