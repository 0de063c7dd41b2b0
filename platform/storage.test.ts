import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configureFailpoints } from './failpoint';
import { fileStorage, type Storage } from './storage';
import { filesBelow, mayMount, newFolder, program, runOnSmallDisk, runProgram } from './storage/testing';

const OTHER = '00000000-0000-4000-8000-000000000000';

describe('fileStorage', () => {
  let root: string;
  let storage: Storage;
  const id = randomUUID();
  const bytes = randomBytes(700_001);

  beforeEach(async () => {
    root = join(await newFolder(), 'store');
    storage = fileStorage(root);
  });
  afterEach(() => configureFailpoints(undefined));

  it('gives back what was written, whole and in part', async () => {
    await expect(storage.write(id, inPieces(bytes))).resolves.toEqual({ size: bytes.length });
    expect((await buffer(await storage.read(id))).equals(bytes)).toBe(true);
    expect((await storage.readWhole(id)).equals(bytes)).toBe(true);
    expect(await storage.size(id)).toBe(bytes.length);
  });

  it('gives back the memory of chunks that are handed over, and of no others', async () => {
    const handedOver = Buffer.from(new ArrayBuffer(64 * 1024)).fill(7);
    const kept = Buffer.from(new ArrayBuffer(64 * 1024)).fill(8);
    await storage.write(id, Readable.from([handedOver]), { freesChunks: true });
    await storage.write(OTHER, Readable.from([kept]));
    expect([handedOver.length, kept.length]).toEqual([0, 64 * 1024]);
    expect((await buffer(await storage.read(id))).equals(Buffer.alloc(64 * 1024, 7))).toBe(true);
  });

  it('keeps the file under its id alone, readable by its owner only', async () => {
    await storage.write(id, inPieces(bytes));
    const path = join(id.slice(-2), id);
    expect(await filesBelow(root)).toEqual([path]);
    expect((await stat(join(root, path))).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, id.slice(-2)))).mode & 0o777).toBe(0o700);
  });

  it('takes a file URL, and a store that another process made', async () => {
    await fileStorage(`file://${root}`).write(id, inPieces(bytes));
    expect(await storage.size(id)).toBe(bytes.length);
    expect(() => fileStorage('s3://key:secret@host/bucket')).toThrow(
      /^this store is a folder, it cannot be at s3:\/\/$/,
    );
  });

  it('keeps an empty file', async () => {
    await expect(storage.write(id, Readable.from([]))).resolves.toEqual({ size: 0 });
    expect(await buffer(await storage.read(id))).toHaveLength(0);
  });

  it('replaces a file as a whole, while a reader of the first reads on', async () => {
    await storage.write(id, inPieces(bytes));
    const first = await storage.read(id);
    await storage.write(id, Readable.from([Buffer.from('second')]));
    expect((await buffer(first)).equals(bytes)).toBe(true);
    expect((await buffer(await storage.read(id))).toString()).toBe('second');
  });

  it('tells what is not there', async () => {
    await storage.write(OTHER, inPieces(bytes));
    await expect(storage.read(id)).rejects.toMatchObject({ name: 'StorageError', code: 'not_found' });
    await expect(storage.readWhole(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await storage.size(id)).toBeNull();
  });

  it('removes one file and nothing else, as often as asked', async () => {
    await storage.write(id, inPieces(bytes));
    await storage.write(OTHER, inPieces(bytes));
    await storage.remove(id);
    await storage.remove(id);
    await storage.remove(randomUUID());
    expect(await filesBelow(root)).toEqual([join('00', OTHER)]);
  });

  it.each(['../../etc/passwd', '', 'a', `${OTHER}/..`, OTHER.toUpperCase().replace('0', 'A'), `${OTHER}\n`])(
    'refuses %j as an id',
    async (bad) => {
      const source = inPieces(bytes);
      await expect(storage.write(bad, source)).rejects.toMatchObject({ code: 'bad_id' });
      expect(source.destroyed).toBe(true);
      await expect(storage.read(bad)).rejects.toMatchObject({ code: 'bad_id' });
    },
  );

  it('leaves nothing of a stream that fails', async () => {
    const failing = Readable.from(
      (async function* () {
        yield bytes;
        throw new Error('line lost');
      })(),
    );
    await expect(storage.write(id, failing)).rejects.toThrow('line lost');
    expect(await filesBelow(root)).toEqual([]);
  });

  it('leaves nothing of a stream that is cut off without an error', async () => {
    const cut = new Readable({ read: () => undefined });
    cut.push(bytes);
    const writing = storage.write(id, cut);
    cut.once('data', () => cut.destroy());
    await expect(writing).rejects.toThrow();
    expect(await filesBelow(root)).toEqual([]);
  });

  it('leaves nothing of a stream that failed before its turn came', async () => {
    const failed = new Readable({ read: () => undefined });
    const writing = storage.write(id, failed);
    failed.destroy(new Error('gone already'));
    await expect(writing).rejects.toThrow('gone already');
    expect(await filesBelow(root)).toEqual([]);
  });

  it.each(['storage.written', 'storage.synced'])('leaves nothing after a failure at %s', async (place) => {
    configureFailpoints(`${place}=throw`);
    await expect(storage.write(id, inPieces(bytes))).rejects.toThrow('failpoint');
    expect(await filesBelow(root)).toEqual([]);
  });

  it('writes many files at once, each whole', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all(ids.map((one) => storage.write(one, Readable.from([Buffer.from(one), bytes]))));
    for (const one of ids) {
      expect(await storage.size(one)).toBe(one.length + bytes.length);
    }
  });

  it('sweeps only what nobody has written to for the time named', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(bytes);
    const writing = storage.write(id, source);
    await expect.poll(() => filesBelow(root).catch(() => [])).toHaveLength(1);
    const [unfinished = ''] = await filesBelow(root);
    expect(await storage.sweepTemporary(60_000)).toBe(0);
    await utimes(join(root, unfinished), new Date(0), new Date(0));
    expect(await storage.sweepTemporary(60_000)).toBe(1);
    source.destroy(new Error('line lost'));
    await expect(writing).rejects.toThrow('line lost');
    expect(await fileStorage(join(root, 'nowhere')).sweepTemporary(0)).toBe(0);
  });

  it('takes no files into a folder that nobody has claimed, and makes nothing in it', async () => {
    await mkdir(root);
    await expect(storage.place.mustTakeFiles()).rejects.toMatchObject({ name: 'StorageError', code: 'away' });
    expect(await readdir(root)).toEqual([]);
    await storage.place.claim(OTHER);
    await storage.place.mustTakeFiles();
    expect(await storage.place.owner()).toBe(OTHER);
  });
});

