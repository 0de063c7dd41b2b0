import { describe, expect, it, vi } from 'vitest';
import { demo } from './demo';

describe('npm run demo', () => {
  it('refuses where a mail server is set', async () => {
    vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:2525');
    await expect(demo([])).rejects.toThrow('runs only where no mail server is set');
    await expect(demo(['--force'])).rejects.toThrow('runs only where no mail server is set');
  });

  it('refuses a database outside the portal unless it is told to', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://portal@db.example.org/portal');
    vi.stubEnv('PORTAL_KEY', 'ab'.repeat(32));
    vi.stubEnv('NODE_ENV', 'production');
    await expect(demo([])).rejects.toThrow('npm run demo -- --force');
  });

  it.each(['STORAGE_URL', 'KEYS_URL'])(
    'refuses a store outside the portal, in %s, unless it is told to',
    async (name) => {
      vi.stubEnv(name, '/srv/of-another-portal');
      await expect(demo([])).rejects.toThrow('name stores outside the portal');
    },
  );

  it('says how it is used when it is asked for what it cannot do', async () => {
    for (const words of [['--count', '5'], ['--count', 'many'], ['--nonsense']]) {
      await expect(demo(words)).rejects.toThrow('npm run demo -- [--count 6 to 500]');
    }
  });
});
