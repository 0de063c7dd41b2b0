import { choiceOf } from '@/app/_http/choice';
import { cookieIn } from '@/app/_http/cookies';
import { preferredLocale } from '@/app/_http/locale';
import { strangerContext } from '@/app/_http/plain-route';
import { publication } from '@/domain/settings/queries';
import { isLocale, type Locale } from '@/locales';

export const dynamic = 'force-dynamic';

/** The choice of language is a link everywhere; here the browser's own wish decides, or what it was asked to remember. */
export async function GET(request: Request): Promise<Response> {
  const locale = (await rememberedLocale(request)) ?? preferredLocale(request.headers.get('accept-language'));
  return new Response(null, {
    status: 307,
    headers: {
      location: `/${locale}`,
      vary: 'accept-language, cookie',
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

async function rememberedLocale(request: Request): Promise<Locale | null> {
  // Without the cookie nothing needs to be looked up.
  if (cookieIn(request, 'language') === null) return null;
  const { offered, remembered } = choiceOf(request, await publication(strangerContext(request)));
  return offered && remembered !== null && isLocale(remembered) ? remembered : null;
}
