import { Trouble } from '@/app/_ui/plain/trouble';
import { type Ctx, contextFor } from '@/domain/context';
import { isAppError } from '@/domain/errors';
import { type Publication, publication } from '@/domain/settings/queries';
import { isLocale, type Locale, translator } from '@/locales';
import { log } from '@/platform/log';
import { NO_CHOICE } from './choice';
import { errorText, statusOf } from './error-text';
import { type Frame, frameOf } from './frame';
import { comesFromAnotherSite } from './headers';
import { localeOf } from './locale';
import { plainPage } from './plain-page';

export type PlainInput<Params> = { request: Request; params: Params; locale: Locale; ctx: Ctx; frame: Frame };

type Handler<Params> = (input: PlainInput<Params>) => Promise<Response>;
type Route<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** Shown when even the database that knows the publication cannot be asked. */
const NAMELESS: Publication = {
  name: 'Redaktion',
  homeUrl: '/',
  leaveUrl: 'https://www.wikipedia.org/',
  privacyContact: '',
  retentionDays: 0,
  rememberLanguage: false,
  imprint: {},
  privacyText: {},
};

/**
 * The wrapper of every plain page: finds language, context and frame; turns refusals into a page with their status and
 * everything unexpected into a logged fault whose id the reader sees.
 */
export function plainRoute<Params extends { locale: string }>(handler: Handler<Params>): Route<Params> {
  return async (request, { params }) => {
    let frame: Frame = { locale: localeOf(request), path: '', publication: NAMELESS, portalUrl: '', choice: NO_CHOICE };
    try {
      const known = await params;
      const ctx = strangerContext(request);
      const locale = localeOf(request);
      frame = frameOf({ request, locale, ctx, publication: await publication(ctx) });
      if (!isLocale(known.locale)) return await notFoundPage({ ...frame, path: '' });
      return await handler({ request, params: known, locale, ctx, frame });
    } catch (error) {
      return await troublePage(frame, error);
    }
  };
}

/** The same for a form: one that another site made the browser send is refused before it is read. */
export function plainFormRoute<Params extends { locale: string }>(handler: Handler<Params>): Route<Params> {
  return plainRoute<Params>(async (input) => {
    if (!comesFromAnotherSite(input.request)) return handler(input);
    const t = translator(input.locale, 'trouble');
    return plainPage(input.frame, {
      title: t('crossSiteTitle'),
      status: 403,
      body: <Trouble frame={input.frame} title={t('crossSiteTitle')} text={t('crossSiteText')} />,
    });
  });
}

export async function notFoundPage(frame: Frame): Promise<Response> {
  const t = translator(frame.locale, 'trouble');
  return plainPage(frame, {
    title: t('notFoundTitle'),
    status: 404,
    body: <Trouble frame={frame} title={t('notFoundTitle')} text={t('notFoundText')} />,
  });
}

export function strangerContext(request: Request): Ctx {
  return contextFor({ kind: 'stranger', peer: request.headers.get('x-portal-peer') ?? '' });
}

async function troublePage(frame: Frame, error: unknown): Promise<Response> {
  if (isAppError(error, 'not_found')) return notFoundPage(frame);
  const t = translator(frame.locale, 'trouble');
  if (isAppError(error)) {
    const text = errorText(frame.locale, error);
    return plainPage(frame, {
      title: t('refusedTitle'),
      status: statusOf(error.code),
      body: <Trouble frame={frame} title={t('refusedTitle')} text={text} />,
    });
  }
  const reference = log.error({ event: 'page.broken' }, error);
  return plainPage(frame, {
    title: t('brokenTitle'),
    status: 500,
    body: <Trouble frame={frame} title={t('brokenTitle')} text={t('brokenText', { reference })} />,
  });
}
