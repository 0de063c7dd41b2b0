import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { RAW_BODY_HEADER } from '@/platform/raw-bodies';
import { keyedHash, type SecretKey } from '@/platform/vault';

/** Headers the app believes because only this process can set them, and those a proxy of ours may set. */
const OURS = /^x-portal-/;
const A_PROXYS = /^(?:x-forwarded-|forwarded$|x-real-ip$|x-client-ip$|cf-connecting-ip$|true-client-ip$)/;
const MARK_LENGTH = 22;
const CONTROL = /\p{Cc}/u;

type Rules = { trustsProxy: boolean; markOf(address: string): string; body?: string | undefined };

/**
 * Takes out what a client may not say, and puts the peer's mark in the place of its address: the app never
 * sees an IP. Next would fill in `x-forwarded-for` itself; an empty one keeps it from doing so.
 */
export function replaceClientHeaders(request: IncomingMessage, { trustsProxy, markOf, body }: Rules): void {
  const peer = peerOf(request, trustsProxy);
  removeHeaders(request, (name) => OURS.test(name) || (A_PROXYS.test(name) && !(trustsProxy && tellsTheSite(name))));
  setHeader(request, 'x-forwarded-for', '');
  setHeader(request, 'x-portal-peer', markOf(peer));
  if (body) setHeader(request, RAW_BODY_HEADER, body);
}

/** This machine itself: the operator, or a proxy in front of us whose word we do not take. The mark says so. */
const LOCAL = 'local.';

/** Stands for a client for one day (UTC). An IPv6 client owns its whole /64, so that is what is marked. */
export function peerMark(key: SecretKey, address: string, now: Date): string {
  const day = now.toISOString().slice(0, 10);
  const mark = keyedHash(key, 'peer', day, networkOf(address)).toString('base64url').slice(0, MARK_LENGTH);
  return isLoopback(address) ? `${LOCAL}${mark}` : mark;
}

function isLoopback(address: string): boolean {
  return /^(?:::ffff:)?127\.|^::1$/i.test(address);
}

export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail?.split(':').filter(Boolean) ?? [];
  const missing = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: missing }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Behind a proxy of ours, the last address is the one it saw itself; those before are what the client claims. */
function peerOf(request: IncomingMessage, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? String(request.headers['x-forwarded-for'] ?? '') : '';
  return forwarded.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
}

function tellsTheSite(name: string): boolean {
  return name === 'x-forwarded-proto' || name === 'x-forwarded-host';
}

function removeHeaders({ headers, rawHeaders }: IncomingMessage, isRemoved: (name: string) => boolean): void {
  for (const name of Object.keys(headers)) {
    if (isRemoved(name)) delete headers[name as keyof IncomingHttpHeaders];
  }
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (isRemoved(String(rawHeaders[index]).toLowerCase())) rawHeaders.splice(index, 2);
  }
}

function setHeader({ headers, rawHeaders }: IncomingMessage, name: string, value: string): void {
  headers[name] = value;
  rawHeaders.push(name, value);
}

/**
 * An address whose %-signs make no text, or what no text of ours holds (a NUL, the end of a line), leads to the page that
 * says so; Next would answer the first with an error of ours, the database or a header the other.
 */
export function mendAddress(request: { url?: string }): void {
  const [path = ''] = (request.url ?? '').split('?');
  try {
    if (CONTROL.test(decodeURIComponent(path))) request.url = '/not-found';
  } catch {
    request.url = '/not-found';
  }
}
