import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { portalKeys } from '@/platform/vault';
import { mendAddress, networkOf, peerMark, replaceClientHeaders } from './web-headers';

const markOf = (address: string) => `mark of ${address}`;

function requestWith(headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.9' });
  const request = new IncomingMessage(socket);
  for (const [name, value] of Object.entries(headers)) {
    request.headers[name.toLowerCase()] = value;
    request.rawHeaders.push(name, value);
  }
  return request;
}

describe('headers of a request', () => {
  test('are never believed about who the client is', () => {
    const request = requestWith({
      'X-Portal-Peer': 'forged',
      'X-Forwarded-For': '1.2.3.4',
      'X-Forwarded-Host': 'evil',
      Forwarded: 'for=1.2.3.4',
      'X-Portal-Body': 'somebody else’s',
    });
    replaceClientHeaders(request, { trustsProxy: false, markOf });
    expect(request.headers).toEqual({ 'x-forwarded-for': '', 'x-portal-peer': 'mark of 203.0.113.9' });
    expect(request.rawHeaders).toEqual(['x-forwarded-for', '', 'x-portal-peer', 'mark of 203.0.113.9']);
  });

  test("are kept when they are the client's own business", () => {
    const request = requestWith({ Accept: 'text/html', Cookie: 'a=b' });
    replaceClientHeaders(request, { trustsProxy: false, markOf });
    expect(request.headers).toMatchObject({ accept: 'text/html', cookie: 'a=b' });
  });

  test('are believed about host and protocol behind a proxy of ours, and about the last address only', () => {
    const request = requestWith({
      'X-Forwarded-For': '6.6.6.6, 198.51.100.7',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'portal.example.org',
      'X-Real-IP': '6.6.6.6',
    });
    replaceClientHeaders(request, { trustsProxy: true, markOf });
    expect(request.headers).toEqual({
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'portal.example.org',
      'x-forwarded-for': '',
      'x-portal-peer': 'mark of 198.51.100.7',
    });
  });

  test('never carry an address to the app', () => {
    const request = requestWith({
      'X-Forwarded-For': '198.51.100.7',
      'CF-Connecting-IP': '198.51.100.7',
      'True-Client-IP': '198.51.100.7',
    });
    replaceClientHeaders(request, { trustsProxy: true, markOf: () => 'mark' });
    expect(JSON.stringify([request.headers, request.rawHeaders])).not.toContain('198.51.100.7');
  });
});

describe('the mark of a peer', () => {
  const key = portalKeys(new Uint8Array(32)).peer;
  const noon = new Date('2026-05-01T12:00:00Z');

  test('is the same all day and another one the next day', () => {
    const mark = peerMark(key, '203.0.113.9', noon);
    expect(mark).toMatch(/^[\w-]{22}$/);
    expect(peerMark(key, '203.0.113.9', new Date('2026-05-01T23:59:59Z'))).toBe(mark);
    expect(peerMark(key, '203.0.113.9', new Date('2026-05-02T00:00:00Z'))).not.toBe(mark);
  });

  test('tells clients apart, and portals', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.2'])
      expect(peerMark(key, address, noon)).toMatch(/^local\.[\w-]{22}$/);
    expect(peerMark(key, '203.0.113.8', noon)).not.toBe(peerMark(key, '203.0.113.9', noon));
    expect(peerMark(portalKeys(new Uint8Array(32).fill(1)).peer, '203.0.113.9', noon)).not.toBe(
      peerMark(key, '203.0.113.9', noon),
    );
  });
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('the address of a request', () => {
  test.each([
    ['/en/%ff', '/not-found'],
    ['/%E0%A4%A/x?y=1', '/not-found'],
    ['/en/calls/%00/apply', '/not-found'],
    ['/en/calls/%0d%0ax', '/not-found'],
    ['/en/%E1%83%90?x=%ff', '/en/%E1%83%90?x=%ff'],
  ])('%s is read as %s', (asked, read) => {
    const request = { url: asked };
    mendAddress(request);
    expect(request.url).toBe(read);
  });
});
