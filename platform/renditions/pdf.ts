import { heapOf, type PdfDocument, withPage, withPdf } from './pdfium';
import { encodePicture } from './picture';
import { MAX_TEXT, type Note, type Picture, type Sheet } from './types';

/** About the width of an A4 page on a screen, at twice the density of print on paper. */
export const PAGE_WIDTH = 1240;
const PIXELS_AT_MOST = 8_000_000;
/** Small pages are not blown up beyond this many pixels per point. */
const SCALE_AT_MOST = 3;
/** Reading the text of all pages may take this long; a page image must still fit into the process's time. */
const TEXT_MS = 5_000;

const WITH_ANNOTATIONS = 0x01;
const RGBA_ORDER = 0x10;
const BGRX = 3;
const WHITE = 0xffffffff;

export type PdfText = { sheets: Sheet[]; pages: string[]; notes: Note[] };

/** Sizes and text of all pages. Errors: UnreadableDocument password, damaged. */
export function readPdf(document: PdfDocument): PdfText {
  const sheets: Sheet[] = [];
  const pages: string[] = [];
  const until = performance.now() + TEXT_MS;
  let length = 0;
  let isCut = false;
  for (let number = 1; number <= document.pages; number += 1) {
    sheets.push(sheetOf(document, number));
    isCut ||= length > MAX_TEXT || performance.now() > until;
    const text = isCut ? '' : (withPage(document, number, (page) => textOf(document, page)) ?? '');
    length += text.length;
    pages.push(text);
  }
  return { sheets, pages, notes: isCut ? ['cut'] : [] };
}

/** The images of the named pages (from 1), each null where PDFium cannot paint it. */
export async function paintPages(document: PdfDocument, numbers: readonly number[]): Promise<(Picture | null)[]> {
  const pictures: (Picture | null)[] = [];
  for (const number of numbers) {
    const sheet = sheetOf(document, number);
    const pixels = withPage(document, number, (page) => paint(document, page, sheet));
    pictures.push(pixels ? await encodePicture({ ...sheet, pixels }) : null);
  }
  return pictures;
}

/** The only page of a PDF we have made ourselves around a picture. */
export async function paintOnlyPage(bytes: Uint8Array): Promise<Picture | null> {
  const [picture] = await withPdf(bytes, (document) => paintPages(document, [1]));
  return picture ?? null;
}

function sheetOf({ library, handle }: PdfDocument, number: number): Sheet {
  const { malloc, free } = library.pdfium.wasmExports;
  const place = malloc(8);
  try {
    const isKnown = library.FPDF_GetPageSizeByIndexF(handle, number - 1, place);
    const [width = 0, height = 0] = isKnown ? new Float32Array(heapOf(library).buffer, place, 2) : [];
    return width > 0 && height > 0 ? fitted(width, height) : fitted(595, 842);
  } finally {
    free(place);
  }
}

export function fitted(width: number, height: number): Sheet {
  const scale = Math.min(PAGE_WIDTH / width, SCALE_AT_MOST, Math.sqrt(PIXELS_AT_MOST / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function paint({ library }: PdfDocument, page: number, { width, height }: Sheet): Uint8Array | null {
  const bitmap = library.FPDFBitmap_CreateEx(width, height, BGRX, 0, 0);
  if (bitmap === 0) return null;
  try {
    library.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    library.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS | RGBA_ORDER);
    const start = library.FPDFBitmap_GetBuffer(bitmap);
    return heapOf(library).slice(start, start + library.FPDFBitmap_GetStride(bitmap) * height);
  } finally {
    library.FPDFBitmap_Destroy(bitmap);
  }
}

function textOf({ library }: PdfDocument, page: number): string {
  const text = library.FPDFText_LoadPage(page);
  if (text === 0) return '';
  const { malloc, free } = library.pdfium.wasmExports;
  const count = Math.min(library.FPDFText_CountChars(text), MAX_TEXT);
  const place = count > 0 ? malloc((count + 1) * 2) : 0;
  try {
    if (place === 0) return '';
    const written = library.FPDFText_GetText(text, 0, count, place);
    const units = heapOf(library).slice(place, place + Math.max(0, written - 1) * 2);
    return new TextDecoder('utf-16le').decode(units);
  } finally {
    if (place !== 0) free(place);
    library.FPDFText_ClosePage(text);
  }
}
