import { CompoundFile } from '../examination/compound';
import { decodeText } from './plain';

/** The first version of the file information block that is Word 97's. */
const WORD_97 = 0x00c1;
const LONGEST_HEADER = 0x0170;
const FAST_SAVED = 0x0004;
/** Set by Word for East Asia: two bytes for every letter. */
const WIDE = 0x1000;
const TEXT_FROM = 0x18;
const LENGTHS = 0x34;
const FONTS = 0xd0;
const PIECES = 0x0160;
const PIECE_BYTES = 8;
const MOST_PIECES = 100_000;
const MOST_FONTS = 500;

/** Windows' numbers of character sets, as fonts name theirs, and the code pages they stand for. */
const CODE_PAGES: Readonly<Record<number, string>> = {
  161: 'windows-1253',
  162: 'windows-1254',
  186: 'windows-1257',
  204: 'windows-1251',
  238: 'windows-1250',
};

/**
 * The words of a document from Word 1 to 95 (text, then footnotes, headers and endnotes), paragraph by paragraph; null for any
 * other. One byte is one letter there, but for East Asia, in a code page that its fonts name or that the letters suggest.
 */
export async function readOldWord(file: Buffer): Promise<string[] | null> {
  const main = mainOf(file);
  if (!main || main.length < LONGEST_HEADER || main.readUInt16LE(2) >= WORD_97) return null;
  const width = main.readUInt16LE(10) & WIDE ? 2 : 1;
  const text = textIn(main, width);
  const [body, footnotes, headers, macros, comments, endnotes] = Array.from(
    { length: 6 },
    (_, place) => main.readUInt32LE(LENGTHS + place * 4) * width,
  ) as [number, number, number, number, number, number];
  const afterHeaders = body + footnotes + headers;
  const afterComments = afterHeaders + macros + comments;
  const wanted =
    body > 0 && body <= text.length
      ? Buffer.concat([text.subarray(0, afterHeaders), text.subarray(afterComments, afterComments + endnotes)])
      : text;
  return linesIn(width === 2 ? wanted.toString('utf16le') : await decode(wanted, main));
}

function mainOf(file: Buffer): Buffer | null {
  // Word for Windows 1 and 2: no compound file around it.
  if (file.length > 2 && (file[0] === 0xdb || file[0] === 0x9b) && file[1] === 0xa5) return file;
  const compound = new CompoundFile(file);
  const entry = compound.find(/^WordDocument$/i);
  return entry ? compound.read(entry) : null;
}

function textIn(main: Buffer, width: number): Buffer {
  const pieces = main.readUInt16LE(10) & FAST_SAVED ? piecesIn(main) : null;
  const whole = pieces && Buffer.concat(pieces.map(([from, letters]) => main.subarray(from, from + letters * width)));
  return whole && whole.length > 0
    ? whole
    : main.subarray(main.readUInt32LE(TEXT_FROM), main.readUInt32LE(TEXT_FROM + 4));
}

/** A file that was saved in a hurry has its text in pieces: their places, in the order of reading. */
function piecesIn(main: Buffer): [from: number, letters: number][] {
  const from = main.readUInt32LE(PIECES);
  const table = main.subarray(from, from + main.readUInt32LE(PIECES + 4));
  let at = 0;
  while (at + 3 <= table.length && table[at] === 1) at += 3 + table.readUInt16LE(at + 1);
  if (at + 5 > table.length || table[at] !== 2) return [];
  const list = table.subarray(at + 5, at + 5 + table.readUInt32LE(at + 1));
  const count = Math.min(MOST_PIECES, Math.floor((list.length - 4) / (4 + PIECE_BYTES)));
  return Array.from({ length: Math.max(0, count) }, (_, place) => {
    const begins = list.readUInt32LE(place * 4);
    const ends = list.readUInt32LE((place + 1) * 4);
    return [list.readUInt32LE((count + 1) * 4 + place * PIECE_BYTES + 2), Math.max(0, ends - begins)];
  });
}

async function decode(text: Buffer, main: Buffer): Promise<string> {
  const pages = codePagesOfFonts(main);
  const [only] = pages;
  return pages.size === 1 && only ? new TextDecoder(only).decode(text) : decodeText(text);
}

function codePagesOfFonts(main: Buffer): Set<string> {
  const from = main.readUInt32LE(FONTS);
  const table = main.subarray(from + 2, from + main.readUInt32LE(FONTS + 4));
  const found = new Set<string>();
  for (let at = 0, left = MOST_FONTS; left > 0 && at + 5 <= table.length; left -= 1) {
    const page = CODE_PAGES[table[at + 4] ?? 0];
    if (page) found.add(page);
    at += 1 + (table[at] ?? 0);
  }
  return found;
}

/** What stands between the beginning of a field and its result is an instruction. */
const INSTRUCTION = /\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))/g;
const MARKS = /[\x00-\x06\x08\x0e-\x1d\x1f]/g;

function linesIn(text: string): string[] {
  let plain = text;
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(INSTRUCTION, '').replace(/\x15/, '');
  }
  return plain
    .replace(MARKS, '')
    .replace(/\x1e/g, '-')
    .split(/[\r\n\f\x0b]+|\x07+/)
    .map((line) => line.replace(/[\t ]+/g, ' ').trim())
    .filter((line) => line !== '');
}
