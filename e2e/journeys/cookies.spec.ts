import type { BrowserContext, Page } from '@playwright/test';
import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { apply, CALL, CHECKED, inventApplicant } from '../support/applicant';
import { axeClean } from '../support/axe';
import { keysListen } from '../support/keyboard';
import { inviteSomebody, signIn } from '../support/member';
import { expect, test } from '../support/test';

type Row = { name: string; need: string; sameSite: string; lifetime: string };

/** The table on the page, which is made from the table in the code. */
async function tableOn(page: Page): Promise<Row[]> {
  return page.locator('tr[data-need]').evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector('code')?.textContent ?? '',
      need: row.getAttribute('data-need') ?? '',
      sameSite: row.getAttribute('data-same-site') ?? '',
      lifetime: row.getAttribute('data-seconds') ?? '',
    })),
  );
}

async function received(context: BrowserContext): Promise<(Omit<Row, 'need'> & { httpOnly: boolean })[]> {
  const now = Date.now() / 1000;
  return (await context.cookies()).map(({ name, sameSite, expires, httpOnly }) => ({
    name,
    sameSite,
    // To the minute: the clock of the test runs on between setting and looking.
    lifetime: expires === -1 ? 'window' : String(Math.round((expires - now) / 60) * 60),
    httpOnly,
  }));
}

async function stored(page: Page): Promise<string[]> {
  return page.evaluate(() => [
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ]);
}

test('a browser receives exactly the cookies that the page lists, with the lifetimes it names', async ({
  page,
  personWith,
  desk,
}) => {
  await page.goto('/en/cookies');
  const listed = await tableOn(page);
  expect(listed.map(({ need }) => need)).toEqual(listed.map(() => 'necessary'));
  await expect(page.getByRole('main')).toContainText('There is nothing to choose.');
  await expect(page.getByRole('button')).toHaveCount(0);

  for (const path of ['/', '/en', `/en/calls/${CALL}`, `/en/calls/${CALL}/apply`, '/en/my', '/en/privacy'])
    await page.goto(path);
  expect(await received(page.context())).toEqual([]);
  await apply(page, await inventApplicant());
  await page.goto('/en/my/application');
  const applicants = await received(page.context());

  const writer = await personWith();
  await writer.goto(`/en/calls/${CALL}/apply`);
  await writer.getByLabel('The place you know best').fill('Svaneti');
  await expect(writer.locator('[data-saved]').first()).toHaveText(/^Saved/);
  const writers = await received(writer.context());
  expect(writers.map(({ name }) => name)).toEqual(['redaktion-writing']);

  const member = await personWith();
  await signIn(member, (await inviteSomebody(desk)).address);
  await member.goto('/api/auth/csrf');
  const members = await received(member.context());

  const expected = listed.map(({ name, sameSite, lifetime }) => ({ name, sameSite, lifetime, httpOnly: true }));
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  expect([...applicants, ...writers, ...members].sort(byName)).toEqual(expected.sort(byName));
  expect(applicants.map(({ name }) => name)).toEqual(['redaktion-receipt']);
});

test('what pages keep in the browser themselves is on the page too', async ({ page, desk }) => {
  await page.goto('/en/cookies');
  const listed = await page
    .locator('tr[data-where]')
    .evaluateAll((rows) =>
      rows.map((row) => `${row.getAttribute('data-where')} ${row.querySelector('code')?.textContent}`),
    );
  const applicant = await inventApplicant();
  await page.goto(`/en/calls/${CALL}/apply`);
  await page.locator('input[type="file"][name="cv"]').setInputFiles(applicant.cv);
  await expect(page.locator('.slot#cv')).toContainText('Ready', CHECKED);
  const kept = await stored(page);
  await desk.goto('/desk');
  await keysListen(desk);
  await desk.keyboard.press('?');
  await desk.getByLabel('Use single keys').uncheck();
  kept.push(...(await stored(desk)));
  expect(kept.filter((key) => !listed.includes(key))).toEqual([]);
  expect(kept).toEqual(expect.arrayContaining(['sessionStorage redaktion-draft', 'localStorage desk-keys']));
});

