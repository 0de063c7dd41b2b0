import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { CALL } from './applicant';
import { inherited, surroundings } from './surroundings';
import { expect } from './test';

const run = promisify(execFile);

/** A call with the words of the one all journeys share: a draft, as `npm run portal -- call:copy` makes it. */
export async function copyCall(slug: string): Promise<void> {
  const environment = {
    ...inherited,
    NODE_ENV: 'production' as const,
    DATA_DIR: surroundings.dataDir,
    PORTAL_URL: surroundings.url,
  };
  await run(process.execPath, ['cli/launch.mjs', 'call:copy', CALL, slug], { env: environment });
}

/** Opens a call under Settings, as its administrator would. */
export async function openCall(desk: Page, slug: string): Promise<void> {
  await desk.goto('/desk/settings');
  const form = desk.locator('form').filter({ has: desk.locator(`input[name="slug"][value="${slug}"]`) });
  await form.locator('select[name="state"]').selectOption('open');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(async () => {
    expect((await desk.request.get(`/en/calls/${slug}`)).status()).toBe(200);
  }).toPass({ timeout: 10_000 });
}
