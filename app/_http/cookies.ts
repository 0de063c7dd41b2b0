import { env } from '@/platform/env';

type Cookie = {
  id: string;
  name: string;
  /** what browsers want before the name over TLS: `__Host-` refuses it to any page that is not of this very host */
  prefix: '__Host-' | '__Secure-';
  people: 'applicants' | 'members' | 'everybody';
  need: 'necessary' | 'optional';
  sameSite: 'Strict' | 'Lax';
  /** null: until the browser is closed */
  seconds: number | null;
};

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Every cookie this portal can set. The page /cookies is made from it, and a journey holds it against a browser. */
export const COOKIES = [
  {
    id: 'receipt',
    name: 'redaktion-receipt',
    prefix: '__Host-',
    people: 'applicants',
    need: 'necessary',
    sameSite: 'Strict',
    seconds: null,
  },
  {
    id: 'writing',
    name: 'redaktion-writing',
    prefix: '__Host-',
    people: 'applicants',
    need: 'necessary',
    sameSite: 'Strict',
    seconds: null,
  },
  {
    id: 'browser',
    name: 'redaktion-browser',
    prefix: '__Host-',
    people: 'members',
    need: 'necessary',
    sameSite: 'Strict',
    seconds: 10 * MINUTE,
  },
  {
    id: 'session',
    name: 'next-auth.session-token',
    prefix: '__Secure-',
    people: 'members',
    need: 'necessary',
    sameSite: 'Lax',
    seconds: 14 * DAY,
  },
  {
    id: 'csrf',
    name: 'next-auth.csrf-token',
    prefix: '__Host-',
    people: 'members',
    need: 'necessary',
    sameSite: 'Lax',
    seconds: null,
  },
  {
    id: 'callback',
    name: 'next-auth.callback-url',
    prefix: '__Secure-',
    people: 'members',
    need: 'necessary',
    sameSite: 'Lax',
    seconds: null,
  },
  {
    id: 'language',
    name: 'redaktion-language',
    prefix: '__Host-',
    people: 'everybody',
    need: 'optional',
    sameSite: 'Lax',
    seconds: 180 * DAY,
  },
  {
    id: 'declined',
    name: 'redaktion-declined',
    prefix: '__Host-',
    people: 'everybody',
    need: 'optional',
    sameSite: 'Lax',
    seconds: 180 * DAY,
  },
] as const satisfies readonly Cookie[];

/** What the pages' own scripts keep in a browser, outside cookies. */
export const STORAGE = [
  { id: 'draft', key: 'redaktion-draft', where: 'sessionStorage', people: 'applicants' },
  { id: 'ended', key: 'redaktion-ended', where: 'sessionStorage', people: 'applicants' },
  { id: 'keys', key: 'desk-keys', where: 'localStorage', people: 'members' },
  { id: 'edge', key: 'desk-list-edge', where: 'sessionStorage', people: 'members' },
] as const;

export type CookieEntry = (typeof COOKIES)[number];
export type StorageEntry = (typeof STORAGE)[number];
export type CookieId = CookieEntry['id'];

export function overTls(): boolean {
  return env().PORTAL_URL.startsWith('https:');
}

export function cookieEntry(id: CookieId): Cookie {
  const found = COOKIES.find((cookie) => cookie.id === id);
  if (!found) throw new Error(`there is no cookie ${id}`);
  return found;
}

/** As the browser knows it: with its prefix where the portal is reached over TLS. */
export function cookieName(id: CookieId): string {
  const { prefix, name } = cookieEntry(id);
  return overTls() ? prefix + name : name;
}

/** What the request carries under this cookie's name, unread and unjudged; null where it carries none. */
export function cookieIn(request: Request, id: CookieId): string | null {
  const start = `${cookieName(id)}=`;
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) ?? null;
}

/** The header that sets the cookie with the flags and for the time its entry says. */
export function cookieHeader(id: CookieId, value: string): string {
  const { seconds } = cookieEntry(id);
  return `${cookieName(id)}=${value}; ${flags(id)}${seconds === null ? '' : `; Max-Age=${seconds}`}`;
}

export function endedCookieHeader(id: CookieId): string {
  return `${cookieName(id)}=; ${flags(id)}; Max-Age=0`;
}

function flags(id: CookieId): string {
  return `Path=/; HttpOnly; SameSite=${cookieEntry(id).sameSite}${overTls() ? '; Secure' : ''}`;
}
