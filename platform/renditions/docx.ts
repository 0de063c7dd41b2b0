import { marginsOf, PARTS_IN_MARGINS } from './docx-margins';
import { type PictureShelf, pictureElement, pictureShelf } from './inner-pictures';
import type { Note } from './types';
import { UnreadableDocument } from './types';
import { partsOf } from './zip';

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
  const parts = await partsOf(bytes, ['docProps/app.xml', ...PARTS_IN_MARGINS]);
  const { above, below } = marginsOf(parts);
  const html = `${above}${await convert(bytes, shelf)}${below}`;
  const stated = /<(?:\w+:)?Pages>(\d{1,5})</.exec(parts.get('docProps/app.xml')?.toString('utf8') ?? '')?.[1];
  return { html, pages: stated && Number(stated) > 0 ? Number(stated) : null, notes: shelf.notes() };
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
