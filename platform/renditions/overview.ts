import type { Converted } from './docx';
import { repaintImage, sheetOfImage } from './image';
import { countWords, languagesOf } from './languages';
import { paragraphsHtml, paragraphsOf } from './paragraphs';
import { paintPages, readPdf } from './pdf';
import { withPdf } from './pdfium';
import { cutBlocks, safeHtml, textOfHtml, withoutControls } from './safe-html';
import { type Kind, MAX_TEXT, type Note, type Overview, type Picture, UnreadableDocument } from './types';

/** A page with fewer letters than this on average is a photograph of a page. */
const LETTERS_OF_A_SCAN = 5;

type Text = { html: string; text: string; notes: Note[] };

/**
 * Everything about a document but the images of its pages. Errors: UnreadableDocument. Meant for a process that may be
 * killed: strangers' files are read here.
 */
export async function overviewOf(kind: Kind, bytes: Uint8Array): Promise<Overview> {
  if (kind === 'heic') throw new UnreadableDocument('unsupported');
  if (kind === 'jpeg' || kind === 'png') return overviewOfImage(bytes);
  if (kind === 'pdf') return overviewOfPdf(bytes);
  const converted = await CONVERTERS[kind](bytes);
  const { html: kept, isCut } = cutBlocks(converted.html);
  const html = await safeHtml(kept);
  const notes = isCut ? withCut(converted.notes) : converted.notes;
  return withCounts({ html, text: textOfHtml(html), notes }, { sheets: [], pages: converted.pages });
}

/** The images of the named pages (from 1), each null where it cannot be painted. Errors: UnreadableDocument. */
export async function picturesOf(
  kind: Kind,
  bytes: Uint8Array,
  numbers: readonly number[],
): Promise<(Picture | null)[]> {
  if (kind === 'pdf')
    return withPdf(bytes, (document) =>
      paintPages(
        document,
        numbers.filter((number) => number >= 1 && number <= document.pages),
      ),
    );
  if (kind === 'jpeg' || kind === 'png') return [await repaintImage(bytes)];
  throw new UnreadableDocument('unsupported');
}

type TextKind = Exclude<Kind, 'pdf' | 'jpeg' | 'png' | 'heic'>;

/** Loaded when they are needed: every document has a process of its own, and should not wait for other kinds' readers. */
const CONVERTERS: Record<TextKind, (bytes: Uint8Array) => Promise<Converted>> = {
  docx: async (bytes) => (await import('./docx')).convertDocx(bytes),
  odt: async (bytes) => (await import('./odt')).convertOdt(bytes),
  rtf: async (bytes) => (await import('./rtf')).convertRtf(bytes),
  doc: async (bytes) => (await import('./doc')).convertDoc(bytes),
  txt: async (bytes) => (await import('./plain')).convertText(bytes),
  md: async (bytes) => (await import('./plain')).convertMarkdown(bytes),
};

function overviewOfImage(bytes: Uint8Array): Overview {
  return {
    sheets: [sheetOfImage(bytes)],
    pages: 1,
    html: null,
    text: '',
    words: 0,
    languages: [],
    scripts: [],
    notes: ['scan'],
  };
}

async function overviewOfPdf(bytes: Uint8Array): Promise<Overview> {
  const { sheets, pages, notes } = await withPdf(bytes, readPdf);
  const paragraphs = pages.map(paragraphsOf);
  const { html: kept, isCut } = cutBlocks(paragraphs.map(paragraphsHtml).join('\n<hr>\n'));
  const html = await safeHtml(kept);
  const text = paragraphs.map((those) => those.join('\n')).join('\n\n');
  const isScan = text.replace(/\s/g, '').length < LETTERS_OF_A_SCAN * sheets.length;
  const all = isCut ? withCut(notes) : notes;
  return withCounts({ html, text, notes: isScan ? [...all, 'scan'] : all }, { sheets, pages: sheets.length });
}

async function withCounts(
  { html, text, notes }: Text,
  { sheets, pages }: Pick<Overview, 'sheets' | 'pages'>,
): Promise<Overview> {
  const clean = withoutControls(text).slice(0, MAX_TEXT);
  const isCut = clean.length < text.length && text.length > MAX_TEXT;
  return {
    sheets,
    pages,
    html: clean.trim() === '' && !html.includes('<img') ? null : html,
    text: clean,
    words: countWords(clean),
    ...(await languagesOf(clean)),
    notes: isCut ? withCut(notes) : notes,
  };
}

function withCut(notes: readonly Note[]): Note[] {
  return [...new Set<Note>([...notes, 'cut'])];
}
