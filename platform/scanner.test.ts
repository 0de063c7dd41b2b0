import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { clamd } from './scanner';
import { HARMFUL, startClamd, type TestClamd, whyNoClamd } from './testing/clamd';

const missing = whyNoClamd();

describe.skipIf(missing !== null)(`a real clamd${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let server: TestClamd;
  beforeAll(async () => {
    server = await startClamd();
  });
  afterAll(() => server?.stop());

  test('finds what its database knows, at the beginning, across pieces and at the end', async () => {
    const scanner = clamd(server.url);
    for (const before of [0, 131_072 - 10, 700_000]) {
      const file = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(HARMFUL)]);
      expect(await scanner.scan(file)).toEqual({ infected: true, signature: 'Redaktion.Test.UNOFFICIAL' });
    }
  });

  test('lets everything else pass, nothing at all and 25 MB included', async () => {
    const scanner = clamd(server.url);
    expect(await scanner.scan(Buffer.from('%PDF-1.4'))).toEqual({ infected: false });
    expect(await scanner.scan(Buffer.alloc(0))).toEqual({ infected: false });
    expect(await scanner.scan(Buffer.alloc(25 * 1024 * 1024, 'x'))).toEqual({ infected: false });
  });

  test('several files at once keep apart', async () => {
    const scanner = clamd(server.url);
    const files = Array.from({ length: 8 }, (_, index) => Buffer.from(index % 2 ? HARMFUL : 'nothing'));
    const verdicts = await Promise.all(files.map((file) => scanner.scan(file)));
    expect(verdicts.map(({ infected }) => infected)).toEqual(files.map((_, index) => index % 2 === 1));
  });

  test('a file larger than clamd takes is a fault with its own name, never clean', async () => {
    const small = await startClamd({ streamMaxLength: '1M' });
    onTestFinished(() => small.stop());
    await expect(clamd(small.url).scan(Buffer.alloc(3_000_000))).rejects.toMatchObject({ code: 'too_large' });
  });
});

async function serve(onSocket: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => onSocket(socket.on('error', () => undefined).resume()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `tcp://127.0.0.1:${address.port}`;
}

test.each([
  ['nobody listens', async () => 'tcp://127.0.0.1:1'],
  ['there is no such socket', async () => 'unix:/nowhere/clamd.sock'],
  ['it hangs', () => serve(() => undefined)],
  ['it hangs up', () => serve((socket) => socket.destroy())],
])('is unreachable where %s', async (_, url) => {
  await expect(clamd(await url(), 500).scan(Buffer.alloc(1_000_000))).rejects.toMatchObject({ code: 'unreachable' });
});

test('an answer that it does not know is a fault, not "clean"', async () => {
  const url = await serve((socket) => socket.end('UNKNOWN COMMAND\0'));
  await expect(clamd(url, 2000).scan(Buffer.from('x'))).rejects.toMatchObject({ code: 'failed' });
});

test('an answer that was lost because the scanner hung up is asked for again', async () => {
  let asked = 0;
  const url = await serve((socket) => {
    asked += 1;
    if (asked < 3) socket.resetAndDestroy();
    else socket.end('INSTREAM size limit exceeded. ERROR\0');
  });
  await expect(clamd(url, 2000).scan(Buffer.alloc(1_000_000))).rejects.toMatchObject({ code: 'too_large' });
  expect(asked).toBe(3);
});

test('a scanner that only ever hangs up is left alone after four times', async () => {
  let asked = 0;
  const url = await serve((socket) => {
    asked += 1;
    socket.resetAndDestroy();
  });
  await expect(clamd(url, 2000).scan(Buffer.alloc(1_000_000))).rejects.toMatchObject({ code: 'unreachable' });
  expect(asked).toBe(4);
});
