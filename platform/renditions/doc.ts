import type { Converted } from './docx';
import { paragraphsHtml } from './paragraphs';
import { UnreadableDocument } from './types';
import { readOldWord } from './word6';

/** Word's older formats, best effort: its words in paragraphs, with notes at the end; layout and pictures are lost. */
export async function convertDoc(bytes: Uint8Array): Promise<Converted> {
  try {
    const old = await readOldWord(Buffer.from(bytes));
    if (old) return { html: paragraphsHtml(old), pages: null, notes: ['plain'] };
    const { default: WordExtractor } = await import('word-extractor');
    const document = await new WordExtractor().extract(Buffer.from(bytes));
    const parts = [document.getBody(), document.getFootnotes(), document.getEndnotes()].map((part) => part.trim());
    const html = parts
      .filter(Boolean)
      .map((part) => paragraphsHtml(part.split(/\n+/).filter((line) => line.trim() !== '')))
      .join('\n<hr>\n');
    return { html, pages: null, notes: ['plain'] };
  } catch (cause) {
    throw new UnreadableDocument('damaged', { cause });
  }
}
