import { type SentWords, Trouble } from '@/app/_ui/plain/trouble';
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
import { typedFields } from './multipart';
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
    let frame = namelessFrame(request);
    try {
      const known = await params;
      const ctx = strangerContext(request);
      const locale = localeOf(request);
      frame = frameOf({ request, locale, ctx, publication: await publication(ctx) });
      if (!isLocale(known.locale)) return await notFoundPage({ ...frame, path: '' });
      return await handler({ request, params: known, locale, ctx, frame });
    } catch (error) {
      return await troublePage(frame, error, request);
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

/** For a page that must be answered even when the database cannot be asked. */
export function namelessFrame(request: Request): Frame {
  return { locale: localeOf(request), path: '', publication: NAMELESS, portalUrl: '', choice: NO_CHOICE };
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

async function troublePage(frame: Frame, error: unknown, request: Request): Promise<Response> {
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
  const words = await wordsIn(request);
  const text = t(words ? 'brokenWords' : 'brokenText', { reference });
  return plainPage(frame, {
    title: t('brokenTitle'),
    status: 500,
    personal: words !== null,
    body: <Trouble frame={frame} title={t('brokenTitle')} text={text} words={words} />,
  });
}

/** What somebody has typed into a form of ours, and where it was to go; the browser would not find it again. */
async function wordsIn(request: Request): Promise<SentWords | null> {
  if (request.method !== 'POST' || comesFromAnotherSite(request)) return null;
  const fields = (await typedFields(request)).filter(([, value]) => value !== '');
  const { pathname, search } = new URL(request.url);
  return fields.length > 0 ? { fields, to: `${pathname}${search}` } : null;
}
