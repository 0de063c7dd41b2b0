import { signIn } from './member';
import { administratorSession } from './surroundings';
import { test } from './test';

test('the administrator signs in', async ({ page }) => {
  await signIn(page);
  await page.context().storageState({ path: administratorSession });
});
