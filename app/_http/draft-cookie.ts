import { cookieHeader, cookieIn, endedCookieHeader } from './cookies';

const TOKEN = /^[\w-]{44}$/;

/** Leads back to a draft in the browser it is written in, also once its tab is closed. Set with the first thing kept. */
export function draftCookie(draftToken: string): string {
  return cookieHeader('writing', draftToken);
}

export function endedDraftCookie(): string {
  return endedCookieHeader('writing');
}

export function draftInBrowser(request: Request): string | null {
  const found = cookieIn(request, 'writing');
  return found !== null && TOKEN.test(found) ? found : null;
}
