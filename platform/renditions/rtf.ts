import type { Converted } from './docx';
import { loadCodePages } from './rtf/charsets';
import { RtfReader } from './rtf/reader';
import { UnreadableDocument } from './types';

const HEAD = /^(?:\xef\xbb\xbf)?\s*\{\\rt/;

/** The first byte of a byte order mark, which some programs write before a text of ASCII. */
const MARK = 0xef;

/** Rich Text Format; pictures and drawings are left out. Errors: UnreadableDocument damaged. */
export async function convertRtf(bytes: Uint8Array): Promise<Converted> {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (!HEAD.test(head)) throw new UnreadableDocument('damaged');
  await loadCodePages();
  const { pages, statedPages } = new RtfReader().read(bytes[0] === MARK ? bytes.subarray(3) : bytes);
  const hasPictures = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('\\pict');
  return {
    html: pages.html(),
    pages: statedPages && statedPages > 0 ? statedPages : null,
    notes: hasPictures ? ['pictures'] : [],
  };
}
