import type { CDPSession, Page, Request } from '@playwright/test';
import { chooseFile, slotOf } from './applicant';
import { expect } from './test';

/** So slow that a machine which is ten times slower still sees what happens on the way. */
export const SLOW = 100 * 1024;
/** What a browser complains of while the line is dead; of an answer that is empty where it dies between question and answer. */
export const NO_LINE = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_NETWORK|ERR_PROXY|ERR_FAILED/;

/** One for each page: of two that slow the same line down, the slower one would go on counting. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** A line that carries so many bytes a second towards the portal; null: as fast as it can. */
export async function slowDown(page: Page, bytesPerSecond: number | null): Promise<void> {
  await setLine(page, { offline: false, uploadThroughput: bytesPerSecond ?? -1 });
}

/** No line at all until `slowDown` gives one back; what Playwright itself has to take a line away is overruled by `slowDown`. */
export async function takeLineAway(page: Page): Promise<void> {
  await setLine(page, { offline: true, uploadThroughput: -1 });
}

async function setLine(page: Page, line: { offline: boolean; uploadThroughput: number }): Promise<void> {
  const opened = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, opened);
  const session = await opened;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { latency: 0, downloadThroughput: -1, ...line });
}

/** How far each piece begins into its file, in the order they are sent. */
export function offsetsSent(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

/** A CV on a slow line, of which a first piece has arrived. Answers `offsetsSent`. */
export async function sendPartly(page: Page, cv: Parameters<typeof chooseFile>[2]): Promise<number[]> {
  const offsets = offsetsSent(page);
  await slowDown(page, SLOW);
  await chooseFile(page, 'cv', cv);
  await untilPartlyHere(page, offsets);
  return offsets;
}

export async function untilPartlyHere(page: Page, offsets: number[]): Promise<void> {
  await expect.poll(() => Math.max(0, ...offsets), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'going');
}
