import { beforeEach, describe, expect, it, vi } from 'vitest';
import { comesFromAnotherSite, freshNonce, plainHeaders } from './headers';

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  vi.stubEnv('PORTAL_KEY', 'a'.repeat(64));
  vi.stubEnv('PORTAL_URL', 'https://apply.example.org');
});

describe('the headers of a plain page', () => {
  const headers = plainHeaders.bind(null, { nonce: 'abc', keeping: 'never', indexed: false });

  it('allow our own style sheet and script by nonce, and nothing else', () => {
    expect(headers().get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers().get('content-security-policy')).not.toContain('unsafe');
  });

  it('keep what belongs to one person out of every cache and every index', () => {
    expect(headers().get('cache-control')).toBe('private, no-store');
    expect(headers().get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers().get('referrer-policy')).toBe('no-referrer');
  });

  it('insist on TLS where the portal is reached over TLS', () => {
    expect(headers().get('strict-transport-security')).toBe('max-age=63072000');
  });

  it('carry a nonce that is never the same', () => {
    expect(new Set(Array.from({ length: 100 }, freshNonce)).size).toBe(100);
  });
});

describe('a form from another site', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
    [{ origin: 'https://apply.example.org' }, false],
    [{ origin: 'https://evil.example' }, true],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('%j: %s', (headers, expected) => {
    const request = new Request('https://apply.example.org/en/my', { method: 'POST', headers });
    expect(comesFromAnotherSite(request)).toBe(expected);
  });
});
