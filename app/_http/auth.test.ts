import { beforeEach, expect, it, vi } from 'vitest';
import { authOptions, sessionCookie } from './auth';

beforeEach(() => {
  // A port on which nothing answers.
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  vi.stubEnv('PORTAL_KEY', '0'.repeat(64));
  vi.stubEnv('PORTAL_URL', 'https://portal.example.org');
});

it('leaves a trace of a database that does not answer, instead of calling everybody signed out', async () => {
  const failures: unknown[] = [];
  await expect(authOptions(failures).adapter?.getSessionAndUser?.('token')).rejects.toThrow();
  expect(failures).toHaveLength(1);
});

it('lets nobody sign in through next-auth and prolongs no session', async () => {
  const { providers, session, adapter } = authOptions();
  expect(providers).toEqual([]);
  expect(session?.strategy).toBe('database');
  expect(Object.keys(adapter ?? {}).sort()).toEqual(['deleteSession', 'getSessionAndUser', 'updateSession']);
  expect(await adapter?.updateSession?.({ sessionToken: 'token' })).toBeNull();
});

it('keeps the session in a cookie that scripts and plain lines never see', () => {
  expect(sessionCookie()).toEqual({
    name: '__Secure-next-auth.session-token',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  });
});
