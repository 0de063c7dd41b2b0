import { randomBytes } from 'node:crypto';
import { env } from '@/platform/env';

/** How long a page may be kept: not at all where it shows somebody's data, else only by the browser that checks back. */
export type Keeping = 'never' | 'check-back';

const CACHE_CONTROL: Record<Keeping, string> = {
  never: 'private, no-store',
  'check-back': 'private, no-cache',
};

const WITHOUT = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics'];

export function freshNonce(): string {
  return randomBytes(18).toString('base64');
}

/** The headers of every plain page; `nonce` is of this one answer only. */
export function plainHeaders({
  nonce,
  keeping,
  indexed,
}: {
  nonce: string;
  keeping: Keeping;
  indexed: boolean;
}): Headers {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': CACHE_CONTROL[keeping],
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': WITHOUT.map((feature) => `${feature}=()`).join(', '),
  });
  if (!indexed) headers.set('x-robots-tag', 'noindex, nofollow');
  if (env().PORTAL_URL.startsWith('https:')) headers.set('strict-transport-security', 'max-age=63072000');
  return headers;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Did another site make the browser send this form? Browsers say so in Sec-Fetch-Site; older ones send an Origin. A
 * page with `no-referrer` sends the Origin "null" even to itself, so that value proves nothing and passes.
 */
export function comesFromAnotherSite(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.get('origin');
  return origin !== null && origin !== 'null' && origin !== new URL(env().PORTAL_URL).origin;
}
