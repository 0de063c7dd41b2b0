import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflateRawSync, crc32 as sumOf } from 'node:zlib';
import encodeJpeg, { init as initJpeg } from '@jsquash/jpeg/encode.js';
import {
  DeletedTextRun,
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import PdfDocument from 'pdfkit';
import { encodePng } from '../picture';

const FONTS = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** A PDF of A4 pages, each with its own text. */
export function aPdf(pages: readonly string[], options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PdfDocument({ size: 'A4', autoFirstPage: false, ...options });
  document.registerFont('text', join(FONTS, 'DejaVuSerif.ttf'));
  for (const text of pages) document.addPage().font('text').fontSize(12).text(text);
  return collected(document);
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Buffer>((settle) => document.once('end', () => settle(Buffer.concat(parts))));
  document.end();
  return whole;
}

/** A Word document with a heading, emphasis, a table, a note, a picture and a tracked change. */
export async function aDocx(): Promise<Buffer> {
  const png = aPng(40, 30, () => [200, 30, 30]);
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
  const document = new Document({
    footnotes: { 1: { children: [new Paragraph('Measured with a plank.')] } },
    sections: [
      {
        children: [
          new Paragraph({ text: 'Water Day', heading: HeadingLevel.HEADING_1 }),
          new Paragraph({
            children: [
              new TextRun('The water comes '),
              new TextRun({ text: 'on Thursday', bold: true }),
              new TextRun('.'),
              new FootnoteReferenceRun(1),
              new InsertedTextRun({ id: 1, author: 'A', date: '2026-01-01T00:00:00Z', text: ' It is cold.' }),
              new DeletedTextRun({ id: 2, author: 'A', date: '2026-01-01T00:00:00Z', text: ' It is warm.' }),
            ],
          }),
          new Paragraph({ text: 'One', bullet: { level: 0 } }),
          new Paragraph({ text: 'Two', bullet: { level: 0 } }),
          new Table({ rows: [new TableRow({ children: [cell('Rows'), cell('Six')] })] }),
          new Paragraph({
            children: [new ImageRun({ type: 'png', data: png, transformation: { width: 40, height: 30 } })],
          }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** A Word document with nothing but these paragraphs. */
export function aLetter(paragraphs: readonly string[]): Promise<Buffer> {
  return Packer.toBuffer(new Document({ sections: [{ children: paragraphs.map((text) => new Paragraph(text)) }] }));
}

export function aPng(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): Buffer {
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    pixels.set([...colour(at % width, Math.floor(at / width)), 255], at * 4);
  }
  return encodePng({ width, height, pixels });
}

/** A photograph of 300 by 200, white but for a black quarter at the beginning of its first rows, with the given orientation. */
export async function aJpeg(orientation: number): Promise<Buffer> {
  const [width, height] = [300, 200];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height / 2; y += 1) {
    for (let x = 0; x < width / 2; x += 1) data.set([0, 0, 0], (y * width + x) * 4);
  }
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  await startJpeg(await WebAssembly.compile(readFileSync(path)));
  const jpeg = Buffer.from(await encodeJpeg({ width, height, data, colorSpace: 'srgb' } as ImageData, { quality: 90 }));
  return Buffer.concat([jpeg.subarray(0, 2), exifSaying(orientation), jpeg.subarray(2)]);
}

function exifSaying(orientation: number): Buffer {
  const tiff = Buffer.from('MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

// The declared type leaves out the module, which the implementation takes first.
const startJpeg = initJpeg as unknown as (compiled: WebAssembly.Module) => Promise<unknown>;

/** A ZIP of the given members, as an OpenDocument file is one. */
export function aZip(members: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(sumOf(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(plain.length, 18);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, lengths, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\0', 'latin1'),
        facts,
        lengths,
        rest.subarray(0, 14),
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** An OpenDocument text around the given body. */
export function anOdt(body: string, styles = ''): Buffer {
  const names = ['office', 'text', 'table', 'style', 'draw', 'fo', 'xlink', 'svg', 'dc']
    .map((name) => `xmlns:${name}="urn:${name}"`)
    .join(' ');
  return aZip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${names}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    'meta.xml': `<office:document-meta ${names}><office:meta><m:document-statistic xmlns:m="urn:m" m:page-count="3"/></office:meta></office:document-meta>`,
  });
}
