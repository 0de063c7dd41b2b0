import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { mendedPdf } from '../pdf-mending';
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
type Opened = PdfDocument & { close(): void };

/** Opens a PDF for the time of `work`, mended where it shows nothing otherwise. Errors: UnreadableDocument password, damaged. */
export async function withPdf<Result>(
  bytes: Uint8Array,
  work: (document: PdfDocument) => Result | Promise<Result>,
): Promise<Result> {
  const document = openBest(await pdfium(), bytes);
  try {
    if (document.pages < 1) throw new UnreadableDocument('damaged');
    return await work(document);
  } finally {
    document.close();
  }
}

function openBest(opened: WrappedPdfiumModule, bytes: Uint8Array): Opened {
  const asItIs = open(opened, bytes);
  if (showsSomething(asItIs)) return asItIs;
  const mended = mendedPdf(bytes);
  const again = mended && open(opened, mended);
  if (!again) return asItIs;
  const [better, other] = showsSomething(again) ? [again, asItIs] : [asItIs, again];
  other.close();
  return better;
}

const PAGES_LOOKED_AT = 30;

function showsSomething(document: PdfDocument): boolean {
  const numbers = Array.from({ length: Math.min(document.pages, PAGES_LOOKED_AT) }, (_, place) => place + 1);
  return numbers.some((number) => withPage(document, number, () => true));
}

/** Without pages where it cannot be opened. */
function open(opened: WrappedPdfiumModule, bytes: Uint8Array): Opened {
  const { malloc, free } = opened.pdfium.wasmExports;
  const place = malloc(bytes.length);
  if (place === 0) throw new UnreadableDocument('too_large');
  heapOf(opened).set(bytes, place);
  const handle = opened.FPDF_LoadMemDocument(place, bytes.length, '');
  const close = () => {
    if (handle !== 0) opened.FPDF_CloseDocument(handle);
    free(place);
  };
  if (handle === 0 && opened.FPDF_GetLastError() === PASSWORD) {
    close();
    throw new UnreadableDocument('password');
  }
  const pages = handle === 0 ? 0 : Math.min(opened.FPDF_GetPageCount(handle), PAGES_AT_MOST);
  return { library: opened, handle, pages, close };
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
