import type { BrowserContextOptions, Locator, Page, Request } from '@playwright/test';
import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { APPLY, apply, inventApplicant, readReceipt } from '../support/applicant';
import { sayOfFiles, takeCommentsAway, takeDatabaseAway } from '../support/database';
import { makePdf } from '../support/documents';
import { untilReadable } from '../support/member';
import { expect, test } from '../support/test';

let portal: AnotherPortal;
let signedIn: BrowserContextOptions['storageState'];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  portal = await startAnotherPortal({});
});

test.afterAll(() => portal?.stop());

test.beforeEach(({ watch }) => {
  watch.knows(portal.url);
  watch.expect(/answer: 50[03] |status of 50[03]/);
});

test('what is typed while the database is away comes back with the answer, and is sent from there', async ({
  personWith,
  watch,
}) => {
  // The file did not come back with it.
  watch.expect(/status of 422/);
  const page = await personWith({ javaScriptEnabled: false });
  await page.goto(portal.url + APPLY);
  await page.locator('[name="name"]').fill('ქეთევან "Keti" მთისძირელი');
  await page.locator('[name="region"][value="georgia"]').check();
  await page.locator('[name="writes"][value="ka"]').check();
  await page.locator('[name="cv"]').setInputFiles(await makePdf('Curriculum vitae', 'CV.pdf'));
  await page.locator('#coverLetter summary').click();
  await page.locator('[name="coverLetterText"]').fill('First line\n\n<b>Third</b> line');
  await page.locator('#writingSample summary').click();
  await page.locator('[name="writingSampleUrl"]').fill('https://example.org/water-day');
  await page.locator('[name="consent"]').check();
  const database = await takeDatabaseAway(portal.dataDir);
  const send = page.getByRole('button', { name: 'Send application' });
  await send.click();
  await expect(page.getByRole('heading', { name: 'Something broke on our side.' })).toBeVisible();
  await expect(page.getByText('Nothing you typed is lost')).toBeVisible();
  await database.comesBack();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.locator('[name="name"]')).toHaveValue('ქეთევან "Keti" მთისძირელი');
  await expect(page.locator('[name="coverLetterText"]')).toHaveValue('First line\n\n<b>Third</b> line');
  await page.locator('[name="cv"]').setInputFiles(await makePdf('Curriculum vitae', 'CV.pdf'));
  await send.click();
  await readReceipt(page);
});

test('a question that is asked while it is away is asked from the answer', async ({ personWith }) => {
  const page = await personWith({ javaScriptEnabled: false });
  await page.goto(`${portal.url}/en/questions`);
  await page.locator('[name="text"]').fill('Do you take\ntwo samples?');
  const database = await takeDatabaseAway(portal.dataDir);
  await page.locator('main form button[type="submit"]').last().click();
  await expect(page.getByText('Nothing you typed is lost')).toBeVisible();
  await database.comesBack();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('heading', { name: 'Your question has arrived.' })).toBeVisible();
  await page.getByRole('link', { name: 'Open my question' }).click();
  await expect(page.getByText('Do you take')).toHaveText('Do you take\ntwo samples?', { useInnerText: true });
});

test('whoever leaves quickly while it is away leaves all the same', async ({ personWith, watch }) => {
  watch.expect(/wikipedia/);
  const page = await personWith({ javaScriptEnabled: false });
  await page.route('https://www.wikipedia.org/', (route) => route.fulfill({ body: 'An encyclopedia.' }));
  await page.goto(portal.url + APPLY);
  const database = await takeDatabaseAway(portal.dataDir);
  await page.getByRole('button', { name: 'Leave quickly' }).click();
  await page.waitForURL(/wikipedia/);
  await database.comesBack();
});

type Opens = (options?: BrowserContextOptions) => Promise<Page>;

/** The first administrator's link opens once: the second page has the first one's cookies. */
async function memberWith(open: Opens): Promise<Page> {
  if (signedIn) return open({ storageState: signedIn });
  const desk = await open();
  await desk.goto(await portal.link());
  await desk.getByRole('button', { name: 'Sign in' }).click();
  await expect(desk).toHaveURL(/\/desk/);
  signedIn = await desk.context().storageState();
  return desk;
}

type Away = Awaited<ReturnType<typeof takeDatabaseAway>>;

