import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import PDFDocument from 'pdfkit';
import type { Block, Paper } from './papers';
import type { Format } from './people';

// PDF's built-in fonts have no Georgian, Armenian or Cyrillic letters, and no Ӏ, ӕ or ə.
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
let font: Buffer | undefined;
const SIZES: Record<Block['kind'], number> = { title: 19, heading: 13, meta: 10, text: 11 };

/** Sets a paper as a file of the given kind; a PDF of the same paper is the same to the byte. */
export function print(paper: Paper, format: Format): Promise<Buffer> {
  return PRINTERS[format](paper);
}

const PRINTERS: Record<Format, (paper: Paper) => Promise<Buffer>> = { pdf: printPdf, docx: printDocx, txt: printText };

async function printPdf({ title, language, blocks }: Paper): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 72,
    lang: language,
    info: { Title: title, CreationDate: new Date(0), ModDate: new Date(0) },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  font ??= readFileSync(FONT);
  pdf.font(font);
  for (const { kind, text } of blocks) {
    if (kind === 'heading') pdf.moveDown(0.6);
    pdf.fontSize(SIZES[kind]).text(text, { lineGap: 3 });
    pdf.moveDown(0.5);
  }
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}

function printDocx({ title, language, blocks }: Paper): Promise<Buffer> {
  const children = blocks.map(({ kind, text }) => {
    const lines = text
      .split('\n')
      .map((line, index) => new TextRun({ text: line, break: index === 0 ? 0 : 1, italics: kind === 'meta' }));
    return new Paragraph({ children: lines, spacing: { after: 160 }, ...headingOf(kind) });
  });
  return Packer.toBuffer(
    new Document({
      title,
      styles: { default: { document: { run: { font: 'DejaVu Serif', language: { value: language } } } } },
      sections: [{ children }],
    }),
  );
}

function headingOf(kind: Block['kind']): { heading?: (typeof HeadingLevel)[keyof typeof HeadingLevel] } {
  if (kind === 'title') return { heading: HeadingLevel.TITLE };
  return kind === 'heading' ? { heading: HeadingLevel.HEADING_1 } : {};
}

async function printText({ blocks }: Paper): Promise<Buffer> {
  return Buffer.from(`${blocks.map(({ text }) => text).join('\n\n')}\n`, 'utf8');
}
