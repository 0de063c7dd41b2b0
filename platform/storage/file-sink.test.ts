import { type FileHandle, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileSink } from './file-sink';

const PIECE = Buffer.alloc(65_536, 'x');

describe('FileSink', () => {
  let folder: string;
  let path: string;
  let file: FileHandle;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-sink-'));
    path = join(folder, 'file');
    file = await open(path, 'wx');
  });

  afterEach(async () => {
    await file.close();
    await rm(folder, { recursive: true });
  });

  it('writes what comes fast in a few large pieces, in its order', async () => {
    const writev = vi.spyOn(file, 'writev');
    const pieces = Array.from({ length: 80 }, (_, place) => Buffer.alloc(65_536, place));
    const sink = new FileSink(file, false);
    await pipeline(pieces, sink);
    expect(sink.bytesWritten).toBe(80 * 65_536);
    expect((await readFile(path)).equals(Buffer.concat(pieces))).toBe(true);
    expect(writev.mock.calls.length).toBeLessThan(20);
  });

  it('does not hold what comes slowly', async () => {
    const sink = new FileSink(file, false);
    sink.write(Buffer.from('first'));
    await expect.poll(() => readFile(path, 'utf8')).toBe('first');
    sink.write(Buffer.from(', second'));
    await expect.poll(() => readFile(path, 'utf8')).toBe('first, second');
    sink.end();
    await finished(sink);
    expect((await stat(path)).size).toBe(sink.bytesWritten);
  });

  it('keeps the order where a large piece comes while a small one is written', async () => {
    const sink = new FileSink(file, false);
    const parts: Buffer[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (let piece = 0; piece < 1 + (round % 3) * 5; piece += 1) {
        const part = Buffer.alloc(50_000, parts.length);
        parts.push(part);
        if (!sink.write(part)) await new Promise((resolve) => sink.once('drain', resolve));
      }
      await new Promise((resolve) => setTimeout(resolve, 95 + round));
    }
    sink.end();
    await finished(sink);
    expect((await readFile(path)).equals(Buffer.concat(parts))).toBe(true);
  });

  it('gathers one more piece, and no more, while the disk is slow', async () => {
    const whole = file.writev.bind(file);
    const slow = Promise.withResolvers<void>();
    vi.spyOn(file, 'writev').mockImplementation(async (chunks) => {
      await slow.promise;
      return whole(chunks);
    });
    const sink = new FileSink(file, false);
    const taken: number[] = [];
    const parts = Array.from({ length: 20 }, (_, place) => Buffer.alloc(65_536, place));
    for (const [place, part] of parts.entries()) sink.write(part, () => taken.push(place));
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toHaveLength(15);
    slow.resolve();
    sink.end();
    await finished(sink);
    expect(taken).toHaveLength(20);
    expect((await readFile(path)).equals(Buffer.concat(parts))).toBe(true);
  });

  it('fails where the disk fails for good while the next piece is gathered', async () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    vi.spyOn(file, 'writev').mockRejectedValue(full);
    await expect(pipeline(Array<Buffer>(64).fill(PIECE), new FileSink(file, false))).rejects.toThrow(full);
  });

  it('fails where the disk does, also between two pieces', async () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    vi.spyOn(file, 'writev').mockRejectedValue(full);
    const sink = new FileSink(file, false);
    const ended = finished(sink);
    sink.write(PIECE);
    await expect(ended).rejects.toThrow(full);
  });
});
