import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOpener, fileSealer, openSealedFile, readSealedFile } from './sealed-files';
import { plainSize, sealedSize } from './sealed-frames';
import { keyIdBytes, newKey, VaultError } from './secret-keys';

const HEADER = 25;
const FRAME = 64 * 1024;
const SEALED_FRAME = FRAME + 16;
const BORDERS = [0, 1, 2, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME - 1, 2 * FRAME, 2 * FRAME + 1, 3 * FRAME + 77];

const key = newKey();
const identity = 'version:9';
const threeFrames = patterned(2 * FRAME + 1000);
const sealedThree = await seal(threeFrames);

describe('the format', () => {
  const bookKey = new Uint8Array(32).fill(0x22);

  it('opens a file sealed by another implementation', async () => {
    const sealed =
      '01a3018ec9314ac00a000102030405060708090a0b0c0d0e0f6508f80f25fa53c94fd225a7cf6eb789eb44f772b16f0247c4a6';
    expect((await run(fileOpener(bookKey, identity), [Buffer.from(sealed, 'hex')])).toString()).toBe('small file');
  });

  it('opens a file of several frames sealed by another implementation', async () => {
    const plain = patterned(2 * FRAME + 1);
    const sealed = sealedByTheBook(bookKey, plain);
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(
      '1adb7b4bf206a271f153f9e7b2612d7f78aadf0e889bae6b80e52e73c16586a6',
    );
    expect((await run(fileOpener(bookKey, identity), [sealed])).equals(plain)).toBe(true);
  });
});

