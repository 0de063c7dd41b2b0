import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipEntry = { name: string; at: Date; read(): AsyncIterable<Uint8Array> };

type Written = { name: Buffer; dosTime: number; crc: number; packed: number; plain: number; offset: number };

/** Bit 3: sizes follow the data. Bit 11: names are UTF-8. */
const FLAGS = (1 << 3) | (1 << 11);
const DEFLATED = 8;
const VERSION = 20;

/**
 * A ZIP archive as a stream (PKWARE APPNOTE 6.3), entry after entry: nothing is held but the list of what was written.
 * Archives and entries stay below 4 GiB, where the format needs no extension.
 */
export async function* zipped(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const dosTime = dosTimeOf(entry.at);
    const head = localHeader(name, dosTime);
    yield head;
    const sums = { crc: 0, plain: 0, packed: 0 };
    for await (const chunk of packed(entry, sums)) {
      sums.packed += chunk.byteLength;
      yield chunk;
    }
    const tail = dataDescriptor(sums);
    yield tail;
    written.push({ name, dosTime, ...sums, offset });
    offset += head.length + sums.packed + tail.length;
  }
  const directory = Buffer.concat(written.map(directoryHeader));
  yield directory;
  yield endOfDirectory(written.length, { size: directory.length, offset });
}

type Sums = { crc: number; plain: number; packed: number };

function packed(entry: ZipEntry, sums: Sums): AsyncIterable<Uint8Array> {
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of entry.read()) {
      sums.crc = crc32(chunk, sums.crc);
      sums.plain += chunk.byteLength;
      yield chunk;
    }
  }
  const deflate = createDeflateRaw();
  pipeline(Readable.from(counted()), deflate, () => {});
  return deflate;
}

function localHeader(name: Buffer, dosTime: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt32LE(dosTime, 10);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function dataDescriptor({ crc, packed: size, plain }: Sums): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(size, 8);
  descriptor.writeUInt32LE(plain, 12);
  return descriptor;
}

function directoryHeader(entry: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt32LE(entry.dosTime, 12);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(entry.packed, 20);
  header.writeUInt32LE(entry.plain, 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, entry.name]);
}

function endOfDirectory(count: number, { size, offset }: { size: number; offset: number }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** Two-second steps since 1980, in UTC: the format knows no zone. Time in the low half, date in the high half. */
function dosTimeOf(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return date * 0x10000 + time;
}
