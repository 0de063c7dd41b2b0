import type { Ctx } from '@/domain/context';
import type { Publication } from '@/domain/settings/queries';
import type { Locale } from '@/locales';
import { type Choice, choiceOf } from './choice';

/** What every plain page knows before it knows what it is about. */
export type Frame = {
  locale: Locale;
  /** the page's path without its language, so that the others can be linked */
  path: string;
  publication: Publication;
  portalUrl: string;
  choice: Choice;
};

export function frameOf({
  request,
  locale,
  ctx,
  publication,
}: {
  request: Request;
  locale: Locale;
  ctx: Ctx;
  publication: Publication;
}): Frame {
  const { pathname } = new URL(request.url);
  return {
    locale,
    path: pathname.replace(/^\/[a-z]{2}(?=\/|$)/, ''),
    publication,
    portalUrl: ctx.portal.url,
    choice: choiceOf(request, publication),
  };
}
