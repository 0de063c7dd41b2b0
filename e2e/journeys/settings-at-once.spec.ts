import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { axeClean } from '../support/axe';
import { copyCall } from '../support/calls';
import { keysListen } from '../support/keyboard';
import { inviteSomebody } from '../support/member';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

const MEANWHILE = 'Somebody changed this in the meantime, so nothing of yours was saved.';

for (const javaScriptEnabled of [true, false]) {
  test(`two administrators who set the same at once, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, take nothing back from each other`, async ({
    desk,
    personWith,
    watch,
  }) => {
    if (!javaScriptEnabled) watch.expect(/^failed: GET .+\/_next\/static\/chunks\/\S+ csp$/);
    const slug = `at-once-${randomBytes(4).toString('hex')}`;
    await copyCall(slug);
    const other = await personWith({ storageState: administratorSession, javaScriptEnabled });
    for (const page of [desk, other]) await page.goto('/desk/settings');
    await keysListen(desk);
    if (javaScriptEnabled) await keysListen(other);
    const [first, second] = [planOn(desk, slug), planOn(other, slug)];

    await first.locator('[name="dueDays"]').fill('9');
    await first.locator('[name="automatic"]').check();
    await first.getByRole('button', { name: 'Save' }).click();
    await expect(desk).toHaveURL(/#review$/);

    const eachWas = await second.locator('[name="reviewersEach"]').inputValue();
    await second.locator('[name="reviewersEach"]').fill('5');
    await second.locator('[name="mayUnmask"]').uncheck();
    await second.locator('[name="blind"]').selectOption('reviewers');
    await second.getByRole('button', { name: 'Save' }).click();
    await expect(second.getByRole('alert')).toContainText(MEANWHILE);
    if (javaScriptEnabled) {
      await expect(second.getByRole('alert')).toBeFocused();
      await axeClean(other);
    }
    const isBoth = async (form: typeof first, each: string) => {
      await expect(form.locator('[name="dueDays"]')).toHaveValue('9');
      await expect(form.locator('[name="automatic"]')).toBeChecked();
      await expect(form.locator('[name="reviewersEach"]')).toHaveValue(each);
      await expect(form.locator('[name="mayUnmask"]')).toBeChecked({ checked: each !== '5' });
      await expect(form.locator('[name="blind"]')).toHaveValue(each === '5' ? 'reviewers' : 'off');
    };
    await isBoth(second, '5');
    await desk.reload();
    await isBoth(first, eachWas);

    await second.getByRole('button', { name: 'Save' }).click();
    await expect(second.getByRole('alert')).toHaveCount(0);
    await isBoth(second, '5');
    await desk.reload();
    await isBoth(first, '5');
  });
}

test('a role that is changed in one window and taken away in another falls on no other role', async ({ desk }) => {
  const { address } = await inviteSomebody(desk, 'editor');
  const other = await desk.context().newPage();
  const rolesOn = async (page: Page) => {
    const member = page.locator('.set__member').filter({ hasText: address });
    await page.goto('/desk/settings');
    await keysListen(page);
    await member.locator('summary').click();
    return member.locator('form').first();
  };
  const before = await rolesOn(desk);
  await before.locator('[name="role.new"]').selectOption('reviewer');
  await before.locator('[name="region.new"]').selectOption('armenia');
  await before.getByRole('button', { name: 'Save' }).click();
  await expect(before.locator('[name^="role.reviewer"]')).toHaveValue('reviewer');

  const [first, second] = [await rolesOn(desk), await rolesOn(other)];
  await second.locator('[name^="role.editor"]').selectOption('administrator');
  await first.locator('[name^="role.editor"]').selectOption('');
  await first.getByRole('button', { name: 'Save' }).click();
  await expect(first.locator('[name^="role.editor"]')).toHaveCount(0);
  await second.getByRole('button', { name: 'Save' }).click();
  await expect(second.getByRole('alert')).toContainText(MEANWHILE);
  await expect(second.locator('[name^="role.editor"]')).toHaveCount(0);
  await expect(second.locator('[name^="role.reviewer"]')).toHaveValue('reviewer');
  await expect(second.locator('[name="role.new"]')).toHaveValue('');
});

function planOn(page: Page, slug: string) {
  return page.locator(`#review-${slug} form`).filter({ has: page.locator('[name="dueDays"]') });
}
