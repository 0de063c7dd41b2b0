import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chunksOf } from './chunks';

test('what waits in a stream comes chunk by chunk, and not as a copy of all of them', async () => {
  const chunks = [Buffer.alloc(40_000, 1), Buffer.alloc(50_000, 2), Buffer.alloc(3, 3)];
  const stream = new PassThrough({ highWaterMark: 1_000_000 });
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await turn();
  const seen: Buffer[] = [];
  for await (const chunk of chunksOf(stream)) seen.push(chunk);
  expect(seen.map((chunk) => chunk.buffer)).toEqual(chunks.map((chunk) => chunk.buffer));
  expect(seen[0]?.buffer).toBe(chunks[0]?.buffer);
});

test('a stream that nobody reads to its end is not destroyed, and what is left of it can be read on', async () => {
  const chunks = Array.from({ length: 20 }, (_, number) => Buffer.alloc(64 * 1024, number));
  const stream = Readable.from(chunks);
  for await (const chunk of chunksOf(stream)) {
    expect(chunk).toBe(chunks[0]);
    break;
  }
  expect(stream.destroyed).toBe(false);
  expect((await buffer(stream)).at(-1)).toBe(19);
});

test('a break and an end before the end rise', async () => {
  for (const fault of [new Error('the line broke'), undefined]) {
    const stream = new PassThrough();
    const chunks = chunksOf(stream);
    stream.write('one');
    await once(chunks, 'readable');
    stream.destroy(fault);
    await expect(buffer(chunks)).rejects.toThrow(fault?.message ?? 'Premature close');
  }
});

test('a break that comes before anybody reads is told to whoever reads then', async () => {
  const stream = new PassThrough();
  const chunks = chunksOf(stream);
  stream.destroy(new Error('the line broke'));
  await turn();
  await expect(buffer(chunks)).rejects.toThrow('the line broke');
});