/** An application whose file is still being checked, which makes its page look again every second. */
async function pageThatLooksAgain(page: Page, desk: Page): Promise<Locator> {
  const { number } = await apply(page, await inventApplicant(), portal.url + APPLY);
  await desk.goto(`${portal.url}/desk/applications/${number}`);
  await untilReadable(desk);
  await desk.goto('about:blank');
  await sayOfFiles(number, 'waiting', portal.dataDir);
  await desk.goto(`${portal.url}/desk/applications/${number}`);
  return desk.getByRole('complementary', { name: 'Application' });
}

/** In the moment in which the page asks whether it may look again, and is not half through with it since the last time. */
async function takeAwayBetweenLooks(desk: Page): Promise<Away> {
  const looking = new Set<Request>();
  const isOver = (request: Request) => void looking.delete(request);
  desk.on('request', (request) => void (request.url().includes('_rsc=') && looking.add(request)));
  desk.on('requestfinished', isOver);
  desk.on('requestfailed', isOver);
  const { promise, resolve } = Promise.withResolvers<Away>();
  let isTaken = false;
  await desk.route('**/readyz', async (route) => {
    if (!isTaken && looking.size === 0) {
      isTaken = true;
      resolve(await takeDatabaseAway(portal.dataDir));
    }
    await route.continue();
  });
  return promise;
}

test('what a member writes while it is away stays in its form, and is sent from there', async ({
  page,
  personWith,
}) => {
  const desk = await memberWith(personWith);
  const facts = await pageThatLooksAgain(page, desk);
  await facts.getByLabel(/Say something/).fill('She writes from the valley itself.');
  const database = await takeAwayBetweenLooks(desk);
  const refusal = () => desk.waitForResponse((answer) => answer.url().endsWith('/readyz') && answer.status() === 503);
  await refusal();
  await refusal();
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.getByRole('alert').filter({ hasText: 'What you typed is kept here' })).toBeVisible();
  await expect(facts.getByLabel(/Say something/)).toHaveValue('She writes from the valley itself.');
  await database.comesBack();
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.locator('#discussion')).toContainText('She writes from the valley itself.');
});

/** The portal may need another moment to find its database again. */
async function tryUntilBack(desk: Page): Promise<void> {
  const again = desk.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(again).toBeHidden({ timeout: 1_000 });
  }).toPass();
}

test('what a member has written and ticked is back after the page has given way to the fault', async ({
  page,
  personWith,
  watch,
}) => {
  // React: a page could not be made.
  watch.expect(/React error #441/);
  const desk = await memberWith(personWith);
  const facts = await pageThatLooksAgain(page, desk);
  const comment = facts.getByLabel(/Say something/);
  const tag = facts.locator('[name="tag"]');
  const picks = desk.locator('[name="pick"]');
  const noted = desk.getByText('It is noted under the number');
  const again = desk.getByRole('button', { name: 'Try again' });
  await comment.fill('She writes from the valley itself.');
  await tag.fill('valley');
  await picks.first().check();
  const first = await takeCommentsAway(portal.dataDir);
  const number = await noted.innerText();
  await again.click();
  await expect(noted).not.toHaveText(number);
  await first.comesBack();
  await tryUntilBack(desk);
  await expect(comment).toHaveValue('She writes from the valley itself.');
  await expect(tag).toHaveValue('valley');
  await expect(picks.first()).toBeChecked();
  await expect(picks.and(desk.locator(':checked'))).toHaveCount(1);

  // What was refused stands in its form as if it had come with the page.
  await desk.route('**/readyz', (route) => route.fulfill({ status: 503 }));
  // The first may have been asked for before: a page that it brings anew must not meet what comes next.
  for (let looks = 0; looks < 2; looks += 1)
    await desk.waitForResponse((answer) => answer.url().endsWith('/readyz') && answer.status() === 503);
  const second = await takeCommentsAway(portal.dataDir);
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.getByRole('alert').filter({ hasText: 'What you typed is kept here' })).toBeVisible();
  await desk.unroute('**/readyz');
  await expect(noted).toBeVisible();
  await second.comesBack();
  await tryUntilBack(desk);
  await expect(comment).toHaveValue('She writes from the valley itself.');
  await expect(tag).toHaveValue('valley');
  await facts.getByRole('button', { name: 'Say it' }).click();
  await expect(facts.locator('#discussion')).toContainText('She writes from the valley itself.');
});
