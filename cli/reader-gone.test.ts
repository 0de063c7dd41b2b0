import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { isReaderGone } from './reader-gone';

test('a reader who leaves in the middle of a request is known by the error, anything else is not', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const failed = new Promise<unknown>((resolve) => {
    server.once('request', (request) => {
      request.once('error', resolve);
      socket.destroy();
    });
  });
  socket.write('POST /desk HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
  expect(isReaderGone(await failed)).toBe(true);
  server.close();
  expect(isReaderGone(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toBe(false);
  expect(isReaderGone(new Error('aborted'))).toBe(false);
});