describe('fileStorage in a process that dies or has no room', () => {
  const writing = `
    import { configureFailpoints } from './failpoint';
    import { fileStorage } from './storage';
    import { Readable } from 'node:stream';
    const [root, id, size, place] = process.argv.slice(2);
    configureFailpoints(place && place + '=kill');
    const piece = Buffer.alloc(65536, 7);
    const source = Readable.from((function* () { for (let n = 0; n < Number(size); n += 1) yield piece; })());
    try {
      console.log((await fileStorage(root).write(id, source)).size);
    } catch (error) {
      console.log(error.code);
    }
    console.log(await fileStorage(root).sweepTemporary(-60000));
  `;

  it.each([
    ['storage.written', null, 1],
    ['storage.synced', null, 1],
    ['storage.renamed', 65536 * 9, 0],
    ['storage.durable', 65536 * 9, 0],
  ])('killed at %s, the file is there whole or not at all', async (place, size, swept) => {
    const folder = await newFolder();
    const root = join(folder, 'store');
    const ended = await runProgram(process.execPath, [await program(folder, writing), root, OTHER, '9', place]);
    expect(ended).toEqual({ signal: 'SIGKILL', output: '' });
    const storage = fileStorage(root);
    expect(await storage.size(OTHER)).toBe(size);
    expect(await storage.sweepTemporary(-60_000)).toBe(swept);
    await storage.write(OTHER, Readable.from([Buffer.from('again')]));
    expect((await buffer(await storage.read(OTHER))).toString()).toBe('again');
  });

  it.skipIf(!mayMount())('says that there is no room, and leaves nothing behind', async () => {
    const folder = await newFolder();
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const file = await program(folder, writing);
    expect((await runOnSmallDisk(disk, '1m', file, disk, OTHER, '64')).output).toBe('storage_full\n0');
    expect((await runOnSmallDisk(disk, '8m', file, disk, OTHER, '64')).output).toBe(`${64 * 65536}\n0`);
  });
});

function inPieces(bytes: Buffer): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, piece) =>
    bytes.subarray(piece * 65_536, (piece + 1) * 65_536),
  );
  return Readable.from(pieces, { objectMode: false });
}
