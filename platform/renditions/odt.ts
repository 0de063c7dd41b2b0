import type { Converted } from './docx';
import { pictureElement, pictureShelf } from './inner-pictures';
import { readContent } from './odt/content';
import { readStyles } from './odt/styles';
import { UnreadableDocument } from './types';
import { partsOf } from './zip';

const PICTURE = /xlink:href="(?:\.\/)?(Pictures\/[^"]{1,200})"/g;

/**
 * OpenDocument text (ISO/IEC 26300): headings, paragraphs, lists, tables, notes; tracked changes as if accepted, comments
 * left out. Its HTML is not safe yet. Errors: UnreadableDocument password, damaged, too_large.
 */
export async function convertOdt(bytes: Uint8Array): Promise<Converted> {
  const parts = await partsOf(bytes, ['content.xml', 'styles.xml', 'meta.xml', 'META-INF/manifest.xml']);
  if (parts.get('META-INF/manifest.xml')?.includes('encryption-data')) throw new UnreadableDocument('password');
  const content = parts.get('content.xml')?.toString('utf8');
  if (!content) throw new UnreadableDocument('damaged');
  const shelf = pictureShelf();
  const pictures = new Map<string, string>();
  const names = [...new Set(Array.from(content.matchAll(PICTURE), ([, name]) => name ?? ''))].slice(0, 30);
  for (const [name, picture] of await partsOf(bytes, names)) {
    const { src, width, height } = await pictureElement(shelf, picture);
    if (src) pictures.set(name, `<img src="${src}" width="${width}" height="${height}" alt="">`);
  }
  const styles = readStyles([parts.get('styles.xml')?.toString('utf8') ?? '', content]);
  const stated = /page-count="(\d{1,5})"/.exec(parts.get('meta.xml')?.toString('utf8') ?? '')?.[1];
  return {
    html: readContent(content, { styles, pictures, shelf }),
    pages: stated && Number(stated) > 0 ? Number(stated) : null,
    notes: shelf.notes(),
  };
}
