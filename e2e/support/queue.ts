import type { Locator, Page } from '@playwright/test';

/** The row of an application in the list. */
export function entryOf(desk: Page, name: string): Locator {
  return desk.locator('.queue .entry').filter({ hasText: name });
}

/** A place in the list by time: whoever applied later comes before it where the newest come first. */
export function placeAt(moment: Date): string {
  return Buffer.from(` ${moment.toISOString()} 00000000-0000-0000-0000-000000000000`).toString('base64url');
}