describe('fileSealer and fileOpener', () => {
  it.each(BORDERS)('gives back a file of %i bytes, whole or byte by byte at the borders', async (size) => {
    const plain = patterned(size);
    const sealed = await seal(plain);
    expect(sealed.length).toBe(sealedSize(size));
    expect(plainSize(sealed.length)).toBe(size);
    expect((await opened(sealed)).equals(plain)).toBe(true);
  });

  it('gives back any bytes however they arrive', async () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 3 * FRAME }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 4 * FRAME }), pieces, pieces, async (size, cuts, sealedCuts) => {
        const plain = patterned(size);
        const sealed = await run(fileSealer(key, identity), cutAt(plain, cuts));
        expect(sealed.length).toBe(sealedSize(size));
        const back = await run(fileOpener(key, identity), cutAt(sealed, sealedCuts));
        expect(back.equals(plain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('hands out frame by frame, however many wait to be read', async () => {
    const opener = fileOpener(key, identity);
    opener.end(sealedThree);
    await new Promise((resolve) => setImmediate(resolve));
    const sizes: number[] = [];
    for await (const frame of opener) sizes.push((frame as Buffer).length);
    expect(sizes).toEqual([FRAME, FRAME, 1000]);
  });

  it('gives back the memory of chunks that are handed over, and of no others', async () => {
    const own = (bytes: Buffer) => Buffer.from(new Uint8Array(bytes).buffer);
    const plain = cutAt(threeFrames, [FRAME - 5, 40_000]).map(own);
    const sealed = await run(fileSealer(key, identity, { freesChunks: true }), plain);
    expect(plain.map((chunk) => chunk.length)).toEqual([0, 0, 0]);
    const parts = cutAt(sealed, [100_000]).map(own);
    const read = async () => Readable.from(parts, { objectMode: false });
    expect((await buffer(readSealedFile({ read, key, identity }))).equals(threeFrames)).toBe(true);
    expect(parts.map((part) => part.length)).toEqual([0, 0]);
    const kept = own(threeFrames);
    await run(fileSealer(key, identity), [kept]);
    expect(kept.equals(threeFrames)).toBe(true);
  });

  it('gives back a file that arrives one byte at a time', async () => {
    const plain = patterned(FRAME + 3);
    const bytes = Array.from(plain, (_, index) => plain.subarray(index, index + 1));
    expect((await opened(await run(fileSealer(key, identity), bytes))).equals(plain)).toBe(true);
  });

  it('may seal twice under one key without repeating itself', async () => {
    const other = await seal(threeFrames);
    expect(other.subarray(HEADER, HEADER + 32).equals(sealedThree.subarray(HEADER, HEADER + 32))).toBe(false);
    const mixed = Buffer.concat([
      sealedThree.subarray(0, HEADER + SEALED_FRAME),
      other.subarray(HEADER + SEALED_FRAME),
    ]);
    await refused(mixed);
  });

  it('notices a change of any byte of a small file', async () => {
    const sealed = await seal(patterned(40));
    for (let at = 0; at < sealed.length; at += 1) await refused(flipped(sealed, at));
  });

  it('notices a change anywhere in a file of several frames', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: sealedThree.length - 1 }), (at) => refused(flipped(sealedThree, at))),
      { numRuns: 60 },
    );
  });

  it('notices a cut at and around every frame border', async () => {
    const borders = [0, HEADER, HEADER + SEALED_FRAME, HEADER + 2 * SEALED_FRAME, sealedThree.length];
    const cuts = borders.flatMap((border) => [-17, -16, -15, -1, 0, 1, 15, 16, 17].map((step) => border + step));
    for (const cut of cuts.filter((length) => length >= 0 && length < sealedThree.length)) {
      await refused(sealedThree.subarray(0, cut));
    }
  });

  it('notices a cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sealedThree.length - 1 }), (cut) => refused(sealedThree.subarray(0, cut))),
      { numRuns: 60 },
    );
  });

  it('notices a cut after a full last frame', async () => {
    const sealed = await seal(patterned(2 * FRAME));
    await refused(sealed.subarray(0, HEADER + SEALED_FRAME));
  });

  it('notices frames that were swapped, dropped, repeated or added', async () => {
    const header = sealedThree.subarray(0, HEADER);
    const [first, second, last] = [0, 1, 2].map((number) =>
      sealedThree.subarray(HEADER + number * SEALED_FRAME, HEADER + (number + 1) * SEALED_FRAME),
    ) as [Buffer, Buffer, Buffer];
    expect((await opened(Buffer.concat([header, first, second, last]))).equals(threeFrames)).toBe(true);
    await refused(Buffer.concat([header, second, first, last]));
    await refused(Buffer.concat([header, second, last]));
    await refused(Buffer.concat([header, first, last]));
    await refused(Buffer.concat([header, first, first, second, last]));
    await refused(Buffer.concat([header, first, second, last, last]));
    await refused(Buffer.concat([header, first, second, second, last]));
    await refused(Buffer.concat([header, first, second, last, Buffer.alloc(1)]));
    await refused(Buffer.concat([header, first, second, last, Buffer.alloc(16)]));
    await refused(Buffer.concat([header, last]));
  });

  it('refuses another key and another identity', async () => {
    await expect(run(fileOpener(newKey(), identity), [sealedThree])).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(run(fileOpener(key, 'version:8'), [sealedThree])).rejects.toMatchObject({ code: 'tampered' });
    expect(() => fileSealer(new Uint8Array(16), identity)).toThrow(TypeError);
  });

  it('emits no byte of a frame that was changed', async () => {
    const emitted: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        emitted.push(chunk);
        done();
      },
    });
    const changed = flipped(sealedThree, HEADER + SEALED_FRAME + 5);
    await expect(pipeline(Readable.from([changed]), fileOpener(key, identity), sink)).rejects.toThrow(VaultError);
    expect(threeFrames.subarray(0, FRAME).indexOf(Buffer.concat(emitted))).toBe(0);
  });

  it('holds a bounded number of bytes while 200 MB pass', async () => {
    const total = 200 * 1024 * 1024;
    let sent = 0;
    let arrived = 0;
    let most = 0;
    const source = function* () {
      for (; sent < total; sent += FRAME) yield Buffer.alloc(FRAME);
    };
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        arrived += chunk.length;
        most = Math.max(most, sent - arrived);
        setImmediate(done);
      },
    });
    await pipeline(Readable.from(source(), { highWaterMark: 1 }), fileSealer(key, identity), sink);
    expect(arrived).toBe(sealedSize(total));
    expect(most).toBeLessThanOrEqual(8 * FRAME);
  });
});

