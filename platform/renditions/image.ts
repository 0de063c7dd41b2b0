import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type JpegFacts, jpegAsPdf, jpegFacts } from './jpeg-in-pdf';
import { fitted, paintOnlyPage } from './pdf';
import { exactBuffer } from './pdfium';
import { encodePicture, type Raster } from './picture';
import { type Picture, type Sheet, UnreadableDocument } from './types';

/** PNG is decoded whole, at four bytes a pixel; JPEG is scaled while it is decoded. */
const PNG_PIXELS_AT_MOST = 30_000_000;
const JPEG_PIXELS_AT_MOST = 200_000_000;

/** How large the picture will be on the screen. Errors: UnreadableDocument damaged, too_large. */
export function sheetOfImage(bytes: Uint8Array): Sheet {
  const size = isPng(bytes) ? pngSize(bytes) : upright(jpegOf(bytes));
  return fitted(size.width, size.height);
}

/**
 * The picture anew, at screen size at most, upright, on white and without whatever else the file held.
 * Errors: UnreadableDocument damaged, too_large.
 */
export async function repaintImage(bytes: Uint8Array): Promise<Picture> {
  if (isPng(bytes)) return repaintPng(bytes);
  const facts = jpegOf(bytes);
  const picture = await paintOnlyPage(jpegAsPdf(bytes, facts));
  if (!picture) throw new UnreadableDocument('damaged');
  return picture;
}

export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n';
}

function jpegOf(bytes: Uint8Array): JpegFacts {
  const facts = jpegFacts(bytes);
  if (!facts) throw new UnreadableDocument('damaged');
  if (facts.width * facts.height > JPEG_PIXELS_AT_MOST) throw new UnreadableDocument('too_large');
  return facts;
}

/** EXIF's orientations 5 to 8 lay the picture on its side. */
function upright({ width, height, orientation }: JpegFacts): Sheet {
  return orientation > 4 ? { width: height, height: width } : { width, height };
}

function pngSize(bytes: Uint8Array): Sheet {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new UnreadableDocument('damaged');
  const [width, height] = [view.readUInt32BE(16), view.readUInt32BE(20)];
  if (width === 0 || height === 0) throw new UnreadableDocument('damaged');
  if (width * height > PNG_PIXELS_AT_MOST) throw new UnreadableDocument('too_large');
  return { width, height };
}

type Decode = typeof import('@jsquash/png/decode.js').default;

let pngDecoder: Promise<Decode> | undefined;

async function repaintPng(bytes: Uint8Array): Promise<Picture> {
  const sheet = sheetOfImage(bytes);
  pngDecoder ??= startPng();
  const decode = await pngDecoder;
  try {
    const { width, height, data } = await decode(exactBuffer(bytes));
    return await encodePicture(scaled({ width, height, pixels: data }, sheet));
  } catch (cause) {
    throw new UnreadableDocument('damaged', { cause });
  }
}

async function startPng(): Promise<Decode> {
  const { decode, init } = await import('@jsquash/png/decode.js');
  const path = createRequire(import.meta.url).resolve('@jsquash/png/codec/pkg/squoosh_png_bg.wasm');
  await init(await WebAssembly.compile(readFileSync(path)));
  return decode;
}

type Source = Sheet & { pixels: Uint8ClampedArray };

/** Each new pixel is the mean of those it covers, laid on white; a picture is never made larger. */
function scaled(source: Source, wanted: Sheet): Raster {
  const isSmaller = wanted.width < source.width;
  const { width, height } = isSmaller ? wanted : source;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y += 1) {
    const rows = span(y, height, source.height);
    for (let x = 0; x < width; x += 1, to += 4) meanInto(pixels, to, source, rows, span(x, width, source.width));
  }
  return { width, height, pixels };
}

type Span = readonly [from: number, to: number];

function span(place: number, size: number, full: number): Span {
  const from = Math.floor((place * full) / size);
  return [from, Math.max(from + 1, Math.floor(((place + 1) * full) / size))];
}

function meanInto(pixels: Uint8Array, to: number, { width, pixels: from }: Source, rows: Span, columns: Span): void {
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let y = rows[0]; y < rows[1]; y += 1) {
    for (let x = columns[0], at = (y * width + x) * 4; x < columns[1]; x += 1, at += 4) {
      const alpha = from[at + 3] ?? 255;
      red += over(from[at] ?? 0, alpha);
      green += over(from[at + 1] ?? 0, alpha);
      blue += over(from[at + 2] ?? 0, alpha);
      count += 1;
    }
  }
  pixels[to] = red / count;
  pixels[to + 1] = green / count;
  pixels[to + 2] = blue / count;
  pixels[to + 3] = 255;
}

function over(sample: number, alpha: number): number {
  return alpha === 255 ? sample : (sample * alpha + 255 * (255 - alpha)) / 255;
}
