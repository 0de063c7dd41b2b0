import type { Publication } from '@/domain/settings/queries';
import type { Locale } from '@/locales';
import { cookieHeader, cookieIn, endedCookieHeader } from './cookies';

/** What a reader has said to the one optional cookie, which remembers the language of these pages. */
export type Choice = {
  /** only if the publication has turned it on */
  offered: boolean;
  answer: 'accepted' | 'declined' | null;
  /** the language the browser remembers, as it sent it */
  remembered: string | null;
};

export const NO_CHOICE: Choice = { offered: false, answer: null, remembered: null };

export function choiceOf(request: Request, { rememberLanguage: offered }: Publication): Choice {
  const remembered = cookieIn(request, 'language');
  if (remembered !== null) return { offered, answer: 'accepted', remembered };
  return { offered, answer: cookieIn(request, 'declined') === null ? null : 'declined', remembered };
}

/** Cookies that a page must set or end, so that browsers hold what was agreed to and nothing else. */
export function choiceCookies(choice: Choice, locale: Locale): string[] {
  if (!choice.offered) {
    if (choice.answer === null) return [];
    return [endedCookieHeader(choice.answer === 'accepted' ? 'language' : 'declined')];
  }
  const isStale = choice.answer === 'accepted' && choice.remembered !== locale;
  return isStale ? [cookieHeader('language', locale)] : [];
}

/** Cookies that follow from an answer; withdrawing is declining. */
export function answerCookies(accepts: boolean, locale: Locale): string[] {
  if (accepts) return [cookieHeader('language', locale), endedCookieHeader('declined')];
  return [cookieHeader('declined', '1'), endedCookieHeader('language')];
}

/** Where the page stands on which somebody answered: one of ours, in the reader's language. */
export function pageToReturnTo(path: string | undefined, locale: Locale): string {
  const isOurs = path !== undefined && /^(?:\/[\w-]+)*(?:\?call=[\w-]+)?$/.test(path) && path.length < 200;
  return `/${locale}${isOurs ? path : '/cookies'}`;
}
