import { env } from '@/platform/env';

/** Every cookie this portal can set: the page /cookies is made from this table. */
export const COOKIES = [
  { id: 'receipt', name: 'redaktion-receipt', people: 'applicants' },
  { id: 'browser', name: 'redaktion-browser', people: 'members' },
  { id: 'session', name: 'next-auth.session-token', people: 'members' },
  { id: 'csrf', name: 'next-auth.csrf-token', people: 'members' },
  { id: 'callback', name: 'next-auth.callback-url', people: 'members' },
] as const;

export type CookieEntry = (typeof COOKIES)[number];

/** Browsers then refuse the name to any page that is not served by this very host over TLS. */
const HOST_PREFIX = '__Host-';

export function overTls(): boolean {
  return env().PORTAL_URL.startsWith('https:');
}

export function receiptCookieName(): string {
  return overTls() ? `${HOST_PREFIX}redaktion-receipt` : 'redaktion-receipt';
}
