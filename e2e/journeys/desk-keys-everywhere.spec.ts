import { focusIsKept, keysListen } from '../support/keyboard';
import { expect, test } from '../support/test';

test('every page of the desk has keys, help and commands', async ({ desk }) => {
  for (const page of ['outbox', 'decide', 'reviewing', 'insights', 'export', 'settings', 'questions']) {
    await desk.goto(`/desk/${page}`);
    await keysListen(desk);
    await desk.keyboard.press('Control+k');
    const commands = desk.getByRole('dialog', { name: 'Commands' });
    await expect(commands, page).toBeVisible();
    await desk.keyboard.type('shortlist');
    await expect(commands.getByRole('option', { selected: true })).toHaveText('Shortlist');
    await desk.keyboard.type(' of nobody');
    await expect(commands.getByRole('option'), `a search that ${page} cannot do`).toHaveCount(0);
    await desk.keyboard.press('Escape');
    await focusIsKept(desk, `commands of ${page}`);
  }
  await desk.goto('/desk/reviewing');
  await keysListen(desk);
  await desk.keyboard.press('n');
  await expect(desk).not.toHaveURL(/\/desk\/reviewing$/);
});
