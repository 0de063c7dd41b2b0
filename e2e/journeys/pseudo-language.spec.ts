import type { Page } from '@playwright/test';
import { APPLY, apply, CALL, inventApplicant, sendForm } from '../support/applicant';
import { sayOfFiles } from '../support/database';
import { untilReadable, untilTakenOver } from '../support/member';
import { faultsOfLayout, inPseudoLanguage } from '../support/pseudo';
import { expect, test } from '../support/test';

/** 320 px is also what 1280 px are at 400 % zoom (WCAG 2.2, 1.4.10). */
const WIDTHS = [320, 360, 1280];

async function expectRoom(page: Page, what: string, widths = WIDTHS): Promise<void> {
  await inPseudoLanguage(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    expect(await faultsOfLayout(page), `${what}, ${width} px wide`).toEqual([]);
  }
}

test('every public page has room for a language 40 % longer', async ({ page, watch }) => {
  watch.expect(/status of 404/);
  for (const path of [
    '',
    `/calls/${CALL}`,
    `/calls/${CALL}/apply`,
    '/my',
    '/questions',
    '/privacy',
    '/cookies',
    '/imprint',
    '/nothing',
  ]) {
    await page.goto(`/en${path}`);
    await expectRoom(page, path);
  }
});

test('so have a form full of faults, the receipt and every page behind the code', async ({ page, watch }) => {
  watch.expect(/status of 422/);
  await page.goto(APPLY);
  await sendForm(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await expectRoom(page, 'faults');

  await page.setViewportSize({ width: 1280, height: 900 });
  await apply(page, await inventApplicant());
  await expectRoom(page, 'receipt');
  for (const path of ['/my/application', '/my/withdraw', '/my/erase']) {
    await page.goto(`/en${path}`);
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    await expectRoom(page, path);
  }
});

test('so has the desk, from a telephone to a screen', async ({ page, personWith, desk }) => {
  const receipt = await apply(page, await inventApplicant());
  const stranger = await personWith();
  await stranger.goto('/sign-in', { waitUntil: 'networkidle' });
  await untilTakenOver(stranger);
  await expectRoom(stranger, 'sign-in');
  for (const path of [
    '/desk',
    `/desk/applications/${receipt.number}`,
    `/desk/applications/${receipt.number}?decide=invite`,
    '/desk/outbox',
    '/desk/settings',
  ]) {
    // React compares the page with what it would have written before it takes it over.
    await desk.goto(path, { waitUntil: 'networkidle' });
    await untilTakenOver(desk);
    await expectRoom(desk, path);
  }
});

test('so has an application whose files are still to be checked, or not taken', async ({ page, desk }) => {
  const { number } = await apply(page, await inventApplicant());
  const here = `/desk/applications/${number}`;
  await desk.goto(here);
  await untilReadable(desk);
  for (const state of ['waiting', 'refused'] as const) {
    await desk.goto('about:blank');
    await sayOfFiles(number, state);
    await desk.goto(here);
    await untilTakenOver(desk);
    await expectRoom(desk, `${here}, ${state}`);
  }
});
