import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';

let loaded: Promise<WrappedPdfiumModule> | undefined;

/** PDFium as WebAssembly, once in a process. */
export function pdfium(): Promise<WrappedPdfiumModule> {
  loaded ??= load();
  return loaded;
}

/** The memory of the module as it is now: growing replaces it, so it is never kept. */
export function heapOf(module: WrappedPdfiumModule): Uint8Array {
  const heap: unknown = Reflect.get(module.pdfium, 'HEAPU8');
  if (!(heap instanceof Uint8Array)) throw new Error('PDFium shows no memory');
  return heap;
}

async function load(): Promise<WrappedPdfiumModule> {
  const bytes = readFileSync(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const module = await init({ wasmBinary });
  module.PDFiumExt_Init();
  return module;
}
