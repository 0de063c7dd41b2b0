import { env } from '@/platform/env';

export const dynamic = 'force-dynamic';

/** Notices may be found; what belongs to one person, and the members' side, may not. */
export function GET(): Response {
  const lines = [
    'User-agent: *',
    'Disallow: /*/my',
    'Disallow: /*/apply',
    'Disallow: /api/',
    'Disallow: /desk',
    'Disallow: /sign-in',
    '',
    `Sitemap: ${env().PORTAL_URL}/sitemap.xml`,
    '',
  ];
  return new Response(lines.join('\n'), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
    },
  });
}
