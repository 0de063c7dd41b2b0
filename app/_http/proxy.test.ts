import { NextRequest } from 'next/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { config, proxy } from '@/proxy';
import { errorText } from './error-text';

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgres://localhost/none');
  vi.stubEnv('PORTAL_KEY', '0'.repeat(64));
  vi.stubEnv('PORTAL_URL', 'https://portal.example.org');
});

function answer(path: string) {
  return proxy(new NextRequest(`https://portal.example.org${path}`));
}

describe('the pages of the members', () => {
  it('allow scripts and styles by a nonce only', async () => {
    const policy = (await answer('/desk')).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'nonce-[\w+/]{24}' 'strict-dynamic'(;|$)/);
    expect(policy).not.toMatch(/unsafe-|https?:/);
  });

  it('get a fresh nonce with every answer', async () => {
    const [one, other] = (await Promise.all([answer('/desk'), answer('/desk')])).map((response) =>
      response.headers.get('content-security-policy'),
    );
    expect(one).not.toBe(other);
  });

  it('are kept by nobody and framed by nobody', async () => {
    const { headers } = await answer('/desk/outbox');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
  });

  it('are all it is asked about: bodies of forms and uploads never pass it', () => {
    expect(config.matcher.every((path) => /^\/(desk|sign-in)(\/:path\*)?$/.test(path))).toBe(true);
  });
});

describe('a form sent without a script', () => {
  const WHOLE = '--form\r\ncontent-disposition: form-data; name="email"\r\n\r\na@example.org\r\n--form--\r\n';

  const ACTION = '0'.repeat(42);
  const TYPE = { 'content-type': 'multipart/form-data; boundary=form', 'accept-language': 'de' };

  function asked(body: string, headers: Record<string, string>) {
    const url = 'https://portal.example.org/sign-in';
    return new NextRequest(url, { method: 'POST', body, headers: { ...TYPE, ...headers } });
  }

  const sent = (body: string, headers: Record<string, string> = {}) =>
    proxy(asked(body, { 'content-length': String(body.length), ...headers }));

  it.each([
    ['no form at all', 'nonsense'],
    ['cut off', WHOLE.slice(0, 70)],
  ])('that is %s is refused with a sentence', async (_, body) => {
    const refused = await sent(body);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toBe(errorText('de', { code: 'invalid_input', details: {} }));
    expect(refused.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  });

  it.each([
    ['is longer than a form of ours', String(1024 * 1024 + 1)],
    ['does not say how long it is', ''],
  ])('that %s is refused unread, and so is one sent with a script', async (_, length) => {
    const headers: Record<string, string> = length ? { 'content-length': length } : {};
    for (const request of [asked(WHOLE, headers), asked(WHOLE, { ...headers, 'next-action': ACTION })]) {
      expect((await proxy(request)).status).toBe(413);
      expect(request.bodyUsed).toBe(false);
    }
  });

  it('that is whole goes on to the page, and so does what a script sends', async () => {
    const passed = [await sent(WHOLE), await sent('nonsense', { 'next-action': ACTION })];
    expect(passed.map((response) => response.headers.get('x-middleware-next'))).toEqual(['1', '1']);
  });
});
