import { randomBytes } from 'node:crypto';
import { apply, CHECKED, inventApplicant, openWithCode } from '../support/applicant';
import { makeDocx, makePdf } from '../support/documents';
import { openApplication } from '../support/member';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

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

test('a text sent again as another kind of file, by somebody else, is explained with its document', async ({
  personWith,
  desk,
}) => {
  test.slow();
  const mark = () => randomBytes(3).toString('hex');
  const days = Array.from({ length: 12 }, () => `${mark()}-ში, ხუთშაბათს, წყალი ადრე მოვიდა, ${mark()} ვედრო.`);
  const [one, other] = [await inventApplicant(), await inventApplicant()];
  const first = await apply(await personWith(), { ...one, writingSample: await makePdf(days.join(' ')) });
  const again = await makeDocx([...days.slice(0, 11), `სულ ${mark()}.`].join('\n'));
  const second = await apply(await personWith(), { ...other, writingSample: again });

  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(async () => {
    await openApplication(desk, first.number);
    await expect(facts).toContainText(`${second.number}, New: nearly the same text (Writing sample, about `, {
      timeout: 1_000,
    });
  }).toPass(CHECKED);
  await expect(facts.getByRole('heading', { name: 'Perhaps the same person' })).toBeVisible();
  await expect(facts).not.toContainText('same name');
  await expect(facts.getByRole('button', { name: `Fold ${second.number} into this one` })).toBeVisible();
});
