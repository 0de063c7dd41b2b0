import { headers } from 'next/headers';
import { notFound, redirect, unstable_rethrow } from 'next/navigation';
import type { ReactNode } from 'react';
import { isAppError } from '@/domain/errors';
import type { Locale } from '@/locales';
import { log } from '@/platform/log';
import { deskLocale, type MemberCtx, memberContext } from './member-session';

type Search = Record<string, string | string[] | undefined>;
type Props<Params> = { params: Promise<Params>; searchParams: Promise<Search> };

export type PageRequest<Params = object> = {
  ctx: MemberCtx;
  params: Params;
  /** The address's query, one value per name; where a form gave several, they stand together with commas. */
  search: Record<string, string>;
  /** Every value of one name, for lists. */
  every: (name: string) => string[];
  locale: Locale;
};

/**
 * A page of the desk. It hands the member to queries, which judge what may be seen, and turns their refusals into what
 * the browser understands: sign in first, or not found. Absent and forbidden look alike.
 */
export function page<Params>(render: (request: PageRequest<Params>) => Promise<ReactNode>) {
  return async function memberPage(props: Props<Params>): Promise<ReactNode> {
    try {
      const ctx = await memberContext();
      const [params, search, locale] = await Promise.all([props.params, props.searchParams, deskLocale()]);
      return await render({
        ctx,
        params,
        search: single(search),
        every: (name) => [search[name] ?? []].flat(),
        locale,
      });
    } catch (error) {
      if (isAppError(error, 'not_signed_in')) redirect(await signInAddress());
      if (isAppError(error, 'not_found') || isAppError(error, 'not_allowed')) notFound();
      unstable_rethrow(error);
      throw fault(error);
    }
  };
}

/** Next hands an error's `digest` to the page that tells of it, and writes the error itself to stderr: only the id may stand there. */
function fault(cause: unknown): Error {
  const digest = log.error({ event: 'page.failed' }, cause);
  return Object.assign(new Error(`page failed, see ${digest} in the log`), { digest });
}

async function signInAddress(): Promise<string> {
  const here = (await headers()).get('x-portal-path');
  return here && here !== '/desk' ? `/sign-in?next=${encodeURIComponent(here)}` : '/sign-in';
}

function single(search: Search): Record<string, string> {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
