import { createRequire } from 'node:module';
import { Document, Packer, Paragraph } from 'docx';
import PDFDocument from 'pdfkit';

/** A file as Playwright's `setInputFiles` and `multipart` take it. */
export type FileToSend = { name: string; mimeType: string; buffer: Buffer };

// The built-in fonts of PDF have no Georgian, Armenian or Cyrillic letters.
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

export const MEGABYTE = 1024 * 1024;

export async function makePdf(text: string, name = 'document.pdf'): Promise<FileToSend> {
  const pdf = new PDFDocument({ size: 'A4', info: { Title: name } });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  pdf.font(FONT).fontSize(12).text(text);
  pdf.end();
  await finished;
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat(chunks) };
}

export async function makeDocx(text: string, name = 'document.docx'): Promise<FileToSend> {
  const children = text.split('\n').map((line) => new Paragraph(line));
  return {
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: await Packer.toBuffer(new Document({ sections: [{ children }] })),
  };
}

export function makeText(text: string, name = 'document.txt'): FileToSend {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text, 'utf8') };
}

export function emptyFile(name = 'empty.pdf'): FileToSend {
  return { name, mimeType: 'application/pdf', buffer: Buffer.alloc(0) };
}

/** A program that calls itself a PDF. */
export function disguisedProgram(name = 'cv.pdf'): FileToSend {
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2048, 0x90)]) };
}

/** A true PDF, followed by as many bytes of comment as it takes; readers ignore what follows the end. */
export async function pdfOf(bytes: number, name = 'large.pdf'): Promise<FileToSend> {
  const pdf = await makePdf('A large file.', name);
  const padding = Buffer.alloc(Math.max(0, bytes - pdf.buffer.length), '%');
  return { ...pdf, buffer: Buffer.concat([pdf.buffer, padding]) };
}
