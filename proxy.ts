import { type NextRequest, NextResponse } from 'next/server';
import { errorText } from '@/app/_http/error-text';
import { localeOf } from '@/app/_http/locale';
import { isSmall } from '@/app/_http/small-form';
import { env } from '@/platform/env';

/**
 * Gives every page of the members' side its Content-Security-Policy with a nonce of its own. It authorises nobody: that
 * is done where the data is read. It must never match uploads, the application form or the API: Next buffers the bodies
 * of matched requests and cuts long ones.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentSecurityPolicy(nonce);
  const response = (await refusedForm(request)) ?? passedOn(request, policy);
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (env().PORTAL_URL.startsWith('https:')) response.headers.set('strict-transport-security', 'max-age=63072000');
  return response;
}

function passedOn(request: NextRequest, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set('content-security-policy', policy);
  headers.set('x-portal-path', request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

/**
 * A form that is too long or does not say how long it is, and one sent without a script that is cut off or no form at all:
 * Next would answer 500 and log a fault, after it has held up to 10 MB. Browsers always say how long it is.
 */
async function refusedForm(request: NextRequest): Promise<NextResponse | null> {
  const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data');
  const isByScript = request.headers.has('next-action');
  if (request.method !== 'POST' || !(isForm || isByScript)) return null;
  if (!isSmall(request)) return refusal(request, 413);
  if (isByScript) return null;
  return request.formData().then(
    () => null,
    () => refusal(request, 400),
  );
}

function refusal(request: NextRequest, status: number): NextResponse {
  const text = errorText(localeOf(request), { code: 'invalid_input', details: {} });
  return new NextResponse(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
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
