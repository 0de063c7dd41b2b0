import type { Page, Request } from '@playwright/test';
import { slotOf } from './applicant';
import { expect } from './test';

export const SLOW = 400 * 1024;
/** What a browser complains of while the line is dead. */
export const NO_LINE = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_NETWORK|ERR_PROXY|ERR_FAILED/;

/** A line that carries so many bytes a second towards the portal; null: as fast as it can. */
export async function slowDown(page: Page, bytesPerSecond: number | null): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond ?? -1,
  });
}

/** How far each piece begins into its file, in the order they are sent. */
export function offsetsSent(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

export async function untilPartlyHere(page: Page, offsets: number[]): Promise<void> {
  await expect.poll(() => Math.max(0, ...offsets), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'going');
}
