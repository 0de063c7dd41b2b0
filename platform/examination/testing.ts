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
