import { expect, it, vi } from 'vitest';
import { COOKIES, cookieHeader, cookieIn, cookieName } from './cookies';

function onPortal(url: string): void {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  vi.stubEnv('PORTAL_KEY', '0'.repeat(64));
  vi.stubEnv('PORTAL_URL', url);
}

it('over TLS every cookie is Secure, HttpOnly and bound by its prefix', async () => {
  vi.resetModules();
  onPortal('https://portal.example.org');
  const { cookieHeader: header } = await import('./cookies');
  for (const { id, name, prefix, sameSite } of COOKIES)
    expect(header(id, 'x')).toMatch(
      new RegExp(`^${prefix}${name}=x; Path=/; HttpOnly; SameSite=${sameSite}; Secure(; Max-Age=\\d+)?$`),
    );
});

it('on a plain line it has neither prefix nor Secure, which browsers would refuse', () => {
  onPortal('http://localhost:3000');
  expect(cookieName('receipt')).toBe('redaktion-receipt');
  expect(cookieHeader('receipt', 'x')).toBe('redaktion-receipt=x; Path=/; HttpOnly; SameSite=Strict');
});

it('finds its cookie among others by the whole name', () => {
  onPortal('http://localhost:3000');
  const request = new Request('http://localhost:3000/', {
    headers: { cookie: 'not-redaktion-receipt=1; redaktion-receipt=mine; redaktion-receipt-2=2' },
  });
  expect(cookieIn(request, 'receipt')).toBe('mine');
  expect(cookieIn(request, 'language')).toBeNull();
});
