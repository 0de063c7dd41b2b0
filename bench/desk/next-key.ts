import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright';
import { percentile } from '../statistics';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const STEPS = 30;
/** How long somebody looks at an application at least; what comes next is fetched meanwhile. */
const LOOK_MS = 700;

/** From the press of J to the frame in which the next application stands; null where there is no browser. */
export async function measureNextKey({ url, cookie }: { url: string; cookie: string }) {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) return null;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/desk?view=all`);
    await page.locator('.entry').first().click();
    await page.waitForURL(/applications/);
    const times: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      await page.waitForTimeout(LOOK_MS);
      times.push(await press(page));
    }
    return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
  } finally {
    await browser.close();
  }
}

/** Timed inside the page, so that the way to the browser and back is not in it. */
async function press(page: Page): Promise<number> {
  await page.evaluate(() => {
    const shown = () => document.querySelector('.insp .subline')?.textContent ?? '';
    const before = shown();
    const times = window as unknown as { nextKey: Promise<number> };
    times.nextKey = new Promise((resolve) => {
      addEventListener(
        'keydown',
        (event) => {
          const look = () => {
            if (shown() !== before) requestAnimationFrame(() => resolve(performance.now() - event.timeStamp));
            else requestAnimationFrame(look);
          };
          look();
        },
        { once: true, capture: true },
      );
    });
  });
  await page.keyboard.press('j');
  return page.evaluate(() => (window as unknown as { nextKey: Promise<number> }).nextKey);
}
