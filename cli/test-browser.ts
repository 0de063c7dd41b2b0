import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '@/platform/env';
import { Refusal, say } from './terminal';
import { run } from './test-runners';

/** The same engine without windows: a journey costs half as much. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
const SYSTEM_BROWSERS = [
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

/** A Chromium for the journeys: the machine's own, else the distribution's, else the one Playwright downloads. */
export async function provideBrowser(): Promise<{ CHROMIUM_PATH?: string }> {
  const { CHROMIUM_PATH: given, CI } = inheritedEnvironment();
  if (given && existsSync(given)) return { CHROMIUM_PATH: given };
  const isContent = present() === HEADLESS_SHELL || (await hasPlaywrightsOwn()) || (present() && !CI);
  if (!isContent && isDebianAsRoot()) await installFromDebian();
  const path = present();
  if (path) return { CHROMIUM_PATH: path };
  if (await hasPlaywrightsOwn()) return {};
  say('Fetching a Chromium (first time only) …');
  await run({
    program: process.execPath,
    options: [join(process.cwd(), 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'],
  });
  if (await hasPlaywrightsOwn()) return {};
  throw new Refusal(
    'The journeys need a Chromium, and none could be installed. Install one (on Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
  );
}

function present(): string | undefined {
  return SYSTEM_BROWSERS.find((path) => existsSync(path));
}

async function hasPlaywrightsOwn(): Promise<boolean> {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Older releases have no package without windows. */
async function installFromDebian(): Promise<void> {
  say('Installing Chromium with apt-get (first time only) …');
  const environment = { ...inheritedEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...options: string[]) => run({ program: 'apt-get', options: [...options, '-qq'], environment });
  const install = (name: string) => aptGet('install', '-y', '--no-install-recommends', name, 'fonts-noto-core');
  await aptGet('update');
  if ((await install('chromium-headless-shell')) !== 0 && !present()) await install('chromium');
}
