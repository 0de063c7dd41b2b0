import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { inventApplicant, openWithCode, QUESTIONS_INBOX } from '../support/applicant';
import { axeClean } from '../support/axe';
import { linksIn, mails, mailTo, recipients, waitForMail } from '../support/mailbox';
import { untilTakenOver } from '../support/member';
import { sendApplication } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

let count = 0;

/** Words that are found nowhere else. */
function aQuestion(): { text: string; name: string; email: string } {
  count += 1;
  const mark = `${Date.now().toString(36)}${process.pid}${count}`;
  return { text: `Does a photo essay fit, ${mark}?`, name: `ნინო-${mark}`, email: `asks.${mark}@example.org` };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    // The checker is a script itself.
    const look = javaScriptEnabled ? axeClean : async () => {};

    test('a stranger asks, the editors answer on the desk, and the answer comes by mail and behind the code', {
      tag: '@phone',
    }, async ({ page, personWith, watch }) => {
      const desk = await personWith({ storageState: administratorSession, javaScriptEnabled: true });
      const question = aQuestion();
      await page.goto('/en/questions');
      await look(page);
      expect(await page.context().cookies()).toEqual([]);
      const { code, number } = await ask(page, question);
      await look(page);

      const told = await waitForMail(
        (mail) => mailTo(QUESTIONS_INBOX)(mail) && (mail.subject ?? '').includes(number),
        `about ${number} to the questions inbox`,
      );
      for (const secret of [question.text, question.name, question.email])
        expect(`${told.subject} ${told.text} ${told.html}`).not.toContain(secret);
      const link = linksIn(told).find((one) => one.includes('/desk/questions')) ?? '';

      await desk.goto(link);
      const thread = desk.getByRole('region', { name: 'Thread' }).first();
      await expect(thread).toContainText(question.text);
      await expect(thread).toContainText(question.email);
      await axeClean(desk);
      await desk.getByLabel('Answer').fill('It does.\n\nSend it with captions.');
      await desk.getByRole('button', { name: 'Send answer' }).click();
      await expect(thread).toContainText('Send it with captions.');
      await axeClean(desk);

      const answer = await waitForMail(mailTo(question.email), `to ${question.email}`);
      expect(answer.subject).toContain(number);
      expect(answer.text).toContain('Send it with captions.');
      expect(answer.text).not.toContain(question.text);
      expect(answer.replyTo?.value[0]?.address).toBe(QUESTIONS_INBOX);

      const elsewhere = await personWith({ javaScriptEnabled });
      await openWithCode(elsewhere, code.toLowerCase());
      await expect(elsewhere).toHaveURL('/en/my/question');
      await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Your question');
      await expect(elsewhere.getByRole('main')).toContainText('Send it with captions.');
      await look(elsewhere);
      await elsewhere.getByText('Write again').click();
      await elsewhere.getByLabel('Your message').fill('Thank you. And a film?');
      await elsewhere.getByRole('button', { name: 'Send message' }).click();
      await expect(elsewhere.getByRole('main')).toContainText('And a film?');
      await expect(elsewhere.getByRole('main')).toContainText('It waits for our answer.');

      await elsewhere.goto('/en/my/question/erase');
      await look(elsewhere);
      await elsewhere.getByRole('button', { name: 'Erase everything now' }).click();
      await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Erased.');
      watch.expect(/status of 404/);
      await openWithCode(elsewhere, code);
      await expect(elsewhere.getByRole('main')).toContainText('We do not know this code.');
      await desk.goto(link);
      await expect(desk.getByText('There is nothing here').first()).toBeVisible();
    });

    test('what is wrong is named at its place, and every word typed is kept', async ({ page, watch }) => {
      const question = aQuestion();
      await page.goto('/en/questions');
      await page.getByLabel('Your question').fill(question.text);
      await page.getByRole('textbox', { name: 'E-mail' }).fill('nino at example');
      await page.getByRole('checkbox', { name: /Quiet mode/ }).check();
      watch.expect(/status of 422/);
      await page.getByRole('button', { name: 'Send question' }).click();
      await expect(page.getByText('This does not look like an e-mail address.').first()).toBeVisible();
      await expect(page.getByLabel('Your question')).toHaveValue(question.text);
      await expect(page.getByRole('checkbox', { name: /Quiet mode/ })).toBeChecked();
      await look(page);
      await page.getByRole('textbox', { name: 'E-mail' }).fill('');
      await page.getByRole('button', { name: 'Send question' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your question has arrived.');
    });
  });
}

