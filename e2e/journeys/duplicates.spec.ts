import { apply, inventApplicant, openWithCode } from '../support/applicant';
import { openApplication } from '../support/member';
import { expect, test } from '../support/test';

test('two applications of one person are explained, folded together and taken apart', async ({ personWith, desk }) => {
  const applicant = await inventApplicant();
  const first = await apply(await personWith(), applicant);
  const second = await apply(await personWith(), applicant);
  await openApplication(desk, first.number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText(`${second.number}, New: same address, same name, same file`);

  await facts.getByRole('button', { name: `Fold ${second.number} into this one` }).click();
  await expect(facts.getByRole('heading', { name: 'Read here too' })).toBeVisible();
  await expect(facts.getByRole('heading', { name: 'Perhaps the same person' })).toHaveCount(0);
  await desk.goto('/desk?order=newest');
  const entries = desk.getByRole('link').filter({ hasText: applicant.name });
  await expect(entries).toHaveCount(1);
  await openApplication(desk, second.number);
  await expect(facts).toContainText(`read and decided under ${first.number}`);
  await expect(facts.getByRole('link', { name: 'Invite' })).toHaveCount(0);

  const mine = await personWith();
  await openWithCode(mine, second.code);
  await expect(mine.getByRole('main')).toContainText(second.number);
  await expect(mine.getByRole('main')).not.toContainText(first.number);

  await facts.getByRole('button', { name: `Take ${second.number} apart` }).click();
  await expect(facts.getByRole('link', { name: 'Invite' })).toBeVisible();
  await desk.goto('/desk?order=newest');
  await expect(entries).toHaveCount(2);
});
