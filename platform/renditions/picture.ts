import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import type { Picture, Sheet } from './types';

/** RGBA; the fourth byte is not read: whatever was transparent has been laid on white before. */
export type Raster = Sheet & { pixels: Uint8Array };

/** Text on paper is smaller as PNG and ten times as fast to write; photographs are not. */
const LARGE_PNG = 600_000;
/** Expected to be so large, a PNG is not worth trying. */
const TWICE_LARGE = 2 * LARGE_PNG;
const BAND = 16;
const BANDS_APART = 8;
const PHOTO = { quality: 80, method: 0 };

/** The smaller of a PNG (grey where the raster is grey) and, for pictures that PNG cannot hold, a WebP. */
export async function encodePicture(raster: Raster): Promise<Picture> {
  const { width, height } = raster;
  const expected = pngSizeBySample(raster);
  const png = expected < TWICE_LARGE ? encodePng(raster) : null;
  if (png && png.length < LARGE_PNG) return { width, height, mediaType: 'image/png', bytes: png };
  const webp = await webpOf(raster);
  const smaller = png ?? (webp.length >= expected ? encodePng(raster) : null);
  if (smaller && smaller.length <= webp.length) return { width, height, mediaType: 'image/png', bytes: smaller };
  return { width, height, mediaType: 'image/webp', bytes: webp };
}

/** About what the PNG would take, from one band of lines in eight: a photograph is then not packed for nothing. */
function pngSizeBySample(raster: Raster): number {
  const channels = isGrey(raster) ? 1 : 3;
  let [size, lines] = [0, 0];
  for (let row = 0; row < raster.height; row += BAND * BANDS_APART) {
    const height = Math.min(BAND, raster.height - row);
    const pixels = raster.pixels.subarray(row * raster.width * 4, (row + height) * raster.width * 4);
    size += deflateSync(scanLines({ width: raster.width, height, pixels }, channels), { level: 1 }).length;
    lines += height;
  }
  return lines === 0 ? 0 : (size / lines) * raster.height;
}

/** PNG (ISO/IEC 15948) with 8 bits a sample, grey or RGB, no metadata. */
export function encodePng(raster: Raster): Buffer {
  const channels = isGrey(raster) ? 1 : 3;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raster.width, 0);
  header.writeUInt32BE(raster.height, 4);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(scanLines(raster, channels), { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function isGrey({ pixels }: Raster): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  }
  return true;
}

function scanLines({ width, height, pixels }: Raster, channels: 1 | 3): Buffer {
  const lines = Buffer.alloc((width * channels + 1) * height);
  let to = 0;
  for (let row = 0, from = 0; row < height; row += 1) {
    // Each line begins with its filter: none.
    to += 1;
    for (let column = 0; column < width; column += 1, from += 4) {
      for (let sample = 0; sample < channels; sample += 1, to += 1) lines[to] = pixels[from + sample] ?? 255;
    }
  }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

type Encode = typeof import('@jsquash/webp/encode.js').default;

let webpEncoder: Promise<Encode> | undefined;

async function webpOf({ width, height, pixels }: Raster): Promise<Uint8Array> {
  webpEncoder ??= startWebp();
  const encode = await webpEncoder;
  const opaque = new Uint8ClampedArray(pixels);
  for (let at = 3; at < opaque.length; at += 4) opaque[at] = 255;
  return new Uint8Array(await encode({ width, height, data: opaque, colorSpace: 'srgb' } as ImageData, PHOTO));
}

/** The package would fetch its WebAssembly by URL, which Node does not do for files. */
async function startWebp(): Promise<Encode> {
  const { default: encode, init } = await import('@jsquash/webp/encode.js');
  const path = createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm');
  const module = await WebAssembly.compile(readFileSync(path));
  // The declared type leaves out the module, which the implementation takes first.
  await (init as unknown as (compiled: WebAssembly.Module) => Promise<unknown>)(module);
  return encode;
}
