import { readXml } from '../examination/xml';
import { paragraphsHtml } from './paragraphs';

const NUMBERS = Array.from({ length: 9 }, (_, place) => place + 1);
const HEADERS = NUMBERS.map((number) => `word/header${number}.xml`);
const FOOTERS = NUMBERS.map((number) => `word/footer${number}.xml`);
export const PARTS_IN_MARGINS: readonly string[] = [...HEADERS, ...FOOTERS];

/** What stands above and below the pages of a Word document, each line once: often a name and how to reach somebody. */
export function marginsOf(parts: ReadonlyMap<string, Buffer>): { above: string; below: string } {
  const linesOf = (names: readonly string[]) => [...new Set(names.flatMap((name) => saying(parts.get(name))))];
  const [above, below] = [linesOf(HEADERS), linesOf(FOOTERS)];
  return {
    above: above.length > 0 ? `${paragraphsHtml(above)}\n<hr>\n` : '',
    below: below.length > 0 ? `\n<hr>\n${paragraphsHtml(below)}` : '',
  };
}

/** Page numbers alone say nothing without their pages. */
function saying(part: Buffer | undefined): string[] {
  return linesIn(part).filter((line) => /\p{L}/u.test(line));
}

/** The paragraphs of a part, each as one line of plain text. */
export function linesIn(part: Buffer | undefined): string[] {
  if (!part) return [];
  const lines = [''];
  const add = (text: string) => lines.push((lines.pop() ?? '') + text);
  readXml(part, {
    open({ name }) {
      if (name === 'w:p') lines.push('');
      if (name === 'w:tab' || name === 'w:br') add(' ');
    },
    text(text, inside) {
      if (inside === 'w:t') add(text);
    },
  });
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}
