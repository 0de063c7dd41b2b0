import { readFile } from 'node:fs/promises';
import { inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { mails, mailTo, waitForMail } from '../support/mailbox';
import { codeIn } from '../support/member';
import { sendApplication } from '../support/sent';
import { surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(120_000);

test('a selection is taken along only after a fresh code, under a name that says nothing', async ({
  personWith,
  desk,
}) => {
  const [first, second] = [await inventApplicant(), await inventApplicant()];
  const one = await sendApplication(await personWith(), first);
  const two = await sendApplication(await personWith(), second);
  await desk.goto('/desk?order=newest');
  await desk.getByRole('checkbox', { name: `Select ${one.number}` }).check();
  await desk.getByRole('button', { name: 'Export' }).click();
  await expect(desk.getByText('One selected application.')).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Table (CSV)' })).toHaveCount(0);

  const earlier = new Set((await mails()).map((sent) => sent.messageId));
  await desk.getByRole('button', { name: 'Send me a code' }).click();
  await expect(desk.getByText('A code is on its way')).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Send another code' })).toBeVisible();
  const mail = await waitForMail(
    (sent) =>
      mailTo(surroundings.administrator)(sent) && !earlier.has(sent.messageId) && /\d{3}\s?\d{3}/.test(sent.text ?? ''),
    'with a code',
  );
  await desk.getByLabel('The code from the mail').fill('000000');
  await desk.getByRole('button', { name: 'Confirm' }).click();
  await expect(desk.getByRole('alert').filter({ hasText: /code/i })).toBeVisible();
  await axeClean(desk);
  await desk.getByLabel('The code from the mail').fill(codeIn(mail));
  await desk.getByRole('button', { name: 'Confirm' }).click();
  await expect(desk.getByText('Confirmed. For five minutes you can export.')).toBeVisible();

  await axeClean(desk);

  for (const [button, ending] of [
    ['Table (CSV)', 'csv'],
    ['Data (JSON)', 'json'],
    ['Everything with documents (ZIP)', 'zip'],
  ] as const) {
    const coming = desk.waitForEvent('download');
    await desk.getByRole('button', { name: button }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^redaktion-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    const bytes = await readFile(await download.path());
    expect(bytes.length).toBeGreaterThan(100);
    if (ending !== 'zip') {
      expect(bytes.toString('utf8')).toContain(first.name);
      expect(bytes.toString('utf8')).not.toContain(two.number);
    }
  }
});

test('nobody takes anything along without a code', async ({ page, desk }) => {
  await sendApplication(page, await inventApplicant());
  const refused = await desk.request.post('/api/export', {
    multipart: { format: 'json', query: 'view=all' },
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain('This came from another site.');
  const signedOut = await page.request.post('/api/export', { multipart: { format: 'json', query: 'view=all' } });
  expect(signedOut.status()).toBe(401);
  expect(await signedOut.text()).toContain('Please sign in first.');
});

test('a selection that holds nothing is answered with a sentence, never with the whole view', async ({
  page,
  desk,
}) => {
  await sendApplication(page, await inventApplicant());
  for (const selection of ['view=all&pick=nonsense', 'view=withdrawn']) {
    await desk.goto(`/desk/export?${selection}`);
    await expect(desk.getByText('There is nothing to export in this selection.')).toBeVisible();
    await expect(desk.getByRole('button', { name: 'Send me a code' })).toHaveCount(0);
  }
  const empty: Record<string, string>[] = [{ query: 'view=all', pick: 'nonsense' }, { query: 'view=withdrawn' }];
  for (const selection of empty) {
    const answer = await desk.request.post('/api/export', { multipart: { format: 'json', ...selection } });
    expect(answer.status()).toBe(422);
    expect(answer.headers()['content-type']).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('There is nothing to export in this selection.');
  }
});
