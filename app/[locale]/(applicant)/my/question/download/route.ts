import { askerRoute } from '@/app/_http/asker-route';

export const dynamic = 'force-dynamic';

/** Everything we hold about a question, for whoever asked it to take away. */
export const GET = askerRoute(async ({ mine }) => {
  const { hasEmail: _, ...held } = mine;
  return new Response(`${JSON.stringify(held, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${mine.number}.json"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
  });
});
