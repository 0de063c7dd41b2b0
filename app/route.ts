import { preferredLocale } from '@/app/_http/locale';

export const dynamic = 'force-dynamic';

/** The choice of language is a link everywhere, never a cookie; here the browser's own wish decides. */
export function GET(request: Request): Response {
  const locale = preferredLocale(request.headers.get('accept-language'));
  return new Response(null, {
    status: 307,
    headers: {
      location: `/${locale}`,
      vary: 'accept-language',
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
