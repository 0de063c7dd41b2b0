import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/platform/env';

/**
 * Gives every page of the members' side its Content-Security-Policy with a nonce of its own. It authorises nobody: that
 * is done where the data is read. It must never match uploads, the application form or the API: Next buffers the bodies
 * of matched requests and cuts long ones.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set('content-security-policy', policy);
  headers.set('x-portal-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (env().PORTAL_URL.startsWith('https:')) response.headers.set('strict-transport-security', 'max-age=63072000');
  return response;
}

export const config = {
  matcher: ['/desk', '/desk/:path*', '/sign-in', '/sign-in/:path*'],
};

const SECURITY_HEADERS = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex, nofollow',
};

function contentSecurityPolicy(nonce: string): string {
  // The development server's error overlay needs eval and its own style elements; a built portal has neither.
  const developing = env().NODE_ENV === 'development';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ''}`,
    developing ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
