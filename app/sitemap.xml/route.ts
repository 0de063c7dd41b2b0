import { strangerContext } from '@/app/_http/plain-route';
import { openCalls } from '@/domain/calls/queries';
import { WRITTEN_LOCALES } from '@/locales';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const ctx = strangerContext(request);
  const calls = await openCalls(ctx);
  const paths = ['', ...calls.map((call) => `/calls/${call.slug}`), '/questions', '/privacy'];
  const entries = paths.map((path) => entryOf(ctx.portal.url, path));
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join('\n')}
</urlset>
`;
  return new Response(xml, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': 'public, max-age=600',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Slugs and languages hold letters, digits and dashes only: nothing here needs escaping. */
function entryOf(portalUrl: string, path: string): string {
  return WRITTEN_LOCALES.map((locale) => {
    const alternates = WRITTEN_LOCALES.map(
      (other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${portalUrl}/${other}${path}"/>`,
    );
    return `<url><loc>${portalUrl}/${locale}${path}</loc>${alternates.join('')}</url>`;
  }).join('\n');
}
