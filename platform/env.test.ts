import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EnvironmentError, readEnv, readRunningEnv } from './env';

const KEY = 'ab'.repeat(32);

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  test('start with nothing set, on port 3000 of this machine only', () => {
    expect(readEnv({})).toEqual({
      NODE_ENV: 'production',
      PORT: 3000,
      HOST: '127.0.0.1',
      PORTAL_URL: 'http://localhost:3000',
      DATA_DIR: resolve('data'),
      STORAGE_URL: resolve('data/files'),
      KEYS_URL: resolve('data/keys'),
      PORTAL_ROLE: 'all',
      LOG_LEVEL: 'info',
      TRUST_PROXY: false,
      PROOF_OF_WORK: 'off',
      PORTAL_DEV: false,
    });
  });

  test('count an empty value as unset', () => {
    expect(readEnv({ PORT: '', PORTAL_URL: '', SMTP_URL: '' })).toEqual(readEnv({}));
  });

  test('derive the address from the port', () => {
    expect(readEnv({ PORT: '4123' }).PORTAL_URL).toBe('http://localhost:4123');
  });

  test('drop the slash at the end of the address', () => {
    expect(readEnv({ PORTAL_URL: 'https://apply.example.org/' }).PORTAL_URL).toBe('https://apply.example.org');
  });

  test('place files and keys under the data folder, or where they are told', () => {
    const settings = readEnv({ DATA_DIR: '/srv/portal', KEYS_URL: 'file:///mnt/keys' });
    expect(settings.STORAGE_URL).toBe(join('/srv/portal', 'files'));
    expect(settings.KEYS_URL).toBe('/mnt/keys');
  });

  test('take a relative folder from a file: address', () => {
    expect(readEnv({ STORAGE_URL: 'file:store' }).STORAGE_URL).toBe(resolve('store'));
  });

  test.each([
    ['hex', KEY],
    ['base64url', Buffer.from(KEY, 'hex').toString('base64url')],
  ])('read the key from %s', (_form, value) => {
    expect(readEnv({ PORTAL_KEY: value }).PORTAL_KEY).toEqual(Buffer.from(KEY, 'hex'));
  });

  test('report all wrong values at once, in sentences', () => {
    expect(
      problemsOf({
        PORT: '70000',
        PORTAL_URL: 'ftp://x',
        PORTAL_KEY: 'short',
        LOG_LEVEL: 'loud',
        TRUST_PROXY: 'maybe',
      }),
    ).toEqual([
      'PORT must be a number from 1 to 65535.',
      'PORTAL_URL must look like https://portal.example.org.',
      'PORTAL_KEY must be 32 bytes, as 64 hex digits or 43 characters of base64url.',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
      'TRUST_PROXY must be true or false.',
    ]);
  });

  test('never repeat a secret in a problem', () => {
    expect(problemsOf({ PORTAL_KEY: 'hunter2', SMTP_URL: 'http://me:hunter2@mail' }).join()).not.toContain('hunter2');
  });

  test.each(['0', '-1', '3000.5', '0x50', ' 3000', 'port'])('refuse %j as a port', (PORT) => {
    expect(problemsOf({ PORT })).toHaveLength(1);
  });

  test.each(['file:', 'file://host/share', 'gopher://x', 's3://key:secret@store/bucket'])(
    'refuse %j as a store',
    (url) => {
      expect(problemsOf({ STORAGE_URL: url })).toHaveLength(1);
    },
  );

  test('say honestly that S3 cannot be used yet', () => {
    expect(problemsOf({ STORAGE_URL: 's3://key:secret@store/bucket' })[0]).toContain('cannot use yet');
  });

  test("ask for a key beside a database of one's own", () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://db/portal' })[0]).toContain('PORTAL_KEY must be set');
    expect(problemsOf({ DATABASE_URL: 'postgres://db/portal', PORTAL_KEY: KEY })).toEqual([]);
  });

  test('refuse a separate worker on the embedded database', () => {
    expect(problemsOf({ PORTAL_ROLE: 'worker' })[0]).toContain('needs DATABASE_URL');
  });

  test('refuse to run without database and key', () => {
    expect(() => readRunningEnv({})).toThrow(EnvironmentError);
    expect(readRunningEnv({ DATABASE_URL: 'postgres://db/portal', PORTAL_KEY: KEY }).DATABASE_URL).toBe(
      'postgres://db/portal',
    );
  });
});
