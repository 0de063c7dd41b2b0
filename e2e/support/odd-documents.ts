import { crc32 } from 'node:zlib';
import { Document, InsertedTextRun, Packer, Paragraph, TextRun } from 'docx';
import PDFDocument from 'pdfkit';
import { type FileToSend, makePdf } from './documents';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const ODT = 'application/vnd.oasis.opendocument.text';

/** A PDF that names its author in its properties. */
export async function pdfBy(author: string, name: string): Promise<FileToSend> {
  return pdfWith({ info: { Author: author } }, name);
}

/** A PDF that nobody opens without a password. */
export async function lockedPdf(name: string): Promise<FileToSend> {
  return pdfWith({ userPassword: 'secret' }, name);
}

async function pdfWith(options: PDFKit.PDFDocumentOptions, name: string): Promise<FileToSend> {
  const pdf = new PDFDocument({ size: 'A4', ...options });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve) => pdf.on('end', resolve));
  pdf.fontSize(14).text('Curriculum vitae');
  pdf.fontSize(11).text('Ten years of reporting from the mountains.');
  pdf.end();
  await finished;
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat(chunks) };
}

/** A PDF that begins like one and then breaks off. */
export async function damagedPdf(name: string): Promise<FileToSend> {
  const whole = await makePdf('Never to be read', name);
  return { ...whole, buffer: whole.buffer.subarray(0, 60) };
}

/** A PDF that would run a script when it is opened. */
export function scriptedPdf(name: string): FileToSend {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    '<</Length 44>>stream\nBT /F 24 Tf 72 720 Td (Water Day) Tj ET      \nendstream',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return {
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R>>\n%%EOF\n`),
  };
}

/** A Word document in which a colleague has added words with changes tracked. */
export async function docxChangedBy(colleague: string, text: string, name: string): Promise<FileToSend> {
  const added = new InsertedTextRun({ id: 1, author: colleague, date: '2026-03-01T10:00:00Z', text: ' Added later.' });
  const document = new Document({
    creator: '',
    lastModifiedBy: '',
    sections: [{ children: [new Paragraph({ children: [new TextRun(text), added] })] }],
  });
  return { name, mimeType: DOCX, buffer: await Packer.toBuffer(document) };
}

/** A Word document with a project of macros in it. */
export function docxWithMacros(name: string): FileToSend {
  const buffer = zipOf({
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    'word/document.xml':
      '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>A letter.</w:t></w:r></w:p></w:body></w:document>',
    'word/vbaProject.bin': 'Sub AutoOpen()',
  });
  return { name, mimeType: DOCX, buffer };
}

/** An OpenDocument text as LibreOffice writes it with a password: its manifest says how the parts are encrypted. */
export function lockedOdt(name: string): FileToSend {
  const buffer = zipOf({
    mimetype: ODT,
    'META-INF/manifest.xml':
      '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    'content.xml': 'not to be read without its key',
  });
  return { name, mimeType: ODT, buffer };
}

/** A ZIP archive whose members are stored as they are. */
function zipOf(members: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(members)) {
    const bytes = Buffer.from(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), bytes]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), facts, place, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}