test.describe('where the publication offers to remember the language', () => {
  let portal: AnotherPortal;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    portal = await startAnotherPortal({});
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(await portal.link());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/desk/);
    await page.goto(`${portal.url}/desk/settings`);
    const section = page.locator('form', { has: page.getByLabel('Name of the publication') });
    await section.getByLabel('Offer to remember the language').check();
    await section.getByLabel('Contact for privacy').fill('privacy@example.org');
    await section.getByText('Imprint, in each language').click();
    await section.locator('[name="imprint.ka"]').fill('რედაქცია, თბილისი');
    await section.getByText('Addition to the privacy notice').click();
    await section.locator('[name="privacyText.ka"]').fill('პასუხისმგებელი: <b>გამომცემლობა</b>, data@example.org');
    await section.getByRole('button', { name: 'Save' }).click();
    await expect(page).toHaveURL(/#publication$/);
    await page.reload();
    await expect(section.getByLabel('Offer to remember the language')).toBeChecked();
    await page.close();
  });

  test.afterAll(async () => {
    await portal.stop();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`it asks first, and takes yes, no and a change of mind ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      personWith,
      watch,
    }) => {
      watch.knows(portal.url);
      const page = await personWith({ javaScriptEnabled, locale: 'en-GB' });
      const banner = page.getByRole('region', { name: /remember the language/ });
      const cookies = async () => (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
      await page.goto(`${portal.url}/en/calls/${CALL}`);
      await expect(banner).toBeVisible();
      expect(await cookies()).toEqual([]);
      const [accept, decline] = [
        banner.getByRole('button', { name: 'Accept' }),
        banner.getByRole('button', { name: 'Decline' }),
      ];
      const look = (button: typeof accept) =>
        button.evaluate((one) => {
          const { backgroundColor, color, borderColor, fontSize, fontWeight } = getComputedStyle(one);
          return [backgroundColor, color, borderColor, fontSize, fontWeight, one.getBoundingClientRect().width].join();
        });
      expect(await look(accept)).toBe(await look(decline));
      if (javaScriptEnabled) await axeClean(page);

      await decline.click();
      await expect(page).toHaveURL(`${portal.url}/en/calls/${CALL}`);
      await expect(banner).toHaveCount(0);
      expect(await cookies()).toEqual(['redaktion-declined=1']);

      await page.goto(`${portal.url}/ka/cookies`);
      await page.getByRole('button', { name: 'თანხმობა' }).click();
      await expect(page).toHaveURL(`${portal.url}/ka/cookies`);
      expect(await cookies()).toEqual(['redaktion-language=ka']);
      const listed = await tableOn(page);
      const [language] = await received(page.context());
      expect(language).toEqual({
        ...listed.map(({ need: _, ...row }) => row).find(({ name }) => name === 'redaktion-language'),
        httpOnly: true,
      });
      await page.goto(portal.url);
      await expect(page).toHaveURL(`${portal.url}/ka`);
      await page.goto(`${portal.url}/hy`);
      await page.goto(portal.url);
      await expect(page).toHaveURL(`${portal.url}/hy`);

      await page.goto(`${portal.url}/en/cookies`);
      await page.getByRole('button', { name: 'Withdraw' }).click();
      expect(await cookies()).toEqual(['redaktion-declined=1']);
      await page.goto(portal.url);
      await expect(page).toHaveURL(`${portal.url}/en`);
    });
  }

  test('pages that belong to one person neither ask nor remember', async ({ page, watch }) => {
    watch.knows(portal.url);
    await page.goto(`${portal.url}/en/calls/${CALL}/apply`);
    await expect(page.getByRole('region', { name: /remember the language/ })).toHaveCount(0);
    expect(await page.context().cookies()).toEqual([]);
  });

  test('the imprint says what the settings say', async ({ page, watch }) => {
    watch.knows(portal.url);
    await page.goto(`${portal.url}/ka/imprint`);
    await expect(page.getByRole('main')).toContainText('რედაქცია, თბილისი');
  });

  test('the privacy notice carries what the settings add, as text, and leads to its address', async ({
    page,
    watch,
  }) => {
    watch.knows(portal.url);
    await page.goto(`${portal.url}/ka/privacy`);
    const responsible = page.getByRole('region', { name: 'ვინ აგებს პასუხს' });
    await expect(responsible).toContainText('პასუხისმგებელი: <b>გამომცემლობა</b>');
    await expect(responsible).not.toContainText('data@example.org');
    await responsible.getByRole('link').last().click();
    await page.getByRole('button', { name: 'მისამართის ჩვენება' }).click();
    await expect(page.getByRole('main')).toContainText('data@example.org');
  });
});
