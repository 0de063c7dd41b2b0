import { isArmscii } from './armscii';
import { cyrillicEncoding, isCyrillic } from './cyrillic';
import type { Converted } from './docx';
import { markdownHtml } from './markdown';
import { paragraphsHtml, paragraphsOf } from './paragraphs';

const SINGLE_BYTE = [
  'windows-1251',
  'KOI8-R',
  'windows-1252',
  'ISO-8859-1',
  'ISO-8859-5',
  'windows-1254',
  'ISO-8859-9',
];
const SAMPLE = 200_000;

export async function convertText(bytes: Uint8Array): Promise<Converted> {
  return { html: paragraphsHtml(paragraphsOf(await decodeText(bytes))), pages: null, notes: [] };
}

export async function convertMarkdown(bytes: Uint8Array): Promise<Converted> {
  return { html: markdownHtml(await decodeText(bytes)), pages: null, notes: [] };
}

/** Text in whatever it was saved: UTF-8 and UTF-16 are certain, older encodings are weighed by the letters they give. */
export async function decodeText(bytes: Uint8Array): Promise<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = byMark(buffer);
  if (!marked && isUtf8(buffer)) return buffer.toString('utf8');
  const { default: iconv } = await import('iconv-lite');
  if (marked) return iconv.decode(buffer, marked);
  const unmarked = wideWithoutMark(buffer);
  if (unmarked) return iconv.decode(buffer, unmarked);
  if (isArmscii(buffer)) return iconv.decode(buffer, 'armscii8');
  if (isCyrillic(buffer)) return iconv.decode(buffer, cyrillicEncoding(buffer, iconv.decode));
  const { analyse } = await import('chardet');
  const found = analyse(buffer.subarray(0, SAMPLE)).find(({ name }) => SINGLE_BYTE.includes(name));
  return iconv.decode(buffer, found?.name ?? 'windows-1251');
}

function byMark(buffer: Buffer): string | null {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return 'utf-16le';
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return 'utf-16be';
  return null;
}

function isUtf8(buffer: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(buffer);
    return true;
  } catch {
    return false;
  }
}

/** Every second byte of UTF-16 is the same small number for most scripts. */
function wideWithoutMark(buffer: Buffer): string | null {
  const sample = buffer.subarray(0, 2000);
  let [even, odd] = [0, 0];
  for (const [place, byte] of sample.entries()) {
    if (byte > 0x10) continue;
    if (place % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > sample.length * 0.4 && even < sample.length * 0.1) return 'utf-16le';
  return even > sample.length * 0.4 && odd < sample.length * 0.1 ? 'utf-16be' : null;
}
