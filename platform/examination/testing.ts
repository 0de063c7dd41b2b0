import { crc32, deflateRawSync } from 'node:zlib';
import PdfDocument from 'pdfkit';

export type ZipMember = { name: string; bytes: Buffer | string; flags?: number };

/** A ZIP archive with the given members, deflated, as programs write them. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, flags = 0 } of members) {
    const plain = Buffer.from(bytes);
    const packed = deflateRawSync(plain, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const made = Buffer.from([20, 0]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, common, tail, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document with one sentence in it, and what a test adds or changes; null takes a part out. */
export function docxOf(parts: Record<string, Buffer | string | null> = {}, mainType = MAIN): Buffer {
  const all: Record<string, Buffer | string | null> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`,
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    'word/document.xml': `<?xml version="1.0"?><w:document ${W}><w:body><w:p><w:r><w:t>გამარჯობა</w:t></w:r></w:p></w:body></w:document>`,
    ...parts,
  };
  return zipOf(Object.entries(all).flatMap(([name, bytes]) => (bytes === null ? [] : [{ name, bytes }])));
}

/** An OpenDocument text with one sentence in it, and what a test adds or changes. */
export function odtOf(parts: Record<string, Buffer | string> = {}): Buffer {
  const all: Record<string, Buffer | string> = {
    mimetype: 'application/vnd.oasis.opendocument.text',
    'META-INF/manifest.xml':
      '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    'content.xml': `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>Բարև</text:p></office:text></office:body></office:document-content>`,
    ...parts,
  };
  return zipOf(Object.entries(all).map(([name, bytes]) => ({ name, bytes })));
}

/** A PDF of one page with a line of text on it. */
export function pdfOf(options: PDFKit.PDFDocumentOptions = {}, text = 'Hello'): Promise<Buffer> {
  const document = new PdfDocument({ ...options });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  if (text) document.text(text);
  document.end();
  return whole;
}

/** A JPEG of no picture, with EXIF that names a place, a camera and a photographer. */
export function jpegWithPlace(): Buffer {
  const exif = exifBlock();
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1]), u16(exif.length + 2), exif]);
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    app1,
    frame,
    Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xff, 0xd9]),
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;

/** TIFF inside EXIF: a directory with the maker, the model and the artist, and one with the position of Tbilisi. */
function exifBlock(): Buffer {
  const entry = (tag: number, type: number, { count, value }: { count: number; value: number }) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const letter = (one: string) => (one.charCodeAt(0) << 24) >>> 0;
  const rationals = (...numbers: number[]) => {
    const bytes = Buffer.alloc(numbers.length * 8);
    for (const [index, number] of numbers.entries()) {
      bytes.writeUInt32BE(number, index * 8);
      bytes.writeUInt32BE(1, index * 8 + 4);
    }
    return bytes;
  };
  const firstAt = 8;
  const gpsAt = firstAt + 2 + 4 * 12 + 4;
  const dataAt = gpsAt + 2 + 4 * 12 + 4;
  const make = Buffer.from('Canon\0');
  const model = Buffer.from('EOS 5D\0');
  const artist = Buffer.from('Tamar\0');
  const texts = Buffer.concat([make, model, artist]);
  const latitudeAt = dataAt + texts.length;
  const longitudeAt = latitudeAt + 24;
  return Buffer.concat([
    Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'),
    u16(4),
    entry(0x010f, ASCII, { count: make.length, value: dataAt }),
    entry(0x0110, ASCII, { count: model.length, value: dataAt + make.length }),
    entry(0x013b, ASCII, { count: artist.length, value: dataAt + make.length + model.length }),
    entry(0x8825, LONG, { count: 1, value: gpsAt }),
    Buffer.alloc(4),
    u16(4),
    entry(1, ASCII, { count: 2, value: letter('N') }),
    entry(2, RATIONAL, { count: 3, value: latitudeAt }),
    entry(3, ASCII, { count: 2, value: letter('E') }),
    entry(4, RATIONAL, { count: 3, value: longitudeAt }),
    Buffer.alloc(4),
    texts,
    rationals(41, 42, 54),
    rationals(44, 49, 37),
  ]);
}

type OldWord = {
  flags?: number;
  /** the character set of its only font */
  charset?: number;
  /** where it is saved in a hurry: the order of its pieces, each so many bytes long */
  pieces?: { order: readonly number[]; length: number };
};

const SECTOR = 512;
const TEXT_AT = 0x300;

/** A document as Word 95 wrote it: a compound file around one stream, with its text in single bytes. */
export function oldWordOf(text: string | Buffer, { flags = 0, charset = 0, pieces }: OldWord = {}): Buffer {
  const letters = Buffer.from(text);
  const stream = Buffer.alloc(Math.ceil((TEXT_AT + letters.length + SECTOR) / SECTOR + 8) * SECTOR);
  stream.writeUInt16LE(0xa5dc, 0);
  stream.writeUInt16LE(104, 2);
  stream.writeUInt16LE(flags | (pieces ? 0x0004 : 0), 10);
  stream.writeUInt32LE(TEXT_AT, 0x18);
  stream.writeUInt32LE(TEXT_AT + letters.length, 0x1c);
  stream.writeUInt32LE(letters.length, 0x34);
  letters.copy(stream, TEXT_AT);
  const font = Buffer.from([10, 0, 0, 0, charset, 0, ...Buffer.from('Arial')]);
  stream.writeUInt32LE(0x200, 0xd0);
  stream.writeUInt32LE(font.length + 2, 0xd4);
  font.copy(stream, 0x202);
  if (pieces) {
    const table = Buffer.alloc(5 + (pieces.order.length + 1) * 4 + pieces.order.length * 8);
    table[0] = 2;
    table.writeUInt32LE(table.length - 5, 1);
    for (const [place, piece] of [...pieces.order, 0].entries()) {
      table.writeUInt32LE(place * pieces.length, 5 + place * 4);
      if (place === pieces.order.length) continue;
      const at = 5 + (pieces.order.length + 1) * 4 + place * 8;
      table.writeUInt32LE(TEXT_AT + piece * pieces.length, at + 2);
    }
    table.copy(stream, 0x220);
    stream.writeUInt32LE(0x220, 0x160);
    stream.writeUInt32LE(table.length, 0x164);
  }
  return compoundOf('WordDocument', stream);
}

/** A compound file (MS-CFB) with one stream of at least 4,096 bytes in it. */
function compoundOf(name: string, stream: Buffer): Buffer {
  const sectors = stream.length / SECTOR;
  const header = Buffer.alloc(SECTOR, 0xff);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(0x003e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(0xfffffffe, 60);
  header.writeUInt32LE(0xfffffffe, 68);
  header.writeUInt32LE(0, 76);
  const fat = Buffer.alloc(SECTOR, 0xff);
  fat.writeUInt32LE(0xfffffffd, 0);
  fat.writeUInt32LE(0xfffffffe, 4);
  for (let sector = 0; sector < sectors; sector += 1)
    fat.writeUInt32LE(sector === sectors - 1 ? 0xfffffffe : sector + 3, (sector + 2) * 4);
  const entry = (title: string, type: number, { child, start, size }: Record<'child' | 'start' | 'size', number>) => {
    const bytes = Buffer.alloc(128);
    bytes.write(title, 0, 'utf16le');
    bytes.writeUInt16LE((title.length + 1) * 2, 64);
    bytes.writeUInt8(type, 66);
    bytes.writeUInt8(1, 67);
    bytes.writeUInt32LE(0xffffffff, 68);
    bytes.writeUInt32LE(0xffffffff, 72);
    bytes.writeUInt32LE(child, 76);
    bytes.writeUInt32LE(start, 116);
    bytes.writeUInt32LE(size, 120);
    return bytes;
  };
  const directory = Buffer.concat([
    entry('Root Entry', 5, { child: 1, start: 0xfffffffe, size: 0 }),
    entry(name, 2, { child: 0xffffffff, start: 2, size: stream.length }),
    Buffer.alloc(256),
  ]);
  return Buffer.concat([header, fat, directory, stream]);
}
