import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '@/platform/env';
import { Refusal, say } from './terminal';
import { run } from './test-runners';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

/** A Chromium for the journeys: the machine's own, else the distribution's, else the one Playwright downloads. */
export async function provideBrowser(): Promise<{ CHROMIUM_PATH?: string }> {
  const given = inheritedEnvironment().CHROMIUM_PATH;
  const present = [given, ...SYSTEM_BROWSERS].find((path) => path && existsSync(path));
  if (present) return { CHROMIUM_PATH: present };
  if (await hasPlaywrightsOwn()) return {};
  if (isDebianAsRoot()) {
    await installFromDebian();
    const installed = SYSTEM_BROWSERS.find((path) => existsSync(path));
    if (installed) return { CHROMIUM_PATH: installed };
  }
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

async function hasPlaywrightsOwn(): Promise<boolean> {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

async function installFromDebian(): Promise<void> {
  say('Installing Chromium with apt-get (first time only) …');
  const environment = { ...inheritedEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  await run({ program: 'apt-get', options: ['update', '-qq'], environment });
  const packages = ['chromium', 'fonts-noto-core'];
  await run({
    program: 'apt-get',
    options: ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    environment,
  });
}