describe('openSealedFile', () => {
  it.each(BORDERS)('opens a file of %i bytes at once', async (size) => {
    const plain = patterned(size);
    expect(openSealedFile(await seal(plain), key, identity).equals(plain)).toBe(true);
  });

  it('notices what was changed, cut, added, or sealed under another key or identity', () => {
    const opening = (sealed: Buffer) => () => openSealedFile(sealed, key, identity);
    for (const at of [1, 12, HEADER, HEADER + FRAME, HEADER + SEALED_FRAME, sealedThree.length - 1]) {
      const changed = Buffer.from(sealedThree);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(opening(changed), `byte ${at}`).toThrow(VaultError);
    }
    for (const length of [0, HEADER, HEADER + 16, HEADER + SEALED_FRAME, sealedThree.length - 1])
      expect(opening(sealedThree.subarray(0, length)), `${length} bytes`).toThrow(VaultError);
    expect(opening(Buffer.concat([sealedThree, Buffer.alloc(1)]))).toThrow(VaultError);
    expect(() => openSealedFile(sealedThree, newKey(), identity)).toThrow(VaultError);
    expect(() => openSealedFile(sealedThree, key, 'version:8')).toThrow(VaultError);
  });
});

describe('sizes', () => {
  it('are inverse to each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (size) => {
        expect(plainSize(sealedSize(size))).toBe(size);
      }),
    );
  });

  it('that no sealed file has are refused', () => {
    const impossible = [0, HEADER, HEADER + 15, HEADER + SEALED_FRAME + 1, HEADER + SEALED_FRAME + 16];
    for (const size of impossible) expect(() => plainSize(size)).toThrow(VaultError);
    expect(() => sealedSize(-1)).toThrow(RangeError);
  });
});

function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index += 1) bytes[index] = (index * 7) % 256;
  return bytes;
}

/** The format written down a second time, with a fixed salt. */
function sealedByTheBook(fileKey: Uint8Array, plain: Buffer): Buffer {
  const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
  const header = Buffer.concat([Buffer.of(1), keyIdBytes(fileKey), salt]);
  const secrets = Buffer.from(hkdfSync('sha256', fileKey, salt, 'redaktion/file/v1', 39));
  const count = Math.ceil(plain.length / FRAME);
  const frames = Array.from({ length: count }, (_, number) => {
    const nonce = Buffer.alloc(12);
    secrets.copy(nonce, 0, 32);
    nonce.writeUInt32BE(number, 7);
    nonce.writeUInt8(number === count - 1 ? 1 : 0, 11);
    const cipher = createCipheriv('aes-256-gcm', secrets.subarray(0, 32), nonce);
    cipher.setAAD(Buffer.concat([header, Buffer.from(identity)]));
    const sealed = cipher.update(plain.subarray(number * FRAME, (number + 1) * FRAME));
    return Buffer.concat([sealed, cipher.final(), cipher.getAuthTag()]);
  });
  return Buffer.concat([header, ...frames]);
}

function cutAt(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 0x40, at);
  return changed;
}

function seal(plain: Buffer): Promise<Buffer> {
  return run(fileSealer(key, identity), [plain]);
}

function opened(sealed: Buffer): Promise<Buffer> {
  return run(fileOpener(key, identity), [sealed]);
}

async function refused(sealed: Buffer): Promise<void> {
  await expect(opened(sealed)).rejects.toThrow(VaultError);
}

async function run(transform: NodeJS.ReadWriteStream, chunks: Buffer[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeline(chunks, transform, async (output) => {
    for await (const part of output) parts.push(part as Buffer);
  });
  return Buffer.concat(parts);
}