test('a stranger without scripts who clicks twice to erase a question is told by the second answer, too', async ({
  personWith,
  request,
}) => {
  const page = await personWith({ javaScriptEnabled: false });
  await ask(page, aQuestion());
  await page.goto('/en/my/question/erase');
  const cookies = await page.context().cookies();
  // The first click: its answer is the one that the browser never shows.
  const first = await request.post('/en/my/question/erase', {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    form: { claim: await page.locator('[name=claim]').inputValue() },
  });
  expect(await first.text()).toContain('Erased.');
  await page.getByRole('button', { name: 'Erase everything now' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Erased.');
});

test('in quiet mode the answer waits behind the code, and the mail says nothing', async ({ page, desk }) => {
  const question = aQuestion();
  await page.goto('/en/questions');
  await page.getByRole('checkbox', { name: /Quiet mode/ }).check();
  const { number } = await ask(page, question);
  await answerOnDesk(desk, number, 'Yes, it does.');
  const mail = await waitForMail(mailTo(question.email), `to ${question.email}`);
  expect(mail.subject).toBe('Something new');
  expect(linksIn(mail)).toEqual([]);
  for (const telling of ['Caucasus', number, 'Yes, it does', 'question'])
    expect(`${mail.subject} ${mail.text} ${mail.from?.text}`).not.toContain(telling);
  await page.goto('/en/my');
  await expect(page).toHaveURL('/en/my/question');
  await expect(page.getByRole('main')).toContainText('Yes, it does.');
});

test('who wants no mail at all gets none, and takes away all that is kept', async ({ page, desk }) => {
  const question = aQuestion();
  await page.goto('/en/questions');
  await page.getByRole('checkbox', { name: /no e-mail at all/ }).check();
  const { number } = await ask(page, question);
  await answerOnDesk(desk, number, 'Yes, it does.');
  await page.goto('/en/my/question');
  await expect(page.getByRole('main')).toContainText('Yes, it does.');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download everything we hold about this question' }).click();
  const held: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(held).toMatchObject({
    number,
    name: question.name,
    email: question.email,
    messages: [
      { from: 'asker', text: question.text },
      { from: 'editors', text: 'Yes, it does.' },
    ],
  });
  expect((await mails()).filter((mail) => recipients(mail).includes(question.email))).toEqual([]);
});

test('of two editors who answer at once the second is told, and keeps every word', async ({ page, desk }) => {
  const { number } = await ask(page, aQuestion());
  await openOnDesk(desk, number);
  const second = await desk.context().newPage();
  await second.goto(desk.url());
  await desk.getByLabel('Answer').fill('The first answer.');
  await second.getByLabel('Answer').fill('The second answer.');
  await desk.getByRole('button', { name: 'Send answer' }).click();
  await expect(desk.getByRole('region', { name: 'Thread' }).first()).toContainText('The first answer.');
  await second.getByRole('button', { name: 'Send answer' }).click();
  await expect(second.getByRole('alert').filter({ hasText: 'Meanwhile a colleague' })).toBeFocused();
  await expect(second.getByLabel('Answer')).toHaveValue('The second answer.');
  await expect(second.getByRole('region', { name: 'Thread' }).first()).toContainText('The first answer.');
  await axeClean(second);
  await second.getByRole('button', { name: 'Send answer' }).click();
  await expect(second.getByRole('listitem').filter({ hasText: 'The second answer.' })).toBeVisible();
});

test('the desk works through questions by keyboard, closes one and opens it again', async ({ page, desk }) => {
  const { number } = await ask(page, aQuestion());
  await openOnDesk(desk, number);
  const address = desk.url();
  await desk.getByRole('button', { name: 'Close' }).click();
  await expect(desk.getByRole('button', { name: 'Open again' })).toBeVisible();
  await desk.getByRole('link', { name: /^Closed/ }).click();
  await expect(desk).toHaveURL('/desk/questions?state=closed');
  await untilTakenOver(desk);
  await desk.keyboard.press('j');
  await expect(desk.getByRole('heading', { level: 2, name: number })).toBeVisible();
  await desk.getByRole('button', { name: 'Open again' }).click();
  await expect(desk.getByRole('button', { name: 'Close' })).toBeVisible();
  await desk.goto(address);
  await untilTakenOver(desk);
  await desk.keyboard.press('a');
  await desk.keyboard.type('By keyboard.');
  await expect(desk.getByLabel('Answer')).toHaveValue('By keyboard.');
});

test('an application that is open in this browser stays open when its owner asks a question', async ({ page }) => {
  const receipt = await sendApplication(page, await inventApplicant());
  await ask(page, aQuestion());
  await expect(page.getByRole('main')).toContainText('In this browser your application stays open.');
  await page.goto('/en/my');
  await expect(page.getByRole('main')).toContainText(receipt.number);
});

async function ask(
  page: Page,
  question: { text: string; name: string; email: string },
): Promise<{ code: string; number: string }> {
  if (!page.url().endsWith('/en/questions')) await page.goto('/en/questions');
  await page.getByLabel('Your question').fill(question.text);
  await page.getByRole('textbox', { name: 'Name' }).fill(question.name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(question.email);
  await page.getByRole('button', { name: 'Send question' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your question has arrived.');
  const code = (await page.locator('[data-code]').innerText()).replace(/\s+/g, ' ').trim();
  const number = /\bQ-[0-9A-Z]{4,6}\b/.exec(await page.getByRole('main').innerText())?.[0] ?? '';
  expect(number, 'the number of the question').not.toBe('');
  return { code, number };
}

async function openOnDesk(desk: Page, number: string): Promise<void> {
  const told = await waitForMail(
    (mail) => mailTo(QUESTIONS_INBOX)(mail) && (mail.subject ?? '').includes(number),
    `about ${number}`,
  );
  await desk.goto(linksIn(told).find((one) => one.includes('/desk/questions')) ?? '');
  await expect(desk.getByRole('heading', { level: 2, name: number })).toBeVisible();
}

async function answerOnDesk(desk: Page, number: string, text: string): Promise<void> {
  await openOnDesk(desk, number);
  await desk.getByLabel('Answer').fill(text);
  await desk.getByRole('button', { name: 'Send answer' }).click();
  await expect(desk.getByRole('listitem').filter({ hasText: text })).toBeVisible();
}
