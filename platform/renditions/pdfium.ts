import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { UnreadableDocument } from './types';

const PASSWORD = 4;
const PAGES_AT_MOST = 2000;

/** PDFium, started once per process: 5 MB of WebAssembly in about 50 ms. */
let library: Promise<WrappedPdfiumModule> | undefined;

export function pdfium(): Promise<WrappedPdfiumModule> {
  library ??= start();
  return library;
}

async function start(): Promise<WrappedPdfiumModule> {
  const path = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
  const started = await init({ wasmBinary: exactBuffer(readFileSync(path)) });
  started.PDFiumExt_Init();
  return started;
}

export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** PDFium's memory as it is now: it moves when it grows. Emscripten's own types are not installed. */
export function heapOf({ pdfium: module }: WrappedPdfiumModule): Uint8Array<ArrayBuffer> {
  return (module as unknown as { HEAPU8: Uint8Array<ArrayBuffer> }).HEAPU8;
}

export type PdfDocument = { library: WrappedPdfiumModule; handle: number; pages: number };

/** Opens a PDF for the time of `work`. Errors: UnreadableDocument password, damaged. */
export async function withPdf<Result>(
  bytes: Uint8Array,
  work: (document: PdfDocument) => Result | Promise<Result>,
): Promise<Result> {
  const opened = await pdfium();
  const { malloc, free } = opened.pdfium.wasmExports;
  const place = malloc(bytes.length);
  if (place === 0) throw new UnreadableDocument('too_large');
  heapOf(opened).set(bytes, place);
  const handle = opened.FPDF_LoadMemDocument(place, bytes.length, '');
  try {
    if (handle === 0) throw new UnreadableDocument(opened.FPDF_GetLastError() === PASSWORD ? 'password' : 'damaged');
    const pages = Math.min(opened.FPDF_GetPageCount(handle), PAGES_AT_MOST);
    if (pages < 1) throw new UnreadableDocument('damaged');
    return await work({ library: opened, handle, pages });
  } finally {
    if (handle !== 0) opened.FPDF_CloseDocument(handle);
    free(place);
  }
}

/** One page for the time of `work`; null where PDFium cannot read it. */
export function withPage<Result>(
  { library: opened, handle }: PdfDocument,
  number: number,
  work: (page: number) => Result,
): Result | null {
  const page = opened.FPDF_LoadPage(handle, number - 1);
  if (page === 0) return null;
  try {
    return work(page);
  } finally {
    opened.FPDF_ClosePage(page);
  }
}
