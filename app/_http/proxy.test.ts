import { NextRequest } from 'next/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { config, proxy } from '@/proxy';

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgres://localhost/none');
  vi.stubEnv('PORTAL_KEY', '0'.repeat(64));
  vi.stubEnv('PORTAL_URL', 'https://portal.example.org');
});

function answer(path: string) {
  return proxy(new NextRequest(`https://portal.example.org${path}`));
}

describe('the pages of the members', () => {
  it('allow scripts and styles by a nonce only', () => {
    const policy = answer('/desk').headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'nonce-[\w+/]{24}' 'strict-dynamic'(;|$)/);
    expect(policy).not.toMatch(/unsafe-|https?:/);
  });

  it('get a fresh nonce with every answer', () => {
    const [one, other] = [answer('/desk'), answer('/desk')].map((response) =>
      response.headers.get('content-security-policy'),
    );
    expect(one).not.toBe(other);
  });

  it('are kept by nobody and framed by nobody', () => {
    const { headers } = answer('/desk/outbox');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
  });

  it('are all it is asked about: bodies of forms and uploads never pass it', () => {
    expect(config.matcher.every((path) => /^\/(desk|sign-in)(\/:path\*)?$/.test(path))).toBe(true);
  });
});
