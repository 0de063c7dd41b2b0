import { linesIn, marginsOf, PARTS_IN_MARGINS } from './docx-margins';
import { type PictureShelf, pictureElement, pictureShelf } from './inner-pictures';
import { paragraphsHtml } from './paragraphs';
import type { Note } from './types';
import { UnreadableDocument } from './types';
import { partsOf } from './zip';

const MAIN = 'word/document.xml';

export type Converted = { html: string; pages: number | null; notes: Note[] };

const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  'u => u',
  'strike => s',
  'comment-reference => ',
];

/**
 * Word's newer format by mammoth: headings, lists, tables, notes, and what stands in the margins; tracked changes as if accepted, comments left out.
 * Its HTML is not safe yet. Errors: UnreadableDocument damaged, too_large.
 */
export async function convertDocx(bytes: Uint8Array): Promise<Converted> {
  const shelf = pictureShelf();
  const parts = await partsOf(bytes, [MAIN, 'docProps/app.xml', ...PARTS_IN_MARGINS]);
  const { above, below } = marginsOf(parts);
  const body = await convert(bytes, shelf).catch((error) => wordsAlone(parts.get(MAIN), error));
  const html = `${above}${typeof body === 'string' ? body : body.html}${below}`;
  const stated = /<(?:\w+:)?Pages>(\d{1,5})</.exec(parts.get('docProps/app.xml')?.toString('utf8') ?? '')?.[1];
  return {
    html,
    pages: stated && Number(stated) > 0 ? Number(stated) : null,
    notes: typeof body === 'string' ? shelf.notes() : ['plain'],
  };
}

/** Where mammoth does not find its way (UTF-16, names written for Windows), the paragraphs of the main part without their form. */
function wordsAlone(main: Buffer | undefined, error: unknown): { html: string } {
  const lines = linesIn(main);
  if (lines.length === 0) throw error;
  return { html: paragraphsHtml(lines) };
}

async function convert(bytes: Uint8Array, shelf: PictureShelf): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      {
        styleMap: STYLES,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        idPrefix: '',
        convertImage: mammoth.images.imgElement(async (image) => pictureElement(shelf, await image.readAsBuffer())),
      },
    );
    return value;
  } catch (cause) {
    throw new UnreadableDocument('damaged', { cause });
  }
}
