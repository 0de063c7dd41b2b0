import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EnvironmentError } from '@/platform/env';
import { readStartSettings } from './settings';
import { start } from './start';

const SAYS = 'must be an address that mail can come from, such as portal@example.org or Portal <portal@example.org>.';
const UNUSABLE = [
  'post@relay',
  'Post <post@mailhost>',
  'p@example.org.',
  'post@192.168.1.5',
  'The "Post" <p@example.org>',
  'nobody',
];

/** A start that can get no further than its settings. */
function startWith(settings: Record<string, string>): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  const file = join(folder, 'no-folder');
  writeFileSync(file, '');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, value] of Object.entries({ DATA_DIR: file, ...settings })) vi.stubEnv(name, value);
  return start({ isDev: false });
}

describe('a sender that no mail could leave from', () => {
  test.each(UNUSABLE)('%j stops the start with one sentence, for quiet mails and for others', async (written) => {
    await expect(startWith({ MAIL_FROM: written, MAIL_FROM_QUIET: written })).rejects.toEqual(
      new EnvironmentError([`MAIL_FROM ${SAYS}`, `MAIL_FROM_QUIET ${SAYS}`]),
    );
  });

  test.each(['admin@localhost', 'nobody', 'a@example.org, b@example.org'])(
    'nor does a portal start whose first administrator is %j',
    async (PORTAL_ADMIN) => {
      const says = 'PORTAL_ADMIN must be one mail address, such as editor@example.org.';
      await expect(startWith({ PORTAL_ADMIN })).rejects.toEqual(new EnvironmentError([says]));
    },
  );

  test('is told together with whatever else is wrong', () => {
    expect(() => readStartSettings({ MAIL_FROM_QUIET: 'post@relay', PORT: '0' })).toThrow(
      new EnvironmentError([`MAIL_FROM_QUIET ${SAYS}`, 'PORT must be a number from 1 to 65535.']),
    );
  });
});

test.each(['post@notes.example', 'Post <post@notes.example>', 'portal@localhost', undefined])(
  'the sender %j is read as it is written',
  (written) => {
    const { MAIL_FROM, MAIL_FROM_QUIET } = readStartSettings({ MAIL_FROM: written, MAIL_FROM_QUIET: written });
    expect([MAIL_FROM, MAIL_FROM_QUIET]).toEqual([written, written]);
  },
);
