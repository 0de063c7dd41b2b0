import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { Watch } from './watch';

type Fixtures = {
  watch: Watch;
  /** Opens a page for another person: own cookies, watched like the first. */
  personWith: (options?: BrowserContextOptions) => Promise<Page>;
};

/** Playwright's test, in which anything unexpected that the browser complains of fails the test. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.complaints(), 'the browser complained').toEqual([]);
  },
  context: async ({ context, watch }, use) => {
    watch.over(context);
    await use(context);
  },
  personWith: async ({ browser, contextOptions, baseURL, viewport, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(baseURL ? { baseURL } : {}),
        viewport,
        ...options,
      });
      contexts.push(context);
      watch.over(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };
