import { existsSync } from 'node:fs';
import { inheritedEnvironment } from '@/platform/env';
import { say } from './terminal';
import { run } from './test-runners';

const CLAMD = '/usr/sbin/clamd';

/** A clamd for the tests of the scanner, from the distribution where we may; without one they say why they are skipped. */
export async function provideClamd(): Promise<void> {
  if (existsSync(CLAMD) || !isDebianAsRoot()) return;
  say('Installing clamd with apt-get (first time only) …');
  const environment = { ...inheritedEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  await run({ program: 'apt-get', options: ['update', '-qq'], environment });
  const options = ['install', '-y', '-qq', '--no-install-recommends', 'clamav-daemon'];
  await run({ program: 'apt-get', options, environment });
}

function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}
