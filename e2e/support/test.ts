import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { Address } from './addresses';
import { administratorSession } from './surroundings';
import { Watch } from './watch';

type Fixtures = {
  watch: Watch;
  address: Address;
  /** Opens a page for another person: own cookies, own address, watched like the first. */
  personWith: (options?: BrowserContextOptions) => Promise<Page>;
  /** A page of the administrator, signed in. */
  desk: Page;
};

/** Playwright's test, in which anything unexpected that the browser complains of fails the test. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.complaints(), 'the browser complained').toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  address: async ({}, use) => {
    const address = await Address.open();
    await use(address);
    await address.close();
  },
  proxy: async ({ address }, use) => use(address.proxy),
  context: async ({ context, watch }, use) => {
    watch.over(context);
    await use(context);
  },
  personWith: async ({ browser, contextOptions, baseURL, viewport, watch }, use) => {
    const opened: { context: BrowserContext; address: Address }[] = [];
    await use(async (options = {}) => {
      const address = await Address.open();
      const shared = { ...contextOptions, viewport, proxy: address.proxy, ...(baseURL ? { baseURL } : {}) };
      const context = await browser.newContext({ ...shared, ...options });
      opened.push({ context, address });
      watch.over(context);
      return context.newPage();
    });
    for (const { context, address } of opened) {
      await context.close();
      await address.close();
    }
  },
  desk: async ({ personWith }, use) => use(await personWith({ storageState: administratorSession })),
});

export { expect };
