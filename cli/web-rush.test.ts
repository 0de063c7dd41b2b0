import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watchRush } from './web-rush';

/** A server that counts how often a rush was told. */
async function serve(rushBytes: number, answerWhen = async () => {}): Promise<{ port: number; told(): number }> {
  let told = 0;
  const rush = watchRush(() => (told += 1), { everyMs: 10, rushBytes });
  const server = createServer((asked, answer) => {
    rush.begins(asked);
    answer.once('close', () => rush.ends(asked));
    asked.resume().once('end', () => void answerWhen().then(() => answer.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    rush.stop();
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, told: () => told };
}

async function post(port: number, pieces: number, piece: Buffer, everyMs: number): Promise<void> {
  const sent = request({ port, host: '127.0.0.1', method: 'POST' });
  const answered = once(sent, 'response');
  for (let count = 0; count < pieces; count += 1) {
    sent.write(piece);
    if (everyMs) await pause(everyMs);
  }
  sent.end();
  const [answer] = await answered;
  await once(answer.resume(), 'end');
}

test('is told of bodies that come in fast, also of those that are over between two looks', async () => {
  const { port, told } = await serve(200_000);
  await post(port, 20, Buffer.alloc(100_000), 0);
  await expect.poll(told).toBeGreaterThan(0);
  const before = told();
  await Promise.all(Array.from({ length: 20 }, () => post(port, 1, Buffer.alloc(400_000), 0)));
  await expect.poll(told).toBeGreaterThan(before);
});

test('is not told of bodies that come over slow lines, however long', async () => {
  const { port, told } = await serve(20_000_000);
  await post(port, 30, Buffer.alloc(10_000), 5);
  expect(told()).toBe(0);
});

test('goes on while several that came in fast have no answer, and is over with them', async () => {
  const { promise: mayAnswer, resolve: answerAll } = Promise.withResolvers<void>();
  const { port, told } = await serve(400_000, () => mayAnswer);
  const sent = [1, 2, 3].map(() => post(port, 4, Buffer.alloc(200_000), 0));
  await expect.poll(told).toBeGreaterThan(0);
  const before = told();
  await expect.poll(told).toBeGreaterThan(before + 5);
  answerAll();
  await Promise.all(sent);
  const after = told();
  await pause(100);
  expect(told()).toBeLessThanOrEqual(after + 1);
});

test('is over with its bytes where one body alone waits for its answer, whatever comes slowly beside it', async () => {
  const { promise: mayAnswer, resolve: answerAll } = Promise.withResolvers<void>();
  const { port, told } = await serve(400_000, () => mayAnswer);
  const slow = [1, 2, 3].map(() => post(port, 40, Buffer.alloc(1_000), 10));
  const fast = post(port, 4, Buffer.alloc(400_000), 0);
  await expect.poll(told).toBeGreaterThan(0);
  await pause(100);
  const after = told();
  await pause(100);
  expect(told()).toBe(after);
  answerAll();
  await Promise.all([fast, ...slow]);
});
