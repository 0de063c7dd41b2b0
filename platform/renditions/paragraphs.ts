import { escapeHtml } from './safe-html';

/** Lines as they come from a page or a plain text, put together into paragraphs: a line broken for its width goes on. */
export function paragraphsOf(text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const full = fullLineOf(lines);
  const paragraphs: string[] = [];
  let open: string[] = [];
  const close = () => {
    const paragraph = open.join('').trim();
    if (paragraph !== '') paragraphs.push(paragraph);
    open = [];
  };
  for (const line of lines) {
    if (line.trim() === '') {
      close();
      continue;
    }
    add(open, line);
    if (endsParagraph(line, full)) close();
  }
  close();
  return paragraphs;
}

export function paragraphsHtml(paragraphs: readonly string[]): string {
  return paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`).join('\n');
}

/** The length that most lines come near to; lines much shorter end a paragraph. */
function fullLineOf(lines: readonly string[]): number {
  const lengths = lines
    .map((line) => line.trimEnd().length)
    .filter((length) => length > 0)
    .sort((one, other) => one - other);
  return lengths[Math.floor(lengths.length * 0.9)] ?? 0;
}

function endsParagraph(line: string, full: number): boolean {
  const length = line.trimEnd().length;
  if (full < 40) return true;
  if (/[.!?:;…»”"'։՞]\s*$/u.test(line)) return length < full * 0.9;
  return length < full * 0.6;
}

/** PDFium marks a word that a line's end has cut with U+FFFE or U+0002, texts with a soft hyphen. */
function add(open: string[], line: string): void {
  const last = open.pop();
  if (last === undefined) open.push(line);
  else if (/[\u0002\u00ad\ufffe]$/.test(last)) open.push(last.slice(0, -1), line.trimStart());
  else open.push(last.trimEnd(), ' ', line.trimStart());
}
